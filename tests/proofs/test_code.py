"""What a guesser learns from an answer: nothing but yes or no; and whom the limits never hurt."""

import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, event, update
from sqlalchemy.orm import Session

from advisory.contributions import queries
from advisory.contributions.models import Code
from advisory.contributions.rules import (
    LOCATOR,
    MISSES_A_MONTH,
    Digits,
    read_digits,
)
from advisory.feedback.actions import ending
from advisory.foundation.browser_sessions import BrowserSession
from advisory.foundation.database import Database, commit, now
from advisory.people.models import Board
from tests.browser import Browser
from tests.building import a_board, some_feedback
from tests.proofs.houses import House
from tests.proofs.proving import Proof

ADDRESS = {"REMOTE_ADDR": "203.0.113.7"}
TOKEN = re.compile(rb'(name="csrf_token"[^>]* value=")[^"]*')
NOT_SENT = {"Set-Cookie", "Date"}

pytestmark = pytest.mark.timeout(0)


def whole(digits: Digits) -> str:
    return "".join(digits.groups)


def beside(digits: Digits) -> Digits:
    """The same locator with another secret."""
    first = str((int(digits.secret[0]) + 1) % 10)
    return Digits(digits.locator, first + digits.secret[1:])


@pytest.fixture
def board(session: Session) -> Board:
    return a_board(session)


@dataclass
class Guesser:
    """Types codes on the real page, each time with a browser that nobody has seen."""

    app: Flask
    worked: list[str]

    def ask(self, digits: Digits) -> tuple[int, list[tuple[str, str]], bytes, list[str]]:
        """Status, headers, bytes and the slow work, without what belongs to the browser."""
        client = self.app.test_client()
        typed = {"code": whole(digits), "csrf_token": token_of(client)}
        self.worked.clear()
        response = client.post("/en/code", data=typed, environ_overrides=ADDRESS)
        headers = [(k, v) for k, v in response.headers.items() if k not in NOT_SENT]
        body = TOKEN.sub(rb"\1", response.data).replace(whole(digits).encode(), b"0" * 16)
        return response.status_code, headers, body, list(self.worked)


def token_of(client: FlaskClient) -> str:
    page = client.get("/en/code", environ_overrides=ADDRESS).get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.fixture
