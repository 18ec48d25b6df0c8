"""Held words: a list without words, a sealed log, and the way back to the inbox."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.feedback import queries as feedback
from advisory.feedback.actions import ending, reading
from advisory.feedback.models import Feedback
from advisory.foundation.access import Hat, Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Database, commit
from advisory.people.models import Board, Person
from advisory.safeguarding import queries as safeguarding
from advisory.safeguarding.models import ConcernState
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of, some_feedback

SAID = "He waits at the door."
TOLD = {"told": "The manager.", "next_step": "I ring on Friday."}


@dataclass
class Desk:
    board: Board
    facilitator: Hat
    lead: Person
    outside: Person


@pytest.fixture
def desk(session: Session) -> Desk:
    board = a_board(session)
    facilitator = a_person(session, board, Role.FACILITATOR)
    return Desk(
        board=board,
        facilitator=hat_of(facilitator, board, Role.FACILITATOR),
        lead=a_person(session, board, Role.SAFEGUARDING_LEAD, name="Lea"),
        outside=a_person(session, board, Role.OUTSIDE_PERSON, name="Out"),
    )


def held(
    session: Session,
    desk: Desk,
    *,
    allegation: bool = False,
    wants_woman: bool = False,
    words: str = SAID,
    language: str = "en",
) -> tuple[Feedback, UUID]:
    item, _ = some_feedback(
        session, desk.board, words=words, language=language, wants_woman=wants_woman
    )
    reading.hold(session, item, allegation=allegation, board=desk.board, by=desk.facilitator)
    concern = safeguarding.concern_of(session, item.contribution_id)
    assert concern is not None
    commit(session)
    return item, concern.id


def of(concern_id: UUID) -> str:
    return f"/staff/concerns/{concern_id}"


def state_of(database: Database, item: Feedback) -> tuple[ConcernState, bool]:
    """What was decided, and whether the item is still held."""
    with database.reading() as session:
        concern = safeguarding.concern_of(session, item.contribution_id)
        found = feedback.item(session, item.id)
        assert concern is not None
        assert found is not None
        return concern.state, found.held


def test_the_list_shows_no_words(session: Session, browser: Browser, desk: Desk) -> None:
    _, concern_id = held(session, desk)
    browser.sign_in(desk.lead)
    page = browser.get("/staff/concerns")
    assert SAID not in page.text
    assert SAID in browser.get(of(concern_id)).text


def test_opening_a_concern_is_written_down(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    _, concern_id = held(session, desk)
    browser.sign_in(desk.lead)
    browser.get("/staff/concerns")
    browser.get(of(concern_id))
    with database.reading() as reader:
        opened = reader.scalars(select(AuditEntry).where(AuditEntry.what == "concern opened")).all()
        assert [(row.about_id, row.person_id) for row in opened] == [(concern_id, desk.lead.id)]


def test_a_facilitator_opens_no_concern(session: Session, browser: Browser, desk: Desk) -> None:
    _, concern_id = held(session, desk)
    someone = a_person(session, desk.board, Role.FACILITATOR)
    commit(session)
    browser.sign_in(someone)
    assert browser.get("/staff/concerns").status == 403
    assert browser.get(of(concern_id)).status == 403


def test_only_the_outside_person_sees_allegations(
    session: Session, browser: Browser, desk: Desk
) -> None:
    item, concern_id = held(session, desk, allegation=True)
    browser.sign_in(desk.lead)
    assert f"F-{item.reference}" not in browser.get("/staff/concerns").text
    assert browser.get(of(concern_id)).status == 404
    assert browser.post(f"{of(concern_id)}/see").status == 404
    browser.sign_in(desk.outside)
    assert f"F-{item.reference}" in browser.get("/staff/concerns").text
    assert SAID in browser.get(of(concern_id)).text


def test_another_boards_concern_is_not_there(
    session: Session, browser: Browser, desk: Desk
) -> None:
    _, concern_id = held(session, desk)
    stranger = a_person(session, a_board(session), Role.OUTSIDE_PERSON)
    commit(session)
    browser.sign_in(stranger)
    assert browser.get(of(concern_id)).status == 404


def test_looking_and_notes_stand_in_the_log(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, concern_id = held(session, desk)
    browser.sign_in(desk.lead)
    page = browser.press(browser.get(of(concern_id)), "I have looked")
    assert state_of(database, item) == (ConcernState.HELD, True)
    assert browser.press(page, "Add to the log", note=" ").status == 422
    page = browser.press(page, "Add to the log", note="Called the duty worker.")
    assert "Called the duty worker." in page.words
    assert "Lea" in page.words


def test_an_interpreter_says_what_held_words_mean(
    session: Session, browser: Browser, desk: Desk
) -> None:
    _, concern_id = held(session, desk, words="هو ينتظر عند الباب", language="ar")
    browser.sign_in(desk.lead)
    page = browser.get(of(concern_id))
    assert browser.press(page, "Keep this meaning", gist="").status == 422
    page = browser.press(page, "Keep this meaning", gist="He waits at the door.")
    assert "He waits at the door." in page.words
    assert "Keep this meaning" not in page.words


def test_cleared_words_go_back_to_the_inbox(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, concern_id = held(session, desk)
    browser.sign_in(desk.lead)
    page = browser.get(of(concern_id))
    assert browser.press(page, "Keep this decision", outcome="cleared").status == 422
    browser.press(page, "Keep this decision", outcome="cleared", reason="A film was meant.")
    assert state_of(database, item) == (ConcernState.CLEARED, False)


def test_what_is_passed_on_stays_held_until_answering_can_go_on(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, concern_id = held(session, desk)
    browser.sign_in(desk.lead)
    page = browser.get(of(concern_id))
    fields = {"outcome": "passed_on", "reason": "At risk.", "consent": "agreed", **TOLD}
    missing = browser.post(f"{of(concern_id)}/decide", fields)
    assert missing.status == 422
    assert "Write to whom." in missing.words
    page = browser.post(f"{of(concern_id)}/decide", {**fields, "to": "Adult social care"})
    assert "Adult social care" in page.words
    assert state_of(database, item) == (ConcernState.PASSED_ON, True)
    browser.press(page, "Let answering go on")
    assert state_of(database, item) == (ConcernState.PASSED_ON, False)


def test_passing_on_can_let_answering_go_on_at_once(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, concern_id = held(session, desk)
    browser.sign_in(desk.lead)
    fields = {"outcome": "passed_on", "reason": "At risk.", "consent": "refused", "to": "Police"}
    missing = browser.post(f"{of(concern_id)}/decide", {**fields, **TOLD, "goes_on": "y"})
    assert missing.status == 422
    assert "Write why it goes on without their yes." in missing.words
    why = {"why": "They are afraid.", "overriding": "A child."}
    browser.post(f"{of(concern_id)}/decide", {**fields, **TOLD, **why, "goes_on": "y"})
    assert state_of(database, item) == (ConcernState.PASSED_ON, False)


def test_a_second_decision_is_refused(session: Session, browser: Browser, desk: Desk) -> None:
    _, concern_id = held(session, desk)
    browser.sign_in(desk.lead)
    page = browser.get(of(concern_id))
    fields = {"outcome": "cleared", "reason": "A film."}
    browser.press(page, "Keep this decision", outcome="cleared", reason="A film.")
    again = browser.post(f"{of(concern_id)}/decide", {**fields, "consent": "agreed"})
    assert again.status == 409


def test_a_wish_for_a_woman_closes_the_words_but_hides_no_danger(
    session: Session, browser: Browser, desk: Desk
) -> None:
    _, concern_id = held(session, desk, wants_woman=True)
    browser.sign_in(desk.lead)
    page = browser.get(of(concern_id))
    assert "asked for a woman" in page.words
    assert "Open the words" in page.words


def test_deleted_words_leave_their_log(session: Session, browser: Browser, desk: Desk) -> None:
    item, concern_id = held(session, desk)
    ending.delete_everything(session, item.contribution)
    commit(session)
    browser.sign_in(desk.lead)
    page = browser.get(of(concern_id))
    assert SAID not in page.text
    assert "The person deleted their words" in page.words
