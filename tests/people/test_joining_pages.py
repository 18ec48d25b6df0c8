from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from advisory.foundation import keys
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import commit, now
from advisory.people import actions, queries, rules
from advisory.people.models import Invitation, Person
from tests.browser import Browser
from tests.people.conftest import PASSWORD
from tests.people.door import (
    ANOTHER,
    codes_on,
    enrols,
)


def link_of(session: Session, invitation: Invitation) -> str:
    token = keys.keyring(session).link_token(invitation.id)
    return f"/staff/welcome/{invitation.id}/{token}"


def test_the_first_administrator_sets_up_the_board_and_is_in(
    session: Session, browser: Browser
) -> None:
    key = actions.make_setup_key(session)
    commit(session)
    page = browser.get("/staff/set-up")
    typed: dict[str, Any] = {
        "board_name": "Health Voices",
        "name": "Amina",
        "email": "amina@board.example",
        "password": PASSWORD,
        "again": PASSWORD,
    }
    again = browser.press(page, "Go on", key="not the key", **typed)
    assert again.status == 422
    assert "This is not the key" in again.words
    assert again.all("input", name="board_name")[0].get("value") == "Health Voices"
    assert PASSWORD not in again.text
    start = browser.press(again, "Go on", key=key, **typed)
    assert start.url == "/staff/second-factor/start"
    assert "<svg" in start.text
    _, recovery = enrols(browser, start)
    assert len(codes_on(recovery)) == rules.RECOVERY_CODES
    browser.press(recovery, "I have them")
    assert browser.get("/staff/me").h1 == "About me"
    assert browser.get("/staff/set-up").status == 404


def test_the_set_up_page_is_gone_once_a_person_exists(amina: Person, browser: Browser) -> None:
    assert browser.get("/staff/set-up").status == 404
    assert browser.post("/staff/set-up", {"key": "x"}).status == 404


def test_an_invited_person_joins_by_the_link_once(
    session: Session, by: Hat, browser: Browser, app: Flask
) -> None:
    invitation = actions.invite(
        session,
        by=by,
        name="Sara",
        email="sara@board.example",
        role=Role.TRANSLATOR,
        board_id=by.board_id,
    )
    commit(session)
    link = link_of(session, invitation)
    page = browser.get(link)
    assert page.h1 == "Welcome, Sara"
    weak = browser.press(page, "Go on", password="sara sara sara sara", again="sara")
    assert weak.status == 422
    assert "easy to guess" in weak.words
    assert "not the same" in weak.words
    start = browser.press(weak, "Go on", password=ANOTHER, again=ANOTHER)
    assert start.url == "/staff/second-factor/start"
    _, recovery = enrols(browser, start)
    browser.press(recovery, "I have them")
    assert browser.get("/staff/me").status == 200
    assert Browser(app).get(link).status == 409


def test_a_link_with_a_wrong_secret_does_not_exist(
    session: Session, by: Hat, browser: Browser
) -> None:
    invitation = actions.invite(
        session,
        by=by,
        name="Sara",
        email="sara@board.example",
        role=Role.TRANSLATOR,
        board_id=by.board_id,
    )
    commit(session)
    right = link_of(session, invitation)
    assert browser.get(right[:-1] + ("0" if right[-1] != "0" else "1")).status == 404
    assert browser.get(f"/staff/welcome/{invitation.id}/{quote('é')}").status == 404
    nobody = uuid4()
    token = keys.keyring(session).link_token(nobody)
    assert browser.get(f"/staff/welcome/{nobody}/{token}").status == 404


def test_a_link_that_ended_says_so(session: Session, by: Hat, browser: Browser) -> None:
    first = queries.person(session, by.person_id)
    assert first is not None
    invitation = actions.invite_again(session, first, by=by)
    commit(session)
    with time_machine.travel(now() + timedelta(days=8)):
        seen = browser.get(link_of(session, invitation))
    assert seen.status == 409
    assert "Ask for a new one." in seen.words
