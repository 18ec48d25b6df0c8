"""What time does by itself."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session
from time_machine import Traveller

from advisory.answers.models import Outcome
from advisory.answers.rules import Written
from advisory.contributions import actions as contributions
from advisory.feedback.actions import answering, climbing, reading
from advisory.feedback.models import Feedback, State
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import commit
from advisory.letters.models import Letter
from advisory.people.models import Board, Standing, Team
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood

MONDAY = "2026-11-23T11:00:00+00:00"


class Routed:
    """An item with an agreed team, on a Monday at eleven."""

    def __init__(self, session: Session, standing: Standing = Standing.AGREED) -> None:
        self.session = session
        self.board: Board = a_board(session)
        self.parent: Team = a_team(session, self.board, "Health board")
        self.team: Team = a_team(session, self.board, standing=standing, parent=self.parent)
        a_person(session, self.board, Role.POLICY_LEAD, team=self.parent, name="parent lead")
        a_person(session, self.board, Role.POLICY_LEAD, team=self.team, name="lead")
        a_person(session, self.board, Role.ADMINISTRATOR, name="chair")
        person = a_person(session, self.board, Role.FACILITATOR, name="facilitator")
        self.facilitator: Hat = hat_of(person, self.board, Role.FACILITATOR)
        self.feedback: Feedback = some_feedback(session, self.board)[0]
        understood(session, self.feedback, self.facilitator)
        self.ask = answering.route(
            session, self.feedback, self.team, board=self.board, by=self.facilitator
        )
        commit(session)

    def letters(self) -> set[str]:
        return set(self.session.scalars(select(Letter.kind)))

    def answered(self) -> None:
        written = Written(heard="", will="Yes.", outcome=Outcome.INFORMATION_GIVEN)
        answer = answering.hand_in(
            self.session, self.feedback, written, ask=self.ask, board=self.board, by=None
        )
        answering.send(self.session, self.feedback, answer, by=self.facilitator)
        commit(self.session)


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def days(count: float) -> timedelta:
    return timedelta(days=count)


def test_silence_of_an_agreed_team_counts_as_accepted(session: Session, clock: Traveller) -> None:
    routed = Routed(session)
    clock.shift(days(4))
    climbing.climb_overdue(session)
    assert routed.feedback.state is State.ACKNOWLEDGED
    assert routed.ask.by_silence


def test_a_late_answer_is_told_to_the_team_then_climbs_to_its_parent(
    session: Session, clock: Traveller
) -> None:
    routed = Routed(session)
    clock.shift(days(15))
    climbing.climb_overdue(session)
    assert "answer_late" in routed.letters()
    assert routed.feedback.escalation == 1
    clock.shift(days(15))
    climbing.climb_overdue(session)
    assert "late_climbed" in routed.letters()
    assert routed.feedback.escalation == 2


def test_climbing_twice_at_the_same_moment_changes_nothing(
    session: Session, clock: Traveller
) -> None:
    routed = Routed(session)
    clock.shift(days(15))
    climbing.climb_overdue(session)
    before = len(session.scalars(select(Letter)).all())
    assert climbing.climb_overdue(session) == 0
    assert len(session.scalars(select(Letter)).all()) == before
    assert routed.feedback.escalation == 1


def test_a_team_that_agreed_to_nothing_is_never_late(session: Session, clock: Traveller) -> None:
    routed = Routed(session, Standing.ASKED_BY_LETTER)
    clock.shift(days(60))
    climbing.climb_overdue(session)
    assert routed.feedback.escalation == 0
    assert "answer_late" not in routed.letters()


def test_a_first_reading_that_is_late_is_told_to_the_readers(
    session: Session, clock: Traveller
) -> None:
    board = a_board(session)
    a_person(session, board, Role.FACILITATOR)
    feedback, _digits = some_feedback(session, board)
    commit(session)
    clock.shift(days(2))
    climbing.climb_overdue(session)
    assert feedback.escalation == 1


def test_did_this_answer_you_is_asked_on_days_3_10_and_24_and_ends_quietly(
    session: Session, clock: Traveller
) -> None:
    routed = Routed(session)
    contributions.keep_contact(
        session, routed.feedback.contribution, "someone@home.example", language="en"
    )
    routed.answered()
    for day, reminders in ((2, 0), (3, 1), (9, 1), (10, 2), (24, 3), (30, 3)):
        clock.move_to(MONDAY)
        clock.shift(days(day) + timedelta(minutes=1))
        climbing.remind(session)
        commit(session)
        sent = session.scalars(select(Letter).where(Letter.kind == "reminder")).all()
        assert len(sent) == reminders, day
    states = [routed.feedback.state]
    clock.shift(days(2))
    climbing.remind(session)
    states.append(routed.feedback.state)
    assert states == [State.ANSWERED, State.CLOSED_NO_REPLY]


def test_a_question_without_reply_stands_still_for_20_open_days_and_ends_quietly(
    session: Session, clock: Traveller
) -> None:
    board = a_board(session)
    facilitator = hat_of(a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR)
    feedback, _digits = some_feedback(session, board)
    understood(session, feedback, facilitator)
    reading.ask_member(session, feedback, question="Which desk?", board=board, by=facilitator)
    commit(session)
    assert feedback.due_at is None
    clock.shift(days(20))
    assert climbing.stop_waiting(session) == 0
    clock.shift(days(14))
    assert climbing.stop_waiting(session) == 1
    assert feedback.state is State.CLOSED_NO_REPLY


def test_dates_move_by_the_pause_when_the_person_replies(
    session: Session, clock: Traveller
) -> None:
    routed = Routed(session)
    answering.acknowledge(session, routed.feedback, routed.ask, by=None)
    before = routed.feedback.due_at
    reading.ask_member(
        session, routed.feedback, question="Which?", board=routed.board, by=routed.facilitator
    )
    clock.shift(days(2))
    reading.resume(session, routed.feedback, by=None)
    assert before is not None
    assert routed.feedback.due_at == before + days(2)
    assert routed.feedback.state is State.ACKNOWLEDGED


def test_a_second_return_climbs(session: Session, clock: Traveller) -> None:
    routed = Routed(session)
    feedback, ask = routed.feedback, routed.ask
    for expected in (0, 1):
        answering.hand_back(session, feedback, ask, reason="Not ours.", board=routed.board, by=None)
        assert feedback.escalation == expected
        if expected == 0:
            ask = answering.route(
                session, feedback, routed.parent, board=routed.board, by=routed.facilitator
            )
    assert feedback.state is State.RETURNED
