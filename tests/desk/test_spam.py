"""Spam on a small board: one person, two open days, and somebody outside who can stop it."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.answers.models import Outcome
from advisory.answers.rules import Written, is_open
from advisory.desk.queries.letters import spam_told
from advisory.feedback.actions import answering, reading, spam
from advisory.feedback.models import Feedback, State
from advisory.foundation.access import Impossible, Refused, Role
from advisory.foundation.database import commit
from advisory.letters.models import Letter
from advisory.people.models import Board, Profile
from tests.browser import Browser
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood


def called_alone(session: Session, *, outside: bool = True) -> tuple[Board, Feedback]:
    board = a_board(session, profile=Profile.SMALL)
    by = hat_of(a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR)
    if outside:
        a_person(session, board, Role.OUTSIDE_PERSON, name="Outside")
    item, _code = some_feedback(session, board, words="Buy our shoes.")
    reading.take(session, item, by=by)
    spam.quarantine(session, item, by=by)
    spam.reject_spam(session, item, board=board, by=by)
    session.flush()
    return board, item


def test_one_person_alone_waits_and_the_outside_person_is_told(session: Session) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 11, tzinfo=UTC), tick=False) as clock:
        _board, item = called_alone(session)
        letter = session.scalars(select(Letter).where(Letter.kind == "spam_told")).one()
        told = spam_told(session, letter)
        assert told is not None
        assert spam.reject_ready(session) == 0
        clock.move_to(datetime(2026, 11, 25, 16, tzinfo=UTC))
        assert spam.reject_ready(session) == 0
        clock.move_to(datetime(2026, 11, 25, 18, tzinfo=UTC))
        assert spam.reject_ready(session) == 1
        session.refresh(item)
        assert item.state is State.REJECTED_SPAM


def test_without_anybody_outside_one_person_cannot_do_it_alone(session: Session) -> None:
    with pytest.raises(Impossible):
        called_alone(session, outside=False)


def test_on_a_full_board_one_person_alone_is_refused(session: Session) -> None:
    board, item = called_alone(session)
    board.profile = Profile.FULL
    by = hat_of(a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR)
    spam.restore(session, item, by=by)
    spam.quarantine(session, item, by=by)
    with pytest.raises(Refused):
        spam.reject_spam(session, item, board=board, by=by)


def test_no_team_is_asked_about_what_was_called_spam_in_the_end(session: Session) -> None:
    board = a_board(session)
    first, second = (
        hat_of(a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR)
        for _ in range(2)
    )
    item, _code = some_feedback(session, board)
    understood(session, item, first)
    ask = answering.route(session, item, a_team(session, board), board=board, by=first)
    # A facilitator answers in the team's place; the review takes that back, and the ask stands.
    written = Written(heard="", will="Soon.", outcome=Outcome.INFORMATION_GIVEN)
    answer = answering.hand_in(session, item, written, ask=None, board=board, by=first)
    answering.send_back(session, item, answer, note="Shorter.", by=second)
    assert is_open(ask)
    spam.quarantine(session, item, by=first)
    spam.reject_spam(session, item, board=board, by=second)
    assert not is_open(ask)


def test_the_outside_person_reads_it_and_stops_it(session: Session, browser: Browser) -> None:
    board, item = called_alone(session)
    outside = a_person(session, board, Role.OUTSIDE_PERSON)
    commit(session)
    browser.sign_in(outside)
    page = browser.get("/staff/spam")
    assert "Buy our shoes." in page.words
    browser.press(page, "Stop it: this is not spam")
    assert "Buy our shoes." not in browser.get("/staff/spam").words
    session.refresh(item)
    assert item.state is State.IN_READING
    assert item.rejected_from is None
    assert spam.reject_ready(session) == 0
