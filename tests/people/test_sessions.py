"""Where somebody is signed in, what ends it, and what stands in the log of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from flask import session as visit
from flask_login import user_logged_in
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.app.front_door import open_doors
from advisory.foundation import audit
from advisory.foundation.access import Hat, Role
from advisory.foundation.browser_sessions import BrowserSession
from advisory.foundation.database import Database, commit, now
from advisory.people import actions, rules
from advisory.people.models import Person
from config import Settings
from tests.browser import Browser
from tests.people.conftest import PASSWORD
from tests.people.door import (
    ANOTHER,
    cookie_of,
    enrols,
    number_of,
    secret_on,
    shows_password,
)

End = Callable[[Session, Hat, Person], object]


def is_in(browser: Browser) -> bool:
    return browser.get("/staff/me").status == 200 and browser.get("/staff/me").h1 == "About me"


def two_browsers(app: Flask, person: Person) -> tuple[Browser, Browser]:
    here, there = Browser(app), Browser(app)
    for one in (here, there):
        one.sign_in(person)
        assert is_in(one)
    return here, there


def told(database: Database) -> list[str]:
    with database.reading() as session:
        found = select(audit.AuditEntry.what).order_by(audit.AuditEntry.number)
        return list(session.scalars(found))


# ── What ends them ───────────────────────────────────────────────────────────────────────────────

ENDS: dict[str, End] = {
    "shut out": lambda session, by, person: actions.disable(session, person, by=by),
    "a new password": lambda session, _by, person: actions.change_password(
        session, person, password=ANOTHER
    ),
    "new recovery codes": lambda session, _by, person: actions.make_recovery_codes(session, person),
    "the phone is lost": lambda session, by, person: actions.invite_again(
        session, person, by=by, forget_second_factor=True
    ),
    "a role is lost": lambda session, by, person: actions.end_grant(
        session, person.grants[0], by=by
    ),
    "signed out": lambda session, _by, person: actions.sign_out(session, person),
}


@pytest.mark.parametrize("end", ENDS)
def test_every_session_of_the_person_ends_and_nobody_else_s(
    session: Session,
    by: Hat,
    app: Flask,
    amina: Person,
    newcomer: Callable[..., Person],
    end: str,
) -> None:
    sara = newcomer("Sara")
    actions.give_grant(session, sara, by=by, role=Role.TRANSLATOR, board_id=by.board_id)
    commit(session)
    hers = two_browsers(app, sara)
    other = Browser(app)
    other.sign_in(amina)
    ENDS[end](session, by, sara)
    commit(session)
    sara.disabled_at = None
    commit(session)
    assert not any(map(is_in, hers))
    assert is_in(other)


def test_a_new_app_ends_the_sessions_of_before(
    app: Flask, browser: Browser, amina: Person, secret: str
) -> None:
    here, there = two_browsers(app, amina)
    page = here.get("/staff/me/second-factor")
    start = here.press(page, "Set up a new phone", password=PASSWORD)
    here.press(start, "Go on", number=number_of(secret_on(start)))
    assert not is_in(there)


def test_signing_out_at_one_desk_signs_out_at_every_desk(app: Flask, amina: Person) -> None:
    here, there = two_browsers(app, amina)
    here.post("/staff/sign-out")
    assert not is_in(there)


def test_new_recovery_codes_leave_this_browser_in_under_a_new_id(
    app: Flask, amina: Person, secret: str
) -> None:
    here, there = two_browsers(app, amina)
    before = cookie_of(here)
    page = here.get("/staff/me/second-factor")
    here.press(page, "Make new recovery codes", password=PASSWORD)
    assert is_in(here)
    assert cookie_of(here) != before
    assert not is_in(there)


def test_a_half_finished_sign_in_ends_with_the_others(
    session: Session, app: Flask, browser: Browser, first: Person, secret: str
) -> None:
    shows_password(browser)
    assert browser.get("/staff/second-factor").h1 == "Show that it is you"
    actions.end_other_sessions(session, first, but=None)
    commit(session)
    assert browser.get("/staff/second-factor").url.startswith("/staff/sign-in")


def test_a_slow_page_brings_no_ended_session_back(
    app: Flask, database: Database, session: Session, browser: Browser, amina: Person
) -> None:
    browser.sign_in(amina)
    with app.test_request_context("/", headers={"Cookie": f"s={cookie_of(browser)}"}):
        visit["late"] = "a page that takes its time"
        actions.sign_out(session, amina)
        commit(session)
        response = app.response_class()
        app.session_interface.save_session(app, visit._get_current_object(), response)  # type: ignore[attr-defined] # a proxy
    with database.reading() as reading:
        assert reading.scalar(select(func.count()).select_from(BrowserSession)) == 0
    assert "s=;" in response.headers["Set-Cookie"]
    assert not is_in(browser)


# ── Where one is signed in ───────────────────────────────────────────────────────────────────────


def test_a_person_sees_where_they_are_signed_in_and_signs_out_everywhere_else(
    app: Flask, amina: Person, secret: str, database: Database
) -> None:
    here, there = two_browsers(app, amina)
    shows_password(Browser(app))
    page = here.get("/staff/me/sessions")
    with database.reading() as session:
        for row in session.scalars(
            select(BrowserSession).where(BrowserSession.person_id == amina.id)
        ):
            assert timedelta() <= now() - row.used_at < timedelta(minutes=2)
    assert len(page.all("li")) - len(here.get("/staff/me/password").all("li")) == 3
    assert page.words.count("Here and now") == 1
    assert page.words.count("Knew the password, not in yet") == 1
    after = here.press(page, "Sign out everywhere else")
    assert "You are signed in nowhere else." in after.words
    assert is_in(here)
    assert not is_in(there)
    assert told(database)[-1] == "signed out elsewhere"


def test_nobody_sees_or_ends_the_sessions_of_another(
    session: Session, app: Flask, amina: Person, newcomer: Callable[..., Person]
) -> None:
    sara = newcomer("Sara")
    commit(session)
    hers, _too = two_browsers(app, sara)
    mine = Browser(app)
    mine.sign_in(amina)
    assert "You are signed in nowhere else." in mine.get("/staff/me/sessions").words
    mine.post("/staff/me/sessions", {"person_id": str(sara.id)})
    assert is_in(hers)


# ── How long ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("idle_minutes", "stays"), [(29, True), (31, False)])
def test_staff_are_out_after_thirty_idle_minutes(
    browser: Browser, amina: Person, *, idle_minutes: int, stays: bool
) -> None:
    browser.sign_in(amina)
    with time_machine.travel(now() + timedelta(minutes=idle_minutes)):
        assert is_in(browser) is stays


@pytest.mark.parametrize(("hours", "stays"), [(7.9, True), (8.1, False)])
def test_staff_are_out_after_eight_hours_however_busy(
    browser: Browser, amina: Person, *, hours: float, stays: bool
) -> None:
    began = now()
    browser.sign_in(amina)
    for minutes in range(20, int(hours * 60), 20):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            browser.get("/staff/me")
    with time_machine.travel(began + timedelta(hours=hours), tick=False):
        assert is_in(browser) is stays


def test_a_new_id_for_the_same_sign_in_gives_no_new_eight_hours(
    browser: Browser, amina: Person, secret: str
) -> None:
    began = now()
    browser.sign_in(amina)
    for minutes in range(25, 480, 25):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            page = browser.get("/staff/me/second-factor")
            browser.press(page, "Make new recovery codes", password=PASSWORD)
    with time_machine.travel(began + timedelta(hours=8, minutes=1), tick=False):
        assert not is_in(browser)


@pytest.fixture
def secure(settings: Settings, database: Database) -> Iterator[Flask]:
    app = open_doors(replace(settings, base_url="https://board.example"))
    app.testing = True
    yield app
    app.extensions["database"].engine.dispose()


def test_over_https_the_cookie_is_bound_to_the_host_and_to_tls(secure: Flask) -> None:
    cookie = secure.test_client().get("/staff/sign-in").headers["Set-Cookie"]
    name, *attributes = [part.strip() for part in cookie.split(";")]
    assert name.startswith("__Host-s=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} == set(attributes)


def test_a_cookie_that_somebody_planted_opens_nothing_and_is_not_kept(
    browser: Browser, secret: str, app: Flask
) -> None:
    planted = "A" * 43
    browser.client.set_cookie("s", planted)
    second = shows_password(browser)
    browser.press(second, "Sign in", number=number_of(secret))
    assert is_in(browser)
    assert cookie_of(browser) != planted
    thief = Browser(app)
    thief.client.set_cookie("s", planted)
    assert not is_in(thief)


# ── The log, and the same answer for all ─────────────────────────────────────────────────────────


@contextmanager
def one_page_breaks(app: Flask) -> Iterator[None]:
    left = [True]

    def break_once() -> dict[str, Any]:
        if left:
            left.clear()
            raise RuntimeError("the template is broken")
        return {}

    frames = app.template_context_processors[None]
    frames.append(break_once)
    yield
    frames.remove(break_once)


def test_a_miss_stands_in_the_log_and_counts_though_the_page_broke(
    browser: Browser, app: Flask, secret: str, database: Database
) -> None:
    door = browser.get("/staff/sign-in")
    for _ in range(5):
        with one_page_breaks(app):
            seen = browser.press(door, "Go on", email="amina@board.example", password="wrong words")
            assert seen.status == 500
    assert told(database).count("sign-in missed") == 5
    assert told(database)[-1] == "sign-in locked"
    assert shows_password(browser).status == 422


def test_a_missed_number_stands_in_the_log_though_the_page_broke(
    browser: Browser, app: Flask, secret: str, database: Database
) -> None:
    second = shows_password(browser)
    with one_page_breaks(app):
        assert browser.press(second, "Sign in", number="000000").status == 500
    assert told(database)[-1] == "sign-in missed"


def test_a_number_is_used_up_and_told_though_the_page_broke(
    browser: Browser, app: Flask, secret: str, database: Database
) -> None:
    def breaks(*_told: object, **_more: object) -> None:
        raise RuntimeError("after the door")

    second = shows_password(browser)
    number = number_of(secret)
    with user_logged_in.connected_to(breaks, app):
        assert browser.press(second, "Sign in", number=number).status == 500
    assert told(database)[-1] == "signed in"
    again = shows_password(Browser(app))
    assert Browser(app).get("/staff/me").url.startswith("/staff/sign-in")
    assert browser.press(again, "Sign in", number=number).status != 200


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("amina@board.example", "wrong words entirely here"),
        ("nobody@board.example", "wrong words entirely here"),
        ("nobody@board.example", PASSWORD),
        ("waiting@board.example", PASSWORD),
    ],
)
def test_every_miss_costs_the_same_hashing(
    session: Session,
    by: Hat,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
    email: str,
    password: str,
) -> None:
    actions.invite(
        session,
        by=by,
        name="Waiting",
        email="waiting@board.example",
        role=Role.TRANSLATOR,
        board_id=by.board_id,
    )
    commit(session)
    costs: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str, typed: str) -> object:
        costs.append(kept.split("$")[3])
        return verify(self, kept, typed)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    seen = browser.press(browser.get("/staff/sign-in"), "Go on", email=email, password=password)
    assert seen.status == 422
    assert costs == ["m=19456,t=2,p=1"]


# ── Only one's own second factor ─────────────────────────────────────────────────────────────────


def test_nobody_sets_up_the_second_step_of_another(
    session: Session, browser: Browser, amina: Person, newcomer: Callable[..., Person]
) -> None:
    sara = newcomer("Sara")
    commit(session)
    start = shows_password(browser)
    secret = secret_on(start)
    others = {name: str(sara.id) for name in ("person_id", "half_user_id", "_user_id", "id")}
    typed = {"number": number_of(secret), "secret": rules.new_secret(), **others}
    browser.post(f"/staff/second-factor/start?person_id={sara.id}", typed)
    session.expire_all()
    assert sara.second_factor is None
    assert amina.second_factor is not None


def test_who_set_up_a_second_step_is_told_in_the_log(
    browser: Browser, amina: Person, database: Database
) -> None:
    enrols(browser, shows_password(browser))
    assert told(database)[-3:] == ["second factor set up", "recovery codes made", "signed in"]
