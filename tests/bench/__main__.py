"""Prints CPU milliseconds a request, each figure beside the floor's in the same run.

Floor and product take turns, seven rounds; the median of the rounds is printed, and the ratio to
the floor's. CPU time of this process, one client, SQLite, no network.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

import config
from advisory.app import demo
from advisory.app.front_door import open_doors
from advisory.app.schema import whole_schema
from advisory.contributions.rules import hash_secret
from advisory.foundation.database import Database
from advisory.foundation.keys import make_keys, read_keys
from advisory.people.queries import person_by_email, site_board
from tests.bench.floor import floor
from tests.bench.many import add_items
from tests.browser import Browser, filled

ROUNDS, REQUESTS = 7, 12
SMALL, LARGE = 100, 100_000

Request = Callable[[], float]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        started = time.perf_counter()
        product = Product(home)
        print(f"cold start {time.perf_counter() - started:.2f} s (build, tables, demo data)")
        bare = floor(home, page_bytes=12_000).test_client()
        figures = product.requests()
        figures["floor: page"] = lambda: spent(lambda: bare.get("/"))
        figures["floor: insert"] = lambda: spent(lambda: bare.post("/"))
        at_small = measured(figures)
        product.grow(LARGE - SMALL)
        at_large = measured(figures)
        report(at_small, at_large)


class Product:
    """The app with demo data and a signed-in facilitator."""

    def __init__(self, home: Path) -> None:
        make_keys(home / "keys")
        self.app = open_doors(config.read({"ADVISORY_HOME": str(home)}))
        self.ring = read_keys(home / "keys")
        self.database: Database = self.app.extensions["database"]
        whole_schema().create_all(self.database.engine)
        demo.load(self.database)
        self.grow(SMALL)
        self.member = self.app.test_client()
        self.staff = self._signed_in()

    def grow(self, count: int) -> None:
        with self.database.transaction() as session:
            board = site_board(session)
            assert board is not None
            add_items(session, board, count)

    def _signed_in(self) -> FlaskClient:
        client = self.app.test_client()
        with self.database.reading() as session:
            person = person_by_email(session, "facilitator@demo.example")
            assert person is not None
        with client.session_transaction() as visit:
            visit["_user_id"] = str(person.id)
            visit["_fresh"] = True
        return client

    def requests(self) -> dict[str, Request]:
        return {
            "home": lambda: spent(lambda: self.member.get("/en/")),
            "form": lambda: spent(lambda: self.member.get("/en/say")),
            "submit (with Argon2)": self.submit,
            "inbox": lambda: spent(lambda: self.staff.get("/staff/inbox")),
            "one Argon2 alone": lambda: spent(lambda: hash_secret(self.ring, "0123456789")),
        }

    def submit(self) -> float:
        """The last post only: the words are typed and checked before the clock starts."""
        typing = Browser(self.app)
        typed = typing.press(typing.get("/en/say"), "Next", said="A short remark.")
        form = next(form for form in typed.all("form") if form.get("id") == "sending")
        fields = {**filled(typed, form)}
        return spent(lambda: typing.client.post(typed.url, data=fields), 303)


def spent(request: Callable[[], object], status: int = 200) -> float:
    """CPU seconds of this process while the request is answered."""
    began = time.process_time()
    response = request()
    ended = time.process_time()
    got = getattr(response, "status_code", status)
    if got != status:
        sys.exit(f"a measured page answered {got} instead of {status}")
    return ended - began


def measured(figures: dict[str, Request]) -> dict[str, float]:
    """Median CPU milliseconds of one request each, all taking turns in every round."""
    rounds: dict[str, list[float]] = {name: [] for name in figures}
    for request in figures.values():
        request()
    for _ in range(ROUNDS):
        for name, request in figures.items():
            rounds[name].append(sum(request() for _ in range(REQUESTS)) / REQUESTS * 1000)
    return {name: statistics.median(times) for name, times in rounds.items()}


def report(at_small: dict[str, float], at_large: dict[str, float]) -> None:
    print(f"\n{'':32}{SMALL:>9} items{LARGE:>12} items{'large/small':>13}{'x floor':>9}")
    for name, small in at_small.items():
        beside = "floor: insert" if name.startswith(("submit", "floor: insert")) else "floor: page"
        large = at_large[name]
        ratio = small / at_small[beside]
        print(f"{name:32}{small:>12.2f} ms{large:>15.2f} ms{large / small:>13.2f}{ratio:>9.1f}")


if __name__ == "__main__":
    main()
