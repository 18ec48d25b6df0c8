"""Sessions: opaque, sealed, short."""

from datetime import timedelta
from typing import cast

import time_machine
from flask import Flask, session
from sqlalchemy import select

from advisory.foundation.access import ANYONE
from advisory.foundation.browser_sessions import BrowserSession, Visit, forget_ended
from advisory.foundation.database import Database, now


def visit(app: Flask, database: Database) -> tuple[str, BrowserSession]:
    """A browser with something in its session: the cookie, and the row."""
    interface = app.session_interface
    with app.test_request_context("/"):
        session["canary"] = "a word of mine"
        response = app.response_class()
        interface.save_session(app, session, response)
    cookie = response.headers["Set-Cookie"]
    with database.reading() as reading:
        return cookie, reading.scalars(select(BrowserSession)).one()


def opened(app: Flask, cookie: str) -> dict[str, object]:
    header = {"Cookie": cookie.split(";", maxsplit=1)[0]}
    with app.test_request_context("/", headers=header):
        return dict(session)


def test_the_cookie_is_opaque_and_closed_to_scripts(app: Flask, database: Database) -> None:
    cookie, _row = visit(app, database)
    assert "canary" not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert len(cookie.split("=")[1].split(";")[0]) == 43


def test_the_row_holds_neither_the_id_nor_what_was_written(app: Flask, database: Database) -> None:
    cookie, row = visit(app, database)
    session_id = cookie.split("=")[1].split(";")[0]
    assert session_id not in row.id_hash
    assert b"mine" not in row.sealed


def test_a_session_opens_with_its_cookie_only(app: Flask, database: Database) -> None:
    cookie, _row = visit(app, database)
    assert opened(app, cookie) == {"canary": "a word of mine"}
    name, value = cookie.split(";")[0].split("=")
    assert opened(app, f"{name}={value[:-1]}{'A' if value[-1] != 'A' else 'B'}") == {}


def test_a_member_session_ends_after_ten_idle_minutes(app: Flask, database: Database) -> None:
    cookie, _row = visit(app, database)
    with time_machine.travel(now() + timedelta(minutes=9)):
        assert opened(app, cookie)
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert opened(app, cookie) == {}


def test_every_page_of_the_house_says_who_may_open_it(app: Flask) -> None:
    accesses = [getattr(view, "access", None) for view in app.view_functions.values()]
    assert None not in accesses
    assert ANYONE in accesses


def test_it_ends_when_its_whole_time_is_over_however_often_it_was_used(
    app: Flask, database: Database
) -> None:
    cookie, row = visit(app, database)
    with database.transaction() as writing:
        kept = writing.get_one(BrowserSession, row.id_hash)
        kept.idle_until = now() + timedelta(days=2)
    with time_machine.travel(now() + timedelta(hours=23)):
        assert opened(app, cookie)
    with time_machine.travel(now() + timedelta(hours=25)):
        assert opened(app, cookie) == {}


def test_a_new_id_at_sign_in_ends_the_old_one_and_begins_anew(
    app: Flask, database: Database
) -> None:
    cookie, row = visit(app, database)
    header = {"Cookie": cookie.split(";", maxsplit=1)[0]}
    with time_machine.travel(now() + timedelta(minutes=5), tick=False):
        with app.test_request_context("/", headers=header):
            renewed = cast("Visit", session)
            renewed.renew()
            response = app.response_class()
            app.session_interface.save_session(app, renewed, response)
        began_at = now()
        assert opened(app, cookie) == {}
        assert opened(app, response.headers["Set-Cookie"]) == {"canary": "a word of mine"}
    with database.reading() as reading:
        (left,) = reading.scalars(select(BrowserSession)).all()
        assert (left.id_hash != row.id_hash, left.began_at) == (True, began_at)


def test_what_ended_is_removed_with_all_it_held(app: Flask, database: Database) -> None:
    visit(app, database)
    for minutes, removed in ((9, 0), (11, 1)):
        at = now() + timedelta(minutes=minutes)
        with time_machine.travel(at), database.transaction() as writing:
            assert forget_ended(writing) == removed
