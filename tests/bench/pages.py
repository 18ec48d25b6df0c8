"""`make bench`, its second half: when a phone on a bad line shows words, and what it pays.

Chromium, 360 px, cold cache, 400 kbit/s, 400 ms, a processor four times slower; median of five
loads. Connecting and TLS are not in it: about three more round trips on a first visit. Over the
budget it ends with 1.
"""

import logging
import statistics
import sys
import tempfile
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, CDPSession
from werkzeug.serving import make_server

import config
from advisory.app import demo
from advisory.app.front_door import open_doors
from advisory.app.schema import whole_schema
from advisory.foundation.access import ANYONE
from advisory.foundation.database import Database
from advisory.foundation.keys import make_keys
from advisory.languages.registry import LANGUAGES
from advisory.people.queries import site_board
from advisory.words import actions as words
from tests.browsers import launched

EVERY_LANGUAGE = ("/{}/", "/{}/say")
EVERY_PAGE = ("en", "ar", "am")
LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
SLOWER = 4
MOST_SECONDS, MOST_BYTES, MOST_REQUESTS = 1.5, 35_000, 3
FIRST_PAINT = """() => new Promise(done => new PerformanceObserver(found => {
  const first = found.getEntriesByName("first-contentful-paint")[0];
  if (first) done(first.startTime);
}).observe({type: "paint", buffered: true}))"""


@dataclass(frozen=True)
class Cost:
    """One page in one language. Bytes as they travelled, with their heads."""

    page: str
    seconds: float
    bytes: int
    requests: int

    @property
    def is_over(self) -> bool:
        over = self.seconds > MOST_SECONDS or self.bytes > MOST_BYTES
        return over or self.requests > MOST_REQUESTS

    def __str__(self) -> str:
        mark = "  over" if self.is_over else ""
        return f"{self.page:28}{self.seconds:>8.2f} s{self.bytes:>9}{self.requests:>10}{mark}"


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    parser = ArgumentParser(prog="python -m tests.bench.pages", description=__doc__)
    parser.add_argument("--loads", type=int, default=5)
    parser.add_argument("--few", action="store_true", help="home and say only")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        app = _app(Path(folder))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        house = f"http://127.0.0.1:{server.server_port}"
        print(f"{'page':28}{'FCP':>10}{'bytes':>9}{'requests':>10}")
        costs = []
        for page in _pages(app, few=asked.few):
            costs.append(_cost(browser, house, page, asked.loads))
            print(costs[-1], flush=True)
        server.shutdown()
    _report(costs)


def _app(home: Path) -> Flask:
    """The demo board, with every language open."""
    make_keys(home / "keys")
    app = open_doors(config.read({"ADVISORY_HOME": str(home)}))
    database: Database = app.extensions["database"]
    whole_schema().create_all(database.engine)
    demo.load(database)
    with database.transaction() as session:
        board = site_board(session)
        assert board is not None
        for position, tag in enumerate(LANGUAGES):
            words.open_language(
                session,
                board_id=board.id,
                language=tag,
                as_draft=tag != "en",
                position=position,
                by=None,
            )
    return app


def _pages(app: Flask, *, few: bool) -> Iterator[str]:
    for address in EVERY_LANGUAGE:
        yield from (address.format(tag) for tag in LANGUAGES)
    rules = sorted(
        rule.rule.replace("<lang:l>", "{}")
        for rule in app.url_map.iter_rules()
        if rule.arguments == {"l"}
        and "GET" in (rule.methods or ())
        and getattr(app.view_functions[rule.endpoint], "access", None) == ANYONE
    )
    for address in [] if few else rules:
        if address not in EVERY_LANGUAGE:
            yield from (address.format(tag) for tag in EVERY_PAGE)


def _cost(browser: Browser, house: str, page: str, loads: int) -> Cost:
    measured = [_load(browser, house + page) for _ in range(loads)]
    return Cost(
        page=page,
        seconds=statistics.median(seconds for seconds, _bytes, _requests in measured),
        bytes=max(size for _seconds, size, _requests in measured),
        requests=max(count for _seconds, _bytes, count in measured),
    )


def _load(browser: Browser, url: str) -> tuple[float, int, int]:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", LINE)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes = _sizes(devtools)
    answer = page.goto(url, wait_until="networkidle")
    if answer is None or answer.status != 200:
        sys.exit(f"{url} answered {answer.status if answer else 'nothing'}")
    seconds = float(page.evaluate(FIRST_PAINT)) / 1000
    context.close()
    return seconds, sum(sizes), len(sizes)


def _sizes(devtools: CDPSession) -> list[int]:
    """Filled while the page loads: what each of its parts weighed."""
    sizes: list[int] = []
    devtools.on(
        "Network.loadingFinished", lambda part: sizes.append(int(part["encodedDataLength"]))
    )
    return sizes


def _report(costs: list[Cost]) -> None:
    slowest, heaviest = max(costs, key=lambda one: one.seconds), max(costs, key=lambda o: o.bytes)
    middle = statistics.median(cost.seconds for cost in costs)
    print(f"\n{len(costs)} pages: FCP median {middle:.2f} s, slowest {slowest.page} ", end="")
    print(f"{slowest.seconds:.2f} s; heaviest {heaviest.page} {heaviest.bytes} bytes")
    over = [cost.page for cost in costs if cost.is_over]
    if over:
        sys.exit(f"Over {MOST_SECONDS} s, {MOST_BYTES} bytes or {MOST_REQUESTS} requests: {over}")


if __name__ == "__main__":
    main()
