"""Passkeys: what opens, what does not, and what is kept of it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Entry, Hat, Role
from advisory.foundation.database import Database, commit, now
from advisory.people import actions, queries, rules
from advisory.people.models import Passkey, Person
from tests.browser import Browser
from tests.people.conftest import PASSWORD
from tests.people.device import Device
from tests.people.door import codes_on, cookie_of, number_of, shows_password

HERE = ("127.0.0.1", "http://127.0.0.1:8000")
AskPath = str


def question(browser: Browser, path: AskPath, **typed: str) -> dict[str, Any]:
    answer = browser.post(path, typed)
    assert answer.status == 200, answer.text
    found: dict[str, Any] = json.loads(answer.text)
    return found


def asks_alone(browser: Browser) -> dict[str, Any]:
    return question(browser, "/staff/sign-in/passkey/ask")


def answers_alone(browser: Browser, answer: str) -> str:
    """Where one stands afterwards; the door itself answers 422."""
    seen = browser.post("/staff/sign-in/passkey", {"answer": answer})
    return "in" if seen.status == 200 and is_in(browser) else f"out {seen.status}"


def is_in(browser: Browser) -> bool:
    return browser.get("/staff/me").h1 == "About me"


@pytest.fixture
def device() -> Device:
    return Device(*HERE)


@pytest.fixture
def held(browser: Browser, secret: str, device: Device, app: Flask) -> Device:
    """Amina, who has an app, made a passkey on her own page."""
    browser.press(shows_password(browser), "Sign in", number=number_of(secret))
    makes(browser, device)
    browser.sign_out()
    return device


def makes(browser: Browser, device: Device, name: str = "My phone") -> None:
    asked = question(browser, "/staff/me/passkeys/ask", name=name, password=PASSWORD)
    seen = browser.post("/staff/me/passkeys", {"answer": device.make(asked), "name": name})
    assert name in seen.words


def told(session: Session) -> list[str]:
    found = select(audit.AuditEntry.what).order_by(audit.AuditEntry.number)
    return list(session.scalars(found))


# ── Made ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_passkey_is_made_named_and_only_its_public_half_is_kept(
    browser: Browser, held: Device, database: Database, amina: Person
) -> None:
    with database.reading() as fresh:
        passkey = fresh.scalars(select(Passkey)).one()
        assert (passkey.name, passkey.person_id, passkey.used_at) == ("My phone", amina.id, None)
        private = held.key.private_numbers().private_value.to_bytes(32, "big")
        assert private not in passkey.public_key
        assert "passkey made" in told(fresh)


def test_the_password_is_asked_before_one_is_made(browser: Browser, amina: Person) -> None:
    browser.sign_in(amina)
    refused = browser.post("/staff/me/passkeys/ask", {"name": "A stick", "password": "wrong"})
    assert refused.status == 422
    assert json.loads(refused.text) == {"problem": "This is not your password."}
    assert browser.post("/staff/me/passkeys", {"answer": "{}", "name": "A stick"}).status == 409


def test_one_question_makes_one_passkey(
    browser: Browser, amina: Person, database: Database
) -> None:
    browser.sign_in(amina)
    asked = question(browser, "/staff/me/passkeys/ask", name="A", password=PASSWORD)
    for status in (200, 409):
        answer = Device(*HERE).make(asked)
        assert browser.post("/staff/me/passkeys", {"answer": answer}).status == status
    with database.reading() as fresh:
        assert len(fresh.scalars(select(Passkey)).all()) == 1


def test_the_same_device_is_not_kept_twice(browser: Browser, amina: Person, device: Device) -> None:
    browser.sign_in(amina)
    makes(browser, device)
    asked = question(browser, "/staff/me/passkeys/ask", name="Again", password=PASSWORD)
    assert len(asked["excludeCredentials"]) == 1
    assert browser.post("/staff/me/passkeys", {"answer": device.make(asked)}).status == 409


def test_a_new_passkey_signs_out_everywhere_else(
    browser: Browser, app: Flask, amina: Person, device: Device
) -> None:
    elsewhere = Browser(app)
    for one in (browser, elsewhere):
        one.sign_in(amina)
        assert is_in(one)
    before = cookie_of(browser)
    makes(browser, device)
    assert cookie_of(browser) != before
    assert is_in(browser)
    assert elsewhere.get("/staff/me").url.startswith("/staff/sign-in")


def test_a_newcomer_may_begin_with_a_passkey_instead_of_an_app(
    browser: Browser, app: Flask, amina: Person, device: Device
) -> None:
    start = shows_password(browser)
    assert start.url == "/staff/second-factor/start"
    asked = question(browser, "/staff/second-factor/passkey/ask")
    seen = browser.post("/staff/second-factor/passkey", {"answer": device.make(asked)})
    assert len(codes_on(seen)) == rules.RECOVERY_CODES
    browser.press(seen, "I have them")
    assert is_in(browser)
    other = Browser(app)
    second = shows_password(other)
    assert second.url == "/staff/second-factor"
    assert "Recovery code" in second.words
    assert other.get("/staff/second-factor/start").url == "/staff/second-factor"


# ── Shown ────────────────────────────────────────────────────────────────────────────────────────


def test_a_passkey_opens_alone_when_its_device_checked_the_holder(
    browser: Browser, held: Device, database: Database
) -> None:
    asked = asks_alone(browser)
    assert asked["userVerification"] == "required"
    assert asked["allowCredentials"] == []
    before = cookie_of(browser)
    assert answers_alone(browser, held.show(asked)) == "in"
    assert cookie_of(browser) != before
    with database.reading() as fresh:
        passkey = fresh.scalars(select(Passkey)).one()
        assert passkey.sign_count == 1
        assert passkey.used_at is not None
        assert told(fresh)[-1] == "signed in by passkey"


def test_a_passkey_is_the_second_step_after_the_password(browser: Browser, held: Device) -> None:
    held.verifies = False
    second = shows_password(browser)
    assert "Use my passkey" in second.text
    asked = question(browser, "/staff/second-factor/passkey/ask")
    assert len(asked["allowCredentials"]) == 1
    assert not is_in(browser)
    browser.post("/staff/second-factor/passkey", {"answer": held.show(asked)})
    assert is_in(browser)


def test_after_a_passkey_one_is_where_one_wanted_to_go(browser: Browser, held: Device) -> None:
    asked = asks_alone(browser)
    path = "/staff/sign-in/passkey?next=/staff/me/password"
    assert browser.post(path, {"answer": held.show(asked)}).url == "/staff/me/password"


Lie = Callable[[Device, dict[str, Any]], str]


def _with(**changed: Any) -> Lie:
    return lambda device, asked: replace(device, **changed).show(asked)


LIES: dict[str, Lie] = {
    "another site asked": _with(origin="http://evil.example"),
    "another host": _with(host="evil.example"),
    "the holder was not checked": _with(verifies=False),
    "another key signed": lambda device, asked: replace(device, key=Device(*HERE).key).show(asked),
    "another question": lambda device, _asked: device.show({"challenge": "AAAA"}),
    "somebody else's name": _with(handle=bytes(16)),
    "nobody's name": _with(handle=b""),
    "an unknown passkey": _with(credential_id=b"unknown"),
    "a changed signature": lambda device, asked: device.show(asked, signature=b"0" * 70),
    "nothing": lambda _device, _asked: "",
    "no JSON": lambda _device, _asked: "{",
    "a list": lambda _device, _asked: "[]",
    "odd bytes": lambda device, asked: device.show(asked, authenticatorData=b"\xff"),
    "too long": lambda device, asked: device.show(asked) + " " * 30_000,
}


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_does_not_hold_does_not_open(
    browser: Browser, held: Device, lie: str
) -> None:
    assert answers_alone(browser, LIES[lie](held, asks_alone(browser))) == "out 422"
    assert answers_alone(browser, held.show(asks_alone(browser))) == "in"


def test_a_count_that_goes_back_is_a_copy_and_does_not_open(
    browser: Browser, held: Device, app: Flask
) -> None:
    copy = replace(held)
    for _ in range(2):
        assert answers_alone(browser, held.show(asks_alone(browser))) == "in"
        browser.sign_out()
    assert answers_alone(browser, copy.show(asks_alone(browser))) == "out 422"


def test_an_answer_opens_once(browser: Browser, held: Device) -> None:
    held.sign_count = -1  # Some devices never count.
    answer = held.show(asks_alone(browser))
    assert answers_alone(browser, answer) == "in"
    browser.post("/staff/sign-out")
    assert answers_alone(browser, answer) == "out 422"


def test_a_question_lasts_three_minutes(browser: Browser, held: Device) -> None:
    asked = asks_alone(browser)
    with time_machine.travel(now() + timedelta(minutes=3, seconds=1)):
        assert answers_alone(browser, held.show(asked)) == "out 422"


def test_a_question_of_one_browser_opens_no_other(
    browser: Browser, held: Device, app: Flask
) -> None:
    asked = asks_alone(browser)
    assert answers_alone(Browser(app), held.show(asked)) == "out 422"


def test_an_answer_to_the_second_step_does_not_open_the_door_alone(
    browser: Browser, held: Device
) -> None:
    shows_password(browser)
    asked = question(browser, "/staff/second-factor/passkey/ask")
    assert answers_alone(browser, held.show(asked)) == "out 422"


def test_a_passkey_of_another_person_is_no_second_step(
    session: Session, browser: Browser, app: Flask, held: Device, newcomer: Callable[..., Person]
) -> None:
    newcomer("Sara")
    commit(session)
    hers = Device(*HERE)
    door = browser.get("/staff/sign-in")
    browser.press(door, "Go on", email="sara@board.example", password=PASSWORD)
    asked = question(browser, "/staff/second-factor/passkey/ask")
    browser.post("/staff/second-factor/passkey", {"answer": hers.make(asked)})
    browser.sign_out()
    shows_password(browser)
    asked = question(browser, "/staff/second-factor/passkey/ask")
    seen = browser.post("/staff/second-factor/passkey", {"answer": hers.show(asked)})
    assert seen.status == 422
    assert not is_in(browser)


def test_five_misses_lock_passkeys_too(
    session: Session, browser: Browser, held: Device, first: Person
) -> None:
    for _ in range(5):
        answers_alone(browser, LIES["another key signed"](held, asks_alone(browser)))
    assert answers_alone(browser, held.show(asks_alone(browser))) == "out 422"
    assert told(session).count("sign-in missed") == 5


def test_a_disabled_person_s_passkey_opens_nothing(
    session: Session, browser: Browser, held: Device, first: Person
) -> None:
    first.disabled_at = now()
    commit(session)
    assert answers_alone(browser, held.show(asks_alone(browser))) == "out 422"
    assert told(session)[-1] == "sign-in refused"


# ── Removed ──────────────────────────────────────────────────────────────────────────────────────


def test_a_passkey_is_removed_with_the_password_and_opens_no_more(
    browser: Browser, held: Device, amina: Person, app: Flask
) -> None:
    browser.sign_in(amina)
    page = browser.get(browser.get("/staff/me/passkeys").link("Remove"))
    assert browser.press(page, "Remove it", password="wrong").status == 422
    left = browser.press(page, "Remove it", password=PASSWORD)
    assert "You have none yet." in left.words
    browser.sign_out()
    assert answers_alone(browser, held.show(asks_alone(browser))) == "out 422"


def test_the_last_second_factor_stays(
    session: Session, browser: Browser, amina: Person, device: Device
) -> None:
    browser.sign_in(amina)
    makes(browser, device)
    url = browser.get("/staff/me/passkeys").link("Remove")
    assert "only second step" in browser.get(url).words
    assert browser.post(url, {"password": PASSWORD}).status == 409
    makes(browser, Device(*HERE), "A stick")
    assert browser.post(url, {"password": PASSWORD}).status == 200


def test_another_person_s_passkey_is_not_there(
    session: Session, browser: Browser, held: Device, newcomer: Callable[..., Person]
) -> None:
    sara = newcomer("Sara", Role.ADMINISTRATOR)
    passkey = session.scalars(select(Passkey)).one()
    commit(session)
    browser.sign_in(sara)
    assert browser.get(f"/staff/me/passkeys/{passkey.id}").status == 404
    assert browser.post(f"/staff/me/passkeys/{passkey.id}", {"password": PASSWORD}).status == 404


def test_a_lost_phone_takes_its_passkeys_along(
    session: Session, by: Hat, browser: Browser, held: Device, first: Person
) -> None:
    session.refresh(first)
    actions.invite_again(session, first, by=by, forget_second_factor=True)
    commit(session)
    assert not rules.has_second_factor(first)
    assert answers_alone(browser, held.show(asks_alone(browser))) == "out 422"


def test_nobody_keeps_passkeys_without_end(
    session: Session, browser: Browser, first: Person
) -> None:
    for number in range(rules.MOST_PASSKEYS):
        session.add(
            Passkey(
                person=first,
                credential_id=f"{number:04}",
                public_key=b"",
                sign_count=0,
                transports=[],
                name="A stick",
                made_at=now(),
            )
        )
    commit(session)
    browser.sign_in(first)
    asked = question(browser, "/staff/me/passkeys/ask", name="One more", password=PASSWORD)
    assert browser.post("/staff/me/passkeys", {"answer": Device(*HERE).make(asked)}).status == 409


def test_half_signed_in_opens_four_pages_and_no_other(app: Flask) -> None:
    half = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "access").entry is Entry.HALF_SIGNED_IN  # noqa: B009 - views carry it as an extra
    }
    assert half == {
        "/staff/second-factor",
        "/staff/second-factor/start",
        "/staff/second-factor/passkey",
        "/staff/second-factor/passkey/ask",
    }


def test_the_person_is_found_again_by_the_passkey_s_name(
    session: Session, held: Device, first: Person
) -> None:
    passkey = session.scalars(select(Passkey)).one()
    assert queries.passkey_named(session, passkey.credential_id) is passkey
    assert queries.passkey_named(session, "somebody's") is None
