"""What everybody may read about what we hold, and where the administrator says it."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation.access import Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import commit
from advisory.people.models import Person
from advisory.rights.models import KeepingTime, RequestCount
from tests.browser import Browser
from tests.building import a_board, a_person, some_feedback


@pytest.fixture
def administrator(session: Session, browser: Browser) -> Person:
    person = a_person(session, a_board(session), Role.ADMINISTRATOR, name="Robin")
    commit(session)
    browser.sign_in(person)
    return person


def test_the_public_page_shows_the_times_that_hold_today(
    browser: Browser, administrator: Person
) -> None:
    assert "30 days after the end" in browser.get("/en/held").words
    page = browser.get("/staff/settings/keeping")
    browser.press(page, "Change it", kept="contact", days="7")
    words = browser.get("/en/held").words
    assert "7 days after the end" in words
    assert "90 days after the end" in words
    assert "%(" not in words


@pytest.mark.parametrize("days", ["0", "3651", "9" * 100, "x", ""])
def test_a_time_that_cannot_be_is_shown_again(
    session: Session, browser: Browser, administrator: Person, days: str
) -> None:
    page = browser.get("/staff/settings/keeping")
    assert browser.press(page, "Change it", kept="words", days=days).status == 422
    assert session.scalars(select(KeepingTime)).all() == []


def test_who_asked_us_is_shown_with_its_zeros_and_what_was_said_before_stays(
    session: Session, browser: Browser, administrator: Person
) -> None:
    assert browser.get("/en/held").words.count("asked: 0, given: 0") == 4
    page = browser.get("/staff/settings/requests")
    browser.press(page, "Keep", authority="police", asked="2", given="1")
    words = browser.get("/en/held").words
    assert "The police asked: 2, given: 1" in words
    assert words.count("asked: 0, given: 0") == 3
    assert session.scalars(select(RequestCount.asked)).all() == [2]
    told = session.scalars(select(AuditEntry.what)).all()
    assert "requests counted: police" in told
    commit(session)
    again = browser.press(page, "Keep", authority="police", asked="1", given="2")
    assert "This cannot be more than they asked." in again.words


def test_a_legal_hold_is_asked_by_one_and_confirmed_by_another(
    session: Session, browser: Browser, administrator: Person
) -> None:
    board = administrator.grants[0].board
    item, _code = some_feedback(session, board)
    second = a_person(session, board, Role.OUTSIDE_PERSON)
    commit(session)
    page = browser.get("/staff/settings/holds")
    number = str(item.reference)
    asked = browser.press(page, "Hold it", number=number, reason="A court asks until May.")
    assert "Waits for a second person" in asked.words
    assert "Confirm it" not in asked.words
    browser.sign_in(second)
    confirmed = browser.press(browser.get("/staff/settings/holds"), "Confirm it")
    assert "Waits for a second person" not in confirmed.words
    assert "Nothing is held" in browser.press(confirmed, "End it").words


def test_a_person_of_staff_takes_a_copy_without_secrets(
    browser: Browser, administrator: Person
) -> None:
    page = browser.get("/staff/me")
    token = page.all("input", name="csrf_token")[0].get("value")
    response = browser.client.post("/staff/me/export", data={"csrf_token": token})
    whole = json.loads(response.get_data(as_text=True))
    assert whole["you"]["email"] == administrator.email
    assert "grants.person_id" in whole["named_in"]
    assert {"password_hash", "second_factor", "recovery_hashes"} & whole["you"].keys() == set()
