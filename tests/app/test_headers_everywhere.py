"""Every answer carries every header: all pages, all errors, redirects, HEAD, OPTIONS, files."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from advisory.app.front_door import open_doors
from advisory.app.rooms import ROOMS
from advisory.app.schema import whole_schema
from advisory.foundation.access import ANYONE
from advisory.foundation.database import Database
from advisory.foundation.keys import KeysMissing, SealBroken
from advisory.foundation.pages import Room
from config import Settings
from tests.app.test_access_matrix import HOLDER, NOBODY, Site
from tests.building import a_board

pytestmark = pytest.mark.once
EXACTLY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
POLICY = (
    "default-src 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "form-action 'self' ",
    "script-src 'self';",
    "style-src 'self';",
)
SANDBOX = ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "; sandbox")
"""Of what somebody sent: a stricter policy than that of pages."""
STATUSES = (400, 401, 403, 404, 405, 409, 413, 429, 500, 503)
RAISED = {"seal": SealBroken(), "keys": KeysMissing(""), "broken": ZeroDivisionError()}


def missing(answer: TestResponse, *, cached: bool = False, secure: bool = False) -> list[str]:
    headers = answer.headers
    policy = headers.get("Content-Security-Policy", "")
    told = [name for name, value in EXACTLY.items() if headers.get(name) != value]
    wanted = SANDBOX if "sandbox" in policy else POLICY
    told += [part for part in wanted if part not in policy]
    told += [word for word in ("unsafe", "*", "http:") if word in policy]
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        told.append("Permissions-Policy")
    if not cached and headers.get("Cache-Control") != "no-store":
        told.append("Cache-Control")
    if secure and "max-age=31536000" not in headers.get("Strict-Transport-Security", ""):
        told.append("Strict-Transport-Security")
    return told


@pytest.fixture
def site(app: Flask, session: Session, database: Database) -> Site:
    return Site(app, session, database)


@pytest.mark.parametrize(
    ("visitor", "method"),
    [
        *((NOBODY, method) for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE")),
        *((visitor, "GET") for visitor in (HOLDER, "facilitator", "administrator")),
    ],
)
def test_every_address_answers_every_method_with_every_header(
    site: Site, visitor: str, method: str
) -> None:
    client, wrong, seen = site.client(visitor), {}, 0
    for rule in site.app.url_map.iter_rules():
        if method not in (rule.methods or set()) and rule.endpoint.startswith("desk"):
            continue  # that nothing is there is asked often enough elsewhere
        url = site.url(rule, site.here.address(rule.arguments))
        if told := missing(client.open(url, method=method)):
            wrong[url] = told
        seen += 1
    assert wrong == {}
    assert seen > 50


@pytest.fixture
def breaking(
    settings: Settings, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    """The house on https, with a room in which everything goes wrong."""
    with database.transaction() as session:
        a_board(session)
    room = Room("breaking", __name__)

    @room.page("/en/breaks/<what>", opens=ANYONE, methods=("GET", "POST"))
    def breaks(what: str) -> str:
        if what.isdecimal():
            abort(int(what))
        if what == "database":
            raise OperationalError("", {}, ZeroDivisionError())
        raise RAISED[what]

    monkeypatch.setattr("advisory.app.front_door.ROOMS", (*ROOMS, room))
    house = open_doors(replace(settings, base_url="https://board.example"))
    whole_schema().create_all(house.extensions["database"].engine)
    yield house.test_client()
    house.extensions["database"].engine.dispose()


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("what", [*map(str, STATUSES), *RAISED, "database"])
def test_every_error_carries_every_header(breaking: FlaskClient, what: str, method: str) -> None:
    answer = breaking.open(f"/en/breaks/{what}", method=method)
    assert answer.status_code >= 400
    assert missing(answer, secure=True) == []
    assert "Traceback" not in answer.get_data(as_text=True)


def test_files_carry_them_too_and_only_they_may_be_kept(breaking: FlaskClient) -> None:
    page = breaking.get("/en/").get_data(as_text=True)
    css = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = breaking.get(css)
    assert answer.status_code == 200
    assert missing(answer, cached=True, secure=True) == []
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_cookie_of_https_is_the_host_s_alone(breaking: FlaskClient) -> None:
    answer = breaking.get("/en/say", base_url="https://board.example")
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if "__Host-s=" in line)
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in cookie
    assert "Domain" not in cookie
