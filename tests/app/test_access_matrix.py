"""Every page, asked by everybody: the table is made from the pages, so that none is left out."""

from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from advisory.app.schema import whole_schema
from advisory.foundation.access import Access, Entry, Role
from advisory.foundation.database import Database, commit
from tests.app.rows import House, nobodys
from tests.building import a_person, a_team

NOBODY, HOLDER = "nobody", "code holder"
VISITORS = (NOBODY, HOLDER, *Role)
# Ids that are secrets themselves, or belong to a person's browser and not to a board.
NOT_OF_A_BOARD = {
    "draft_id",
    "message_id",
    "answer_id",
    "link_id",
    "invitation_id",
    "help_id",
    "guest_id",
    "feed_id",
}
ALWAYS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "",
}
TOKEN = "the token of this session"
pytestmark = pytest.mark.once


class Site:
    """Asks pages as a visitor; what holds for every answer is looked at in each."""

    def __init__(self, app: Flask, session: Session, database: Database) -> None:
        self.app, self.session, self.database = app, session, database
        self.here = House(session)
        self.elsewhere = House(session)
        # The site's board is the oldest; all else of the two is alike.
        self.elsewhere.board.created_at = self.here.board.created_at.replace(year=2030)
        commit(session)
        signer = URLSafeTimedSerializer(app.secret_key or b"", salt="wtf-csrf-token")
        self.csrf = signer.dumps(TOKEN)

    def client(self, visitor: str) -> FlaskClient:
        client = self.app.test_client()
        with client.session_transaction() as visit:
            visit["csrf_token"] = TOKEN
            if visitor == HOLDER:
                visit["contribution"] = str(self.here.item.contribution_id)
            elif visitor != NOBODY:
                visit["_user_id"] = str(self.here.people[Role(visitor)].id)
        return client

    def ask(
        self,
        visitor: str,
        rule: Rule,
        method: str,
        values: dict[str, object] | None = None,
        *,
        token: bool = True,
        **headers: str,
    ) -> TestResponse:
        url = self.url(rule, values or nobodys(self.here.address(rule.arguments)))
        fields = {"csrf_token": self.csrf} if method == "POST" and token else None
        response = self.client(visitor).open(url, method=method, data=fields, headers=headers)
        told = f"{visitor} {method} {url}: {response.status_code}"
        assert response.status_code < 500 or rule.endpoint == "health.readyz", told
        for name, part in ALWAYS.items():
            assert part in response.headers[name], f"{told} without {name}"
        return response

    def url(self, rule: Rule, values: dict[str, object]) -> str:
        adapter = self.app.url_map.bind("127.0.0.1")
        return adapter.build(rule.endpoint, values, force_external=False)

    def access(self, rule: Rule) -> Access:
        access = getattr(self.app.view_functions[rule.endpoint], "access", None)
        assert isinstance(access, Access), rule.endpoint
        return access

    def routes(self, *methods: str) -> Iterator[tuple[Rule, str]]:
        for rule in self.app.url_map.iter_rules():
            for method in sorted((rule.methods or set()) & set(methods)):
                yield rule, method

    def digest(self) -> str:
        """Of all rows but the browsers' sessions, counters and the log of who was refused."""
        leave_out = {"browser_sessions", "audit_entries", "audit_head", "poster_counts"}
        with self.database.reading() as session:
            rows = [
                (table.name, sorted(map(str, session.execute(select(table)))))
                for table in whole_schema().sorted_tables
                if table.name not in leave_out
            ]
        return sha256(repr(rows).encode()).hexdigest()


@pytest.fixture
def site(app: Flask, session: Session, database: Database) -> Site:
    return Site(app, session, database)


def goes_to(response: TestResponse) -> str:
    return urlsplit(response.headers.get("Location", "")).path


