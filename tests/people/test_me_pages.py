from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.foundation.browser_sessions import BrowserSession
from advisory.foundation.database import Database, commit
from advisory.languages.catalogues import reading_from
from advisory.people import actions, queries, rules
from advisory.people.models import Person
from tests.browser import Browser
from tests.people.conftest import PASSWORD
from tests.people.door import ANOTHER, codes_on, number_of, secret_on, shows_password

TRANSLATIONS = Path(__file__).parents[2] / "translations"
Newcomer = Callable[..., Person]


def test_a_person_tells_which_languages_they_understand(
    session: Session, database: Database, browser: Browser, amina: Person
) -> None:
    browser.sign_in(amina)
    page = browser.get("/staff/me")
    kept = browser.press(page, "Keep this", name="Amina H.", speaks=["ti", "bfi"], is_woman="y")
    assert "Kept." in kept.words
    assert "Kept." not in browser.get("/staff/me").words
    with database.reading() as fresh:
        person = queries.person(fresh, amina.id)
        assert person is not None
        assert (person.name, person.speaks, person.is_woman) == ("Amina H.", ["bfi", "ti"], True)


def test_a_name_is_needed(browser: Browser, amina: Person) -> None:
    browser.sign_in(amina)
    seen = browser.press(browser.get("/staff/me"), "Keep this", name=" \u200f ")
    assert seen.status == 422
    assert "Write your name." in seen.words


def test_a_new_password_signs_out_everywhere_else(
    app: Flask, browser: Browser, amina: Person, database: Database
) -> None:
    elsewhere = Browser(app)
    for one in (browser, elsewhere):
        one.sign_in(amina)
        assert one.get("/staff/me").status == 200
    page = browser.get("/staff/me/password")
    wrong = browser.press(
        page, "Change it", present_password="not mine at all", password=ANOTHER, again=ANOTHER
    )
    assert "This is not your password." in wrong.words
    kept = browser.press(
        wrong, "Change it", present_password=PASSWORD, password=ANOTHER, again=ANOTHER
    )
    assert kept.url == "/staff/me"
    assert browser.get("/staff/me").status == 200
    assert elsewhere.get("/staff/me").url.startswith("/staff/sign-in")
    with database.reading() as fresh:
        found = select(BrowserSession).where(BrowserSession.person_id == amina.id)
        assert len(fresh.scalars(found).all()) == 1


def test_a_new_phone_replaces_the_old_one_only_when_it_shows_its_number(
    app: Flask, browser: Browser, amina: Person, secret: str
) -> None:
    browser.sign_in(amina)
    page = browser.get("/staff/me/second-factor")
    assert browser.press(page, "Set up a new phone", password="wrong").status == 422
    start = browser.press(page, "Set up a new phone", password=PASSWORD)
    assert start.url == "/staff/second-factor/start"
    new_secret = secret_on(start)
    other = Browser(app)
    old_phone = other.press(shows_password(other), "Sign in", number=number_of(secret))
    assert old_phone.status == 200
    browser.press(start, "Go on", number=number_of(new_secret))
    third = Browser(app)
    late = number_of(secret, steps=1)
    assert third.press(shows_password(third), "Sign in", number=late).status == 422


def test_new_recovery_codes_can_be_made(browser: Browser, amina: Person) -> None:
    browser.sign_in(amina)
    page = browser.get("/staff/me/second-factor")
    seen = browser.press(page, "Make new recovery codes", password=PASSWORD)
    assert len(codes_on(seen)) == rules.RECOVERY_CODES


def test_a_person_changes_hats(browser: Browser, amina: Person) -> None:
    browser.sign_in(amina)
    browser.post("/staff/hat", {"hat": "administrator"})
    with browser.client.session_transaction() as visit:
        assert visit["hat"] == "administrator"
    assert browser.post("/staff/hat", {"hat": "safeguarding_lead"}).status == 400
    assert browser.post("/staff/hat", {"hat": "king"}).status == 400


def test_the_pages_are_offered_in_every_language_that_is_complete_for_staff(
    browser: Browser, amina: Person
) -> None:
    browser.sign_in(amina)
    with reading_from(TRANSLATIONS):
        page = browser.get("/staff/me")
    offered = [
        button.get("value") for button in page.all("button") if button.get("name") == "language"
    ]
    assert offered == ["en", "ar"]


def test_a_person_reads_the_pages_in_another_language(browser: Browser, amina: Person) -> None:
    browser.sign_in(amina)
    browser.post("/staff/language", {"language": "ar-XB"})
    page = browser.get("/staff/me")
    assert (page.all("html")[0].get("lang"), page.all("html")[0].get("dir")) == ("ar-XB", "rtl")
    assert browser.post("/staff/language", {"language": "tlh"}).status == 400


def test_a_disabled_person_is_out_at_once(
    session: Session, by: Hat, newcomer: Newcomer, browser: Browser
) -> None:
    sara = newcomer("Sara")
    commit(session)
    browser.sign_in(sara)
    assert browser.get("/staff/me").status == 200
    actions.disable(session, sara, by=by)
    commit(session)
    assert browser.get("/staff/me").url.startswith("/staff/sign-in")


def test_a_person_without_a_role_is_refused_and_it_is_noted(
    session: Session, by: Hat, newcomer: Newcomer, browser: Browser
) -> None:
    sara = newcomer("Sara")
    actions.end_grant(session, sara.grants[0], by=by)
    commit(session)
    browser.sign_in(sara)
    assert browser.get("/staff/me").status == 403
    assert browser.post("/staff/hat", {"hat": "facilitator"}).status == 403
    found = select(audit.AuditEntry.what).where(audit.AuditEntry.what.startswith("refused"))
    assert sorted(session.scalars(found)) == ["refused: people.hat", "refused: people.me"]
