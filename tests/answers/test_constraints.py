"""What the tables refuse, whoever asks: an outcome without what makes it believable."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from advisory.answers import queries
from advisory.answers.models import Outcome, Source
from advisory.answers.rules import Written, may_see
from advisory.feedback.actions import answering
from advisory.foundation.access import Impossible, Role
from advisory.foundation.database import commit
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood

PLAIN = Written(heard="", will="We will.", outcome=Outcome.INFORMATION_GIVEN)


class Asked:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.board = a_board(session)
        self.team = a_team(session, self.board)
        self.other = a_team(session, self.board, "Another team")
        person = a_person(session, self.board, Role.FACILITATOR)
        self.by = hat_of(person, self.board, Role.FACILITATOR)
        self.item, _digits = some_feedback(session, self.board)
        understood(session, self.item, self.by)
        self.ask = answering.route(session, self.item, self.team, board=self.board, by=self.by)
        commit(session)


@pytest.fixture
def asked(session: Session) -> Asked:
    return Asked(session)


@pytest.mark.parametrize(
    "bare",
    [
        replace(PLAIN, outcome=Outcome.CHANGE_PLANNED),
        replace(PLAIN, outcome=Outcome.CHANGE_MADE),
        replace(PLAIN, source=Source.EMAIL),
    ],
)
def test_a_plan_needs_a_date_a_change_its_evidence_an_email_its_source(
    session: Session, asked: Asked, bare: Written
) -> None:
    with pytest.raises(IntegrityError):
        answering.hand_in(session, asked.item, bare, ask=asked.ask, board=asked.board, by=None)
    session.rollback()


def test_a_plan_that_is_sent_is_a_promise_to_be_asked_about(session: Session, asked: Asked) -> None:
    plan = replace(PLAIN, outcome=Outcome.CHANGE_PLANNED, by_on=date(2027, 3, 1))
    answer = answering.hand_in(session, asked.item, plan, ask=asked.ask, board=asked.board, by=None)
    answering.send(session, asked.item, answer, by=asked.by)
    session.flush()
    (promise,) = queries.commitments(session, asked.board.id)
    assert (promise.team_id, promise.next_ask_on) == (asked.team.id, date(2027, 3, 1))


def test_a_lead_sees_what_was_put_to_their_own_team_alone(session: Session, asked: Asked) -> None:
    for team, sees in ((asked.team, True), (asked.other, False)):
        person = a_person(session, asked.board, Role.POLICY_LEAD, team=team)
        lead = hat_of(person, asked.board, Role.POLICY_LEAD, team=team)
        assert may_see(lead, asked.ask) is sees


def test_an_answer_is_sent_once(session: Session, asked: Asked) -> None:
    answer = answering.hand_in(
        session, asked.item, PLAIN, ask=asked.ask, board=asked.board, by=None
    )
    answering.send(session, asked.item, answer, by=asked.by)
    with pytest.raises(Impossible):
        answering.send(session, asked.item, answer, by=asked.by)


def test_nobody_is_asked_any_more_when_a_facilitator_has_answered(
    session: Session, asked: Asked
) -> None:
    answer = answering.hand_in(session, asked.item, PLAIN, ask=None, board=asked.board, by=asked.by)
    answering.send(session, asked.item, answer, by=asked.by)
    assert queries.open_asks(session, asked.team.id) == []
