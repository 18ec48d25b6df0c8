"""Spam on a small board: one person, two open days, and somebody outside who can stop it."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.desk.queries.letters import spam_told
from advisory.feedback.actions import reading, spam
from advisory.feedback.models import Feedback, State
from advisory.foundation.access import Impossible, Refused, Role
from advisory.foundation.database import commit
from advisory.letters.models import Letter
from advisory.people.models import Board, Profile
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of, some_feedback


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
