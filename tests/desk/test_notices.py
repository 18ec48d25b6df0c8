"""The noticeboard from behind: two people, or one and two open days."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.answers.models import Outcome
from advisory.answers.rules import Written
from advisory.contributions.models import Use
from advisory.feedback.actions import answering
from advisory.feedback.models import Feedback
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import commit
from advisory.letters.models import Letter
from advisory.noticeboard import actions
from advisory.noticeboard.actions import Proposed
from advisory.noticeboard.models import Notice, Publication
from advisory.people.models import Board, Person, Profile
from advisory.routing import actions as routing
from advisory.themes import actions as themes
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, hat_of, some_feedback, understood

WILL = "We ask each person which language they read."


def answered_item(session: Session, board: Board, by: Hat, *, use: Use = Use.COUNT) -> Feedback:
    item, _code = some_feedback(session, board)
    item.contribution.use = use
    item.topic = routing.add_topic(session, board_id=board.id, name="Letters")
    understood(session, item, by)
    themes.release_passage(session, item.contribution, body="A letter came.", by=by)
    written = Written(heard="", will=WILL, outcome=Outcome.INFORMATION_GIVEN)
    answer = answering.hand_in(session, item, written, ask=None, board=board, by=by)
    answering.send(session, item, answer, by=by)
    commit(session)
    return item


@pytest.fixture
def board(session: Session) -> Board:
    return a_board(session)


@pytest.fixture
def first(session: Session, board: Board, browser: Browser) -> Person:
    person = a_person(session, board, Role.FACILITATOR, name="First")
    commit(session)
    browser.sign_in(person)
    return person


def propose(browser: Browser, item: Feedback, **fields: Any) -> Seen:
    page = browser.get(f"/staff/inbox/{item.id}/notice")
    return browser.press(page, "Propose it", said="Letters were hard to read.", **fields)


def the_notice(session: Session) -> Notice:
    notice = session.scalars(select(Notice)).one()
    session.refresh(notice)
    commit(session)
    return notice


def waiting_notice(session: Session, board: Board, by: Hat) -> UUID:
    proposed = Proposed(title="Letters", said="Hard.", did="Asked.", outcome=Outcome.CHANGE_MADE)
    notice = actions.propose(session, proposed, board=board, by=by)
    commit(session)
    return notice.id


def test_a_notice_begins_with_the_topic_and_the_answer_and_an_empty_box(
    session: Session, browser: Browser, board: Board, first: Person
) -> None:
    item = answered_item(session, board, hat_of(first, board, Role.FACILITATOR))
    page = browser.get(f"/staff/inbox/{item.id}/notice")
    assert page.all("input", name="title")[0].get("value") == "Letters"
    boxes = {box.get("name"): (box.text or "").strip() for box in page.all("textarea")}
    assert boxes == {"said": "", "did": WILL}


@pytest.mark.parametrize(("use", "is_shown"), [(Use.QUOTE, True), (Use.COUNT, False)])
def test_released_words_are_beside_the_box_only_with_the_persons_yes(
    session: Session, browser: Browser, board: Board, first: Person, use: Use, is_shown: bool
) -> None:
    item = answered_item(session, board, hat_of(first, board, Role.FACILITATOR), use=use)
    page = browser.get(f"/staff/inbox/{item.id}/notice")
    assert ("A letter came." in page.words) is is_shown


def test_released_words_stay_closed_to_a_reader_the_person_did_not_want(
    session: Session, browser: Browser, board: Board, first: Person
) -> None:
    item = answered_item(session, board, hat_of(first, board, Role.FACILITATOR), use=Use.QUOTE)
    item.contribution.wants_woman = True
    commit(session)
    assert "A letter came." not in browser.get(f"/staff/inbox/{item.id}/notice").words


def test_two_people_publish(
    session: Session, browser: Browser, board: Board, first: Person
) -> None:
    item = answered_item(session, board, hat_of(first, board, Role.FACILITATOR))
    waiting = propose(browser, item)
    assert "Another facilitator must approve it." in waiting.words
    assert "Approve and publish" not in waiting.words
    second = a_person(session, board, Role.FACILITATOR, name="Second")
    commit(session)
    browser.sign_in(second)
    approved = browser.press(browser.get(waiting.url), "Approve and publish")
    assert "Approved by Second" in approved.words
    assert the_notice(session).state is Publication.PUBLISHED


def test_the_same_proposal_twice_waits_once(
    session: Session, browser: Browser, board: Board, first: Person
) -> None:
    item = answered_item(session, board, hat_of(first, board, Role.FACILITATOR))
    propose(browser, item)
    propose(browser, item)
    assert session.scalar(select(func.count()).select_from(Notice)) == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"title": ""}, "Write a title."),
        ({"said": ""}, "Write in your own words what people said."),
        ({"said": "a" * 100_000}, "This is too long."),
        ({"did": ""}, "Write what was done, or what will be."),
        ({"outcome": "change_planned"}, "A planned change needs its date."),
        ({"asked_on": "soon"}, "Write a whole date"),
    ],
)
def test_a_notice_that_lacks_something_comes_back_with_what_was_typed(
    session: Session,
    browser: Browser,
    board: Board,
    first: Person,
    fields: dict[str, str],
    told: str,
) -> None:
    item = answered_item(session, board, hat_of(first, board, Role.FACILITATOR))
    page = browser.get(f"/staff/inbox/{item.id}/notice")
    typed: dict[str, Any] = {"title": "Kept title", "said": "Kept words", **fields}
    wrong = browser.press(page, "Propose it", **typed)
    assert wrong.status == 422
    assert told in wrong.words
    assert "Kept" in wrong.text


def test_an_item_without_an_answer_has_no_notice(
    session: Session, browser: Browser, board: Board, first: Person
) -> None:
    item, _code = some_feedback(session, board)
    commit(session)
    assert browser.get(f"/staff/inbox/{item.id}/notice").status == 409


def test_alone_on_a_small_board_it_waits_and_the_outside_person_can_stop_it(
    session: Session, browser: Browser
) -> None:
    board = a_board(session, profile=Profile.SMALL)
    alone = a_person(session, board, Role.FACILITATOR)
    outside = a_person(session, board, Role.OUTSIDE_PERSON)
    notice_id = waiting_notice(session, board, hat_of(alone, board, Role.FACILITATOR))
    browser.sign_in(alone)
    page = browser.get(f"/staff/notices/{notice_id}")
    approved = browser.press(page, "Approve alone, wait two open days")
    assert "It is published by itself on" in approved.words
    notice = the_notice(session)
    assert (notice.state, notice.published_on) == (Publication.APPROVED, None)
    assert notice.waits_until is not None
    letter = session.scalars(select(Letter).where(Letter.kind == "outside_told")).one()
    commit(session)
    assert letter.person_id == outside.id
    browser.sign_in(outside)
    waiting = browser.get("/staff/notices")
    assert "Approved by one, waits two open days" in waiting.words
    stopped = browser.press(browser.get(waiting.link("Letters")), "Stop it")
    assert "Stopped" in stopped.words
    assert the_notice(session).state is Publication.STOPPED


def test_a_double_tap_on_approve_changes_nothing(session: Session, browser: Browser) -> None:
    board = a_board(session, profile=Profile.SMALL)
    alone = a_person(session, board, Role.FACILITATOR)
    a_person(session, board, Role.OUTSIDE_PERSON)
    notice_id = waiting_notice(session, board, hat_of(alone, board, Role.FACILITATOR))
    browser.sign_in(alone)
    for _ in range(2):
        assert browser.post(f"/staff/notices/{notice_id}/approve").status == 200
    assert the_notice(session).state is Publication.APPROVED


def test_alone_without_an_outside_person_says_what_to_do(
    session: Session, browser: Browser
) -> None:
    board = a_board(session, profile=Profile.SMALL)
    alone = a_person(session, board, Role.FACILITATOR)
    notice_id = waiting_notice(session, board, hat_of(alone, board, Role.FACILITATOR))
    browser.sign_in(alone)
    refused = browser.post(f"/staff/notices/{notice_id}/approve")
    assert refused.status == 409
    assert "Ask a second person." in refused.words
    assert the_notice(session).state is Publication.PROPOSED


def test_nobody_approves_the_own_proposal_on_a_full_board(
    session: Session, browser: Browser, board: Board, first: Person
) -> None:
    notice_id = waiting_notice(session, board, hat_of(first, board, Role.FACILITATOR))
    assert browser.post(f"/staff/notices/{notice_id}/approve").status == 403
    assert the_notice(session).state is Publication.PROPOSED


def test_a_published_notice_is_taken_off(
    session: Session, browser: Browser, board: Board, first: Person
) -> None:
    waiting_notice(session, board, hat_of(first, board, Role.FACILITATOR))
    actions.publish(session, the_notice(session), by=None)
    commit(session)
    gone = browser.press(browser.get("/staff/notices"), "Take it off")
    assert "Taken off" in gone.words
    assert the_notice(session).state is Publication.RETRACTED
    assert "Letters" not in browser.get("/en/changed").words


def test_the_outside_person_neither_approves_nor_takes_off(
    session: Session, browser: Browser, board: Board, first: Person
) -> None:
    notice_id = waiting_notice(session, board, hat_of(first, board, Role.FACILITATOR))
    outside = a_person(session, board, Role.OUTSIDE_PERSON)
    commit(session)
    browser.sign_in(outside)
    for step in ("approve", "retract"):
        assert browser.post(f"/staff/notices/{notice_id}/{step}").status == 403


def test_a_notice_of_another_board_is_not_there(
    session: Session, browser: Browser, first: Person
) -> None:
    other = a_board(session)
    stranger = a_person(session, other, Role.FACILITATOR)
    notice_id = waiting_notice(session, other, hat_of(stranger, other, Role.FACILITATOR))
    assert browser.get(f"/staff/notices/{notice_id}").status == 404
    for step in ("approve", "stop", "retract"):
        assert browser.post(f"/staff/notices/{notice_id}/{step}").status == 404
