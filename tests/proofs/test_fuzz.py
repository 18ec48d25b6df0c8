"""Whatever arrives: no page breaks, nothing typed comes back as markup, the headers are there."""

import logging
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.datastructures import Headers
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

import config
from advisory.app.schema import whole_schema
from advisory.boards.rules import stretches
from advisory.contributions.rules import NotSixteen, OneIsWrong, read_digits
from advisory.foundation.database import Database
from advisory.languages import dates, negotiation, registry, text
from advisory.letters.ports import MailUrlWrong, SmtpPost
from advisory.mine.views.wall import local_path
from advisory.people import rules as people
from tests.app.test_access_matrix import ALWAYS, HOLDER, NOBODY, Site
from tests.databases import KINDS
from tests.proofs.odd import MARKER, NASTY, Odd, field_names, in_address, requests
from tests.proofs.proving import Proof

A_SITE_FOR = 250
"""Requests before everything is set up again: by then much of it is gone."""
LEAVES_TO = "https://www.bbc.co.uk/weather"

pytestmark = pytest.mark.timeout(0)


@dataclass
class Target:
    """A site that is set up again from time to time, and every route of it."""

    app: Flask
    database: Database
    answers: Counter[int]
    wrong: list[str]
    broke: list[str]
    asked: int = 0

    def __post_init__(self) -> None:
        self.routes: list[tuple[Rule, str]] = []
        self.session: Session | None = None
        self.renew()
        self.routes = list(self.site.routes("GET", "POST"))

    def renew(self) -> None:
        self.close()
        self.session = self.database.writing()
        self.site = Site(self.app, self.session, self.database)

    def close(self) -> None:
        if self.session is None:
            return
        self.session.rollback()
        self.session.close()
        with self.database.engine.execution_options(writes=True).begin() as connection:
            for table in reversed(whole_schema().sorted_tables):
                connection.execute(table.delete())

    @property
    def rows(self) -> list[str]:
        return ["one of the site's own"]

    def ask(self, odd: Odd) -> None:
        if self.asked % A_SITE_FOR == A_SITE_FOR - 1:
            self.renew()
        self.asked += 1
        rule, method = self.routes[odd.at]
        response = self._sent(rule, odd.method or method, odd)
        self.answers[response.status_code] += 1
        if told := self._wrong_in(response):
            self.wrong.append(f"{odd.visitor} {method} {rule.rule} {told}: {odd}")

    def _sent(self, rule: Rule, method: str, odd: Odd) -> TestResponse:
        client = self.site.client(odd.visitor)
        for name, value in odd.cookies:
            client.set_cookie(name, value)
        fields = [(name, self._meant(value)) for name, value in odd.fields]
        if odd.with_token and method == "POST":
            fields.append(("csrf_token", self.site.csrf))
        query = urlencode(odd.query, errors="surrogatepass")
        if method == "GET":
            return client.open(self._path(rule, odd), query_string=query, headers=odd.headers)
        body = odd.raw
        if body is None:
            body = urlencode(fields, errors="surrogatepass").encode()
        return client.open(
            self._path(rule, odd),
            method=method,
            query_string=query,
            data=body,
            content_type=odd.kind,
            headers=odd.headers,
        )

    def _meant(self, value: str) -> str:
        """An id of the site's own, where one was drawn."""
        if value != self.rows[0]:
            return value
        return str(random.Random(self.asked).choice(list(self.site.here.rows.values())))  # noqa: S311 - the same examples every time

    def _path(self, rule: Rule, odd: Odd) -> str:
        own = self.site.here.address(rule.arguments)
        if odd.own_values:
            return self.site.url(rule, own)
        typed = iter(odd.values * 4)
        return "".join(
            in_address(self._meant(next(typed)) or "x") if is_dynamic else piece
            for is_dynamic, piece in rule._trace
        ).removeprefix("|")

    def _wrong_in(self, response: TestResponse) -> str:
        """Empty when the answer keeps what every answer promises."""
        # The same page as bytes that nobody can read, or a file that holds sealed files.
        packed = "Content-Encoding" in response.headers or response.mimetype == "application/zip"
        shown = "" if packed else response.get_data(as_text=True)
        goes_to = response.headers.get("Location", "/")
        is_health = (response.request.path, response.status_code) == ("/readyz", 503)
        found = {
            f"{response.status_code}": response.status_code >= 500 and not is_health,
            "a traceback": "Traceback (most recent call last)" in shown,
            "an echo": response.mimetype == "text/html" and "<x-canary" in shown,
            "sent away": not goes_to.startswith("/") and goes_to != LEAVES_TO,
            "sent to a host": goes_to.startswith("//"),
            "a header with what was typed": "<x-canary" in str(response.headers),
            **{f"without {name}": name not in response.headers for name in ALWAYS},
        }
        return ", ".join(what for what, is_so in found.items() if is_so)