def is_let_in(site: Site, visitor: str, rule: Rule, method: str) -> bool:
    """What came back, in the words of the gate."""
    response = site.ask(visitor, rule, method)
    asks_back = response.status_code == 422 and b"csrf_token" in response.data
    match site.access(rule).entry:
        case Entry.STAFF if visitor in {NOBODY, HOLDER}:
            sent_away = goes_to(response) == "/staff/sign-in" or (method == "POST" and asks_back)
            return not sent_away
        case Entry.STAFF:
            return response.status_code != 403
        case Entry.CODE_HOLDER:
            return goes_to(response) != "/en/code" or visitor == HOLDER
        case Entry.HALF_SIGNED_IN | Entry.KIOSK:
            return not (goes_to(response) == "/staff/sign-in" or asks_back)
        case _:
            return response.status_code != 403 and goes_to(response) != "/staff/sign-in"


def may_enter(access: Access, visitor: str) -> bool:
    if access.entry is Entry.STAFF:
        return visitor in access.roles
    if access.entry is Entry.CODE_HOLDER:
        return visitor == HOLDER
    return access.entry in {Entry.ANYONE, Entry.LETTER}


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_page_lets_in_whom_it_says_and_nobody_else(site: Site, visitor: str) -> None:
    wrong = [
        f"{method} {rule.rule}"
        for rule, method in site.routes("GET", "POST")
        if is_let_in(site, visitor, rule, method) != may_enter(site.access(rule), visitor)
    ]
    assert wrong == []


def of_a_board(rule: Rule) -> bool:
    return bool({name for name in rule.arguments if name.endswith("_id")} - NOT_OF_A_BOARD)


def test_one_person_s_page_opens_no_row_of_another(site: Site) -> None:
    found = [
        f"{method} {rule.rule}"
        for rule, method in site.routes("GET", "POST")
        if site.access(rule).entry is Entry.CODE_HOLDER
        if rule.arguments & {"message_id", "answer_id", "file_id", "help_id", "guest_id"}
        for values in [site.elsewhere.address(rule.arguments, l="en")]
        if site.ask(HOLDER, rule, method, values).status_code != 404
    ]
    assert found == []


def test_a_post_from_another_site_is_refused(site: Site) -> None:
    done = [
        rule.rule
        for rule, method in site.routes("POST")
        if rule.endpoint != "mine.leave"
        for values in [site.here.address(rule.arguments)]
        for response in [
            site.ask(NOBODY, rule, method, values, token=False, **{"Sec-Fetch-Site": "cross-site"})
        ]
        if response.status_code != 400
    ]
    assert done == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing/here", 404),
        ("GET", "/staff/nothing", 404),
        ("POST", "/en/", 405),
        ("GET", "/assets/none/none.css", 404),
        ("POST", "/en/code", 413),
    ],
)
def test_errors_carry_the_headers_too(site: Site, method: str, path: str, status: int) -> None:
    body = b"x" * (3 * 1024 * 1024) if status == 413 else None
    kind = "application/x-www-form-urlencoded"
    response = site.client(NOBODY).open(path, method=method, data=body, content_type=kind)
    assert response.status_code == status
    for name, part in ALWAYS.items():
        assert part in response.headers[name], name
    assert response.headers["Cache-Control"] == "no-store"


def test_static_files_carry_the_headers_too(site: Site) -> None:
    page = site.client(NOBODY).get("/en/")
    css = page.get_data(as_text=True).split('rel="stylesheet" href="')[1].split('"')[0]
    response = site.client(NOBODY).get(css)
    assert response.status_code == 200
    for name, part in ALWAYS.items():
        assert part in response.headers[name], name
    assert "immutable" in response.headers["Cache-Control"]


def test_a_lead_of_another_team_sees_nothing(site: Site) -> None:
    other = a_team(site.session, site.here.board, "Another team")
    site.here.people[Role.POLICY_LEAD] = a_person(
        site.session, site.here.board, Role.POLICY_LEAD, team=other
    )
    commit(site.session)
    shown = [
        f"{method} {rule.rule}"
        for rule, method in site.routes("GET", "POST")
        if rule.arguments & {"ask_id", "commitment_id"}
        if site.ask(Role.POLICY_LEAD, rule, method, site.here.address(rule.arguments)).status_code
        != 404
    ]
    assert shown == []