def guesser(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Guesser:
    worked: list[str] = []
    verify, hashed = PasswordHasher.verify, PasswordHasher.hash

    def counted(self: PasswordHasher, kept: str, secret: bytes) -> bool:
        worked.append(kept.rpartition("$")[0].rpartition("$")[0])
        return verify(self, kept, secret)

    def counted_hash(self: PasswordHasher, secret: bytes) -> str:
        worked.append("hash")
        return hashed(self, secret)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    monkeypatch.setattr(PasswordHasher, "hash", counted_hash)
    return Guesser(app, worked)


def test_every_miss_looks_alike_and_works_alike(
    session: Session, board: Board, guesser: Guesser, proof: Proof
) -> None:
    kept = [some_feedback(session, board) for _ in range(4)]
    (hit, wrong, locked, erased) = [digits for _item, digits in kept]
    ending.delete_everything(session, kept[3][0].contribution)
    session.execute(
        update(Code)
        .where(Code.locator == locked.locator)
        .values(misses=MISSES_A_MONTH, misses_month=f"{now():%Y-%m}", missed_on=now().date())
    )
    commit(session)
    unknown = Digits("99999" if hit.locator != "99999" else "99998", hit.secret)
    with time_machine.travel(now(), tick=False):
        opened = guesser.ask(hit)
        misses = {
            "unknown": guesser.ask(unknown),
            "wrong secret": guesser.ask(beside(wrong)),
            "locked": guesser.ask(locked),
            "erased": guesser.ask(erased),
        }
    first = misses["unknown"]
    assert (opened[0], first[0]) == (303, 422)
    told = [kind for kind, answer in misses.items() if answer[:3] != first[:3]]
    proof.none("kinds of miss that answer otherwise", told, floor="4 kinds")
    work = {"hit": opened[3], **{kind: answer[3] for kind, answer in misses.items()}}
    more = [kind for kind, done in work.items() if done != ["$argon2id$v=19$m=19456,t=2,p=1"]]
    proof.none("kinds of try with other slow work", more, floor="5 kinds")


def test_misses_are_counted_across_processes(house: House, proof: Proof) -> None:
    tries, processes = 7, 4
    with house.database.transaction() as session:
        _item, digits = some_feedback(session, session.query(Board).one())
    children = [
        subprocess.Popen(
            [sys.executable, "-c", GUESSES, whole(beside(digits)), str(tries)], env=house.environ
        )
        for _ in range(processes)
    ]
    assert [child.wait() for child in children] == [0] * processes
    with house.database.reading() as session:
        code = queries.code_at(session, digits.locator)
        assert code is not None
        counted = code.misses
    browser = Browser(house.app)
    seen = browser.press(browser.get("/en/code"), "Open my page", code=whole(digits))
    proof.found(
        "misses counted of 28 in 4 processes; then closed",
        f"{counted}, {seen.status}",
        kept=(counted, seen.status) == (28, 422),
        floor="28, 422",
    )


GUESSES = """
import re, sys
import config
from advisory.app.front_door import open_doors
app = open_doors(config.read())
client = app.test_client()
for _ in range(int(sys.argv[2])):
    page = client.get("/en/code").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)[1]
    answer = client.post("/en/code", data={"code": sys.argv[1], "csrf_token": token})
    assert answer.status_code == 422, answer.status_code
"""


# ── Forty people behind one address ──────────────────────────────────────────────────────────────


def test_sixty_people_behind_one_address_all_send_and_forty_all_look(
    app: Flask, session: Session, board: Board, proof: Proof
) -> None:
    commit(session)
    with time_machine.travel(now(), tick=False) as clock:
        codes = []
        for _ in range(60):
            codes.append(_sends(app))
            clock.shift(9.9)
        refused = [code for code in codes if not code]
        closed = [code for code in codes[:40] if _looks(app, code) != "/en/mine"]
    proof.none("of 60 in 10 minutes from one address, not accepted", refused, floor=60)
    proof.none("of 40 behind one address, locked out", closed, floor=40)


def _sends(app: Flask) -> str:
    client = app.test_client()
    page = client.get("/en/say", environ_overrides=ADDRESS)
    fields = dict(re.findall(r'name="(csrf_token|token)"[^>]* value="([^"]+)"', page.text))
    typed = {**fields, "said": "The letter came late."}
    checked = client.post("/en/say", data=typed, environ_overrides=ADDRESS).location
    code = client.post(checked, data=fields, environ_overrides=ADDRESS).location
    shown = re.search(
        r'code-digits"[^>]*aria-label="([\d ,]+)"', client.get(code, environ_overrides=ADDRESS).text
    )
    return "".join(re.findall(r"\d", shown[1])) if shown else ""


def _looks(app: Flask, code: str) -> str | None:
    """Each of them mistypes once, as people do."""
    client = app.test_client()
    for typed in (whole(beside(read_digits(code))), code):
        fields = {"code": typed, "csrf_token": token_of(client)}
        answer = client.post("/en/code", data=fields, environ_overrides=ADDRESS)
    return answer.location


# ── Time is measured in the long proof only: a test must not depend on a clock ────────────────────


def test_time_tells_no_miss_from_another(
    app: Flask, database: Database, session: Session, board: Board, proof: Proof
) -> None:
    """Both ask and write alike; and the area under the curve is 0.5 when time tells nothing."""
    pairs = proof.asked(0, 2_000)
    with _codes_to_guess(session, board, 1 + pairs // 15) as (known, erased):
        unknown = Digits("99999", "0123456789")
        _seconds(app, unknown)  # the first of all makes the row that counts such misses
        alike = {_statements(app, database, typed) for typed in (unknown, known(), erased())}
        proof.none("kinds of miss with other queries", len(alike) - 1, floor="3 kinds")
        asked = f"{pairs} pairs"
        for kind, other in (("wrong secret", known), ("erased", erased)):
            if pairs:
                area = _area(app, other, pairs)
                kept = 0.45 <= area <= 0.55
                proof.found(
                    f"AUC of time, unknown beside {kind}", f"{area:.3f}", kept=kept,
                    floor="long only: 0.45 to 0.55", asked=asked,
                )  # fmt: skip
    with database.transaction() as own:
        own.execute(delete(BrowserSession))


@contextmanager
def _codes_to_guess(
    session: Session, board: Board, count: int
) -> Iterator[tuple[Callable[[], Digits], Callable[[], Digits]]]:
    """Locators that exist, each asked too seldom to be locked, and such as are erased."""
    known = [beside(some_feedback(session, board)[1]) for _ in range(count)]
    gone = [some_feedback(session, board) for _ in range(5)]
    for item, _digits in gone:
        ending.delete_everything(session, item.contribution)
    commit(session)
    chance = random.Random(11)  # noqa: S311 - the order only
    yield lambda: chance.choice(known), lambda: chance.choice(gone)[1]


def _area(app: Flask, other: Callable[[], Digits], pairs: int) -> float:
    chance = random.Random(13)  # noqa: S311 - the order only
    unknown_times: list[float] = []
    other_times: list[float] = []
    for _ in range(pairs):
        nobody = Digits(f"{chance.randrange(10**LOCATOR):05d}", f"{chance.randrange(10**10):010d}")
        both = [(unknown_times, nobody), (other_times, other())]
        chance.shuffle(both)
        for times, digits in both:
            times.append(_seconds(app, digits))
    ranked = sorted([(t, 0) for t in unknown_times] + [(t, 1) for t in other_times])
    ranks = sum(rank for rank, (_t, whose) in enumerate(ranked, 1) if whose)
    return (ranks - pairs * (pairs + 1) / 2) / (pairs * pairs)


def _statements(app: Flask, database: Database, digits: Digits) -> tuple[str, ...]:
    """What the database is asked for one guess; how many rows a writing statement changed."""
    said: list[str] = []

    def note(_c: Any, cursor: Any, statement: str, _p: Any, _x: Any, _m: Any) -> None:
        verb, *rest = statement.split()
        changed = cursor.rowcount if verb == "UPDATE" else ""
        said.append(f"{verb} {' '.join(rest[:1])} {changed}")

    event.listen(database.engine, "after_cursor_execute", note)
    try:
        _seconds(app, digits)
    finally:
        event.remove(database.engine, "after_cursor_execute", note)
    return tuple(said)


def _seconds(app: Flask, digits: Digits) -> float:
    app.extensions.pop("code_throttle", None)
    client = app.test_client()
    typed = {"code": whole(digits), "csrf_token": token_of(client)}
    began = time.perf_counter()
    status = client.post("/en/code", data=typed).status_code
    ended = time.perf_counter()
    assert status == 422, status
    return ended - began