@pytest.fixture
def target(app: Flask, database: Database) -> Iterator[Target]:
    made = Target(app, database, Counter(), [], [])
    yield made
    made.close()


def many(count: int, batch: int = 5_000) -> Iterator[tuple[int, int]]:
    """In batches, each with a seed of its own: what hypothesis remembers stays small."""
    for number, start in enumerate(range(0, count, batch)):
        yield number, min(batch, count - start)


def tried(
    strategy: st.SearchStrategy[Any], one: Callable[[Any], None], *, seed_: int, count: int
) -> None:
    @seed(seed_)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(strategy)
    def run(drawn: Any) -> None:
        one(drawn)

    run()


EACH = "4,000 (2,000 on each database)"


def test_no_request_breaks_a_page(
    target: Target, proof: Proof, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, logger="advisory")
    count = proof.asked(2_000, 80_000)
    other = 0 if proof.database == KINDS[0] else 100_000
    drawn = requests(len(target.routes), target.rows, field_names())
    for number, batch in many(count):
        tried(drawn, target.ask, seed_=other + number, count=batch)
    told = f"{target.asked} requests to {len(target.routes)} routes"
    broken = [record.message for record in caplog.records if "broke" in record.message]
    proof.none("500s, tracebacks, echoes, headers missing", target.wrong, floor=EACH, asked=told)
    proof.none("pages that broke, in the log", broken, floor=EACH, asked=told)
    kinds = {200, 303, 404, 422} - target.answers.keys()
    proof.none("kinds of answer never seen", kinds, floor="200, 303, 404, 422")


# ── Parsers: each gives a value, or says no in the way it promises ───────────────────────────────


def parsers(app: Flask) -> dict[str, Callable[[str], object]]:
    def path(typed: str) -> str:
        with app.test_request_context("/en/"):
            return local_path(typed)

    return {
        "code": _or(read_digits, NotSixteen, OneIsWrong),
        "digits": text.ascii_digits,
        "clean": lambda typed: text.clean(typed).encode(),
        "fold": lambda typed: text.fold(typed, "am"),
        "direction": text.direction_of,
        "numbers": lambda typed: str(text.with_whole_numbers(typed)),
        "languages": lambda typed: negotiation.negotiate(typed, list(registry.LANGUAGES)),
        "settings": _or(_setting, config.ConfigurationError),
        "hours": _or(stretches, ValueError),
        "mail address": _or(lambda typed: SmtpPost(typed, "a@b.example"), MailUrlWrong, ValueError),
        "e-mail": people.email_as_kept,
        "day": lambda typed: dates.day_words(date.fromordinal(1 + len(typed))),
        "page of ours": path,
    }


def _setting(typed: str) -> object:
    return config.read({"PORT": typed, "ADVISORY_DATABASE_URL": typed, "ADVISORY_MAIL_URL": typed})


def _or(parse: Callable[[str], object], *refuses: type[Exception]) -> Callable[[str], object]:
    def parsed(typed: str) -> object:
        try:
            return parse(typed)
        except refuses:
            return None

    return parsed


@pytest.mark.once
def test_no_text_breaks_a_parser(app: Flask, proof: Proof) -> None:
    count = proof.asked(1_000, 40_000)
    all_parsers, wrong = parsers(app), list[str]()

    def parse(drawn: tuple[str, str]) -> None:
        name, typed = drawn
        try:
            came = all_parsers[name](typed)
        except Exception as broken:  # noqa: BLE001 - whatever it is, it is counted
            wrong.append(f"{name} {typed!r}: {broken!r}")
            return
        if name == "numbers" and MARKER in str(came):
            wrong.append(f"{name} echoes {typed!r}")
        if name == "page of ours" and typed and came not in {"", typed}:
            wrong.append(f"{name} makes {came!r} of {typed!r}")

    texts = st.one_of(
        st.sampled_from(NASTY), st.text(), st.text("0123456789:-, ;=q.*", max_size=60)
    )
    drawn = st.tuples(st.sampled_from(sorted(all_parsers)), texts)
    for number, batch in many(count):
        tried(drawn, parse, seed_=number, count=batch)
    asked = f"{count} texts to {len(all_parsers)} parsers"
    proof.none("parsers that broke", wrong, floor=1_000, asked=asked)


def test_the_marker_would_be_seen(target: Target) -> None:
    """What looks for an echo finds one: in a page that forgets to escape."""
    asked = target.site.client(NOBODY).get("/en/").request
    page = [f"<p>{MARKER}".encode()]
    response = TestResponse(page, "200 OK", Headers(), asked, content_type="text/html")
    assert "an echo" in target._wrong_in(response)
    assert HOLDER == "code holder"
