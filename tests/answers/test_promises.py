"""Who is asked, who owes, and what is asked about again."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session
from time_machine import Traveller

from advisory.answers import actions, queries
from advisory.answers.models import Ask, Commitment, CommitmentState, Outcome
from advisory.answers.rules import Written, is_usable, may_see, owes
from advisory.feedback.actions import answering
from advisory.feedback.models import Feedback
from advisory.foundation.access import Hat, Impossible, Role
from advisory.foundation.database import now
from advisory.people.models import Board, Standing
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood

PLAN = Written(heard="", will="We will.", outcome=Outcome.CHANGE_PLANNED, by_on=date(2027, 1, 15))


class Asked:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.board: Board = a_board(session)
        person = a_person(session, self.board, Role.FACILITATOR)
        self.by: Hat = hat_of(person, self.board, Role.FACILITATOR)
        self.item: Feedback = some_feedback(session, self.board)[0]
        understood(session, self.item, self.by)
        self.ask: Ask = answering.route(
            session, self.item, a_team(session, self.board), board=self.board, by=self.by
        )

    def promise(self) -> Commitment:
        answer = answering.hand_in(
            self.session, self.item, PLAN, ask=self.ask, board=self.board, by=None
        )
        answering.send(self.session, self.item, answer, by=self.by)
        self.session.flush()
        (promise,) = queries.commitments(self.session, self.board.id)
        return promise


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel("2026-11-23T11:00:00+00:00", tick=False) as clock:
        yield clock


@pytest.fixture
def asked(session: Session, clock: Traveller) -> Asked:
    return Asked(session)


def test_an_ask_is_seen_on_its_own_board_alone(session: Session, asked: Asked) -> None:
    elsewhere = a_board(session)
    stranger = a_person(session, elsewhere, Role.FACILITATOR)
    assert may_see(asked.by, asked.ask)
    assert not may_see(hat_of(stranger, elsewhere, Role.FACILITATOR), asked.ask)


@pytest.mark.parametrize("standing", list(Standing))
def test_only_a_team_that_agreed_owes_an_answer(asked: Asked, standing: Standing) -> None:
    asked.ask.team.standing = standing
    assert owes(asked.ask) is (standing is Standing.AGREED)


def test_an_answer_that_is_there_is_not_sent_again(session: Session, asked: Asked) -> None:
    answer = asked.promise().answer
    with pytest.raises(Impossible):
        actions.send(session, answer, by=asked.by)
    assert len(queries.commitments(session, asked.board.id)) == 1


def test_the_first_time_a_team_took_it_stays(
    session: Session, asked: Asked, clock: Traveller
) -> None:
    actions.acknowledge(session, asked.ask, by=None)
    first = asked.ask.acknowledged_at
    clock.shift(timedelta(hours=2))
    actions.acknowledge(session, asked.ask, by=None, by_silence=True)
    assert (asked.ask.acknowledged_at, asked.ask.by_silence) == (first, False)


def test_a_link_is_good_until_it_was_used_its_time_is_over_or_the_ask_has_ended(
    session: Session, asked: Asked, clock: Traveller
) -> None:
    used, late, ended = (actions.make_link(session, asked.ask) for _ in range(3))
    actions.use_link(session, used)
    with pytest.raises(Impossible):
        actions.use_link(session, used)
    assert is_usable(late, late.ends_at - timedelta(seconds=1))
    assert not is_usable(late, late.ends_at)
    actions.close_asks(session, asked.item.contribution_id)
    assert not is_usable(ended, now())


def test_what_happened_is_asked_about_once_more_after_90_days(
    session: Session, asked: Asked
) -> None:
    promise = asked.promise()
    for again in (date(2027, 2, 21), None):
        actions.ask_whether_it_happened(session, promise)
        actions.settle(
            session, promise, happened=True, evidence="Seen.", again_on=None, by=asked.by
        )
        assert promise.state is CommitmentState.HAPPENED
        assert promise.next_ask_on == again
