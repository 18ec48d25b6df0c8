"""Pages for when something goes wrong: nothing typed is lost, and nothing waits for itself."""

from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit
from tests.browser import Browser
from tests.building import a_board, a_person


def test_an_expired_form_of_staff_comes_back_with_its_words(
    session: Session, browser: Browser, database: Database
) -> None:
    """On SQLite two writers of one request would wait for each other, and then give up."""
    board = a_board(session)
    person = a_person(session, board, Role.FACILITATOR)
    commit(session)
    browser.sign_in(person)
    again = browser.client.post("/staff/me", data={"name": "My new name"})
    assert again.status_code == 422
    assert "My new name" in again.get_data(as_text=True)
    with database.transaction() as writer:
        writer.execute(text("UPDATE boards SET name = 'free to write'"))


def test_a_page_that_is_gone_leads_staff_back_to_their_desk(
    session: Session, browser: Browser
) -> None:
    board = a_board(session)
    person = a_person(session, board, Role.FACILITATOR)
    commit(session)
    browser.sign_in(person)
    gone = browser.get(f"/staff/inbox/{uuid4()}")
    assert gone.status == 404
    assert 'href="/staff/"' in gone.text
    assert 'href="/staff/inbox"' in gone.text


def test_a_form_that_comes_back_carries_no_password(browser: Browser) -> None:
    typed = {"email": "amina@board.example", "password": "four words nobody guesses"}
    again = browser.client.post("/staff/sign-in", data=typed)
    assert again.status_code == 422
    page = again.get_data(as_text=True)
    assert typed["email"] in page
    assert typed["password"] not in page
    assert 'name="password"' not in page
