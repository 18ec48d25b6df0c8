"""Dates that were set stay set: a hand-back, a pause, a team's own days, a second look."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session
from time_machine import Traveller

from advisory.answers.models import Outcome
from advisory.answers.rules import Written
from advisory.feedback import queries, rules
from advisory.feedback.actions import accepting, answering, climbing, reading
from advisory.feedback.models import Feedback, Owed
from advisory.foundation.access import Role
from advisory.foundation.database import commit, now
from advisory.languages.dates import london
from advisory.letters.models import Letter
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel("2026-11-23T11:00:00+00:00", tick=False) as clock:
        yield clock


class Routed:
    def __init__(self, session: Session, **days: int) -> None:
        self.session = session
        self.board = a_board(session)
        self.team = a_team(session, self.board)
        self.other = a_team(session, self.board, "Another team")
        for name, count in days.items():
            setattr(self.team, name, count)
        self.reader = a_person(session, self.board, Role.FACILITATOR)
        self.by = hat_of(self.reader, self.board, Role.FACILITATOR)
        self.item: Feedback = some_feedback(session, self.board)[0]
        understood(session, self.item, self.by)
        self.ask = answering.route(session, self.item, self.team, board=self.board, by=self.by)
        commit(session)

    def answer_by(self) -> object:
        due = rules.open_due(self.item.dues, Owed.ANSWER)
        assert due is not None
        return due.due_at

    def hand_back(self) -> None:
        answering.hand_back(
            self.session, self.item, self.ask, reason="Not ours.", board=self.board, by=None
        )


@pytest.fixture
def routed(session: Session, clock: Traveller) -> Routed:
    return Routed(session)


def test_another_team_gets_the_time_that_is_left(
    session: Session, routed: Routed, clock: Traveller
) -> None:
    before = routed.answer_by()
    clock.shift(timedelta(days=4))
    routed.hand_back()
    clock.shift(timedelta(days=1))
    ask = answering.route(session, routed.item, routed.other, board=routed.board, by=routed.by)
    assert routed.answer_by() == before == ask.answer_by


def test_what_came_back_and_lies_there_climbs(
    session: Session, routed: Routed, clock: Traveller
) -> None:
    routed.hand_back()
    clock.shift(timedelta(days=15))
    climbing.climb_overdue(session)
    late = session.scalars(select(Letter).where(Letter.kind == "answer_late")).all()
    assert {letter.person_id for letter in late} == {routed.reader.id}
    assert routed.item.escalation == 1


def test_a_team_with_days_of_its_own_is_late_before_it_is_very_late(
    session: Session, clock: Traveller
) -> None:
    routed = Routed(session, answer_days=30)
    due = rules.open_due(routed.item.dues, Owed.ANSWER)
    assert due is not None
    assert due.due_at < due.very_late_at


def test_a_pause_moves_the_team_s_dates_and_the_promise_too(
    session: Session, routed: Routed, clock: Traveller
) -> None:
    answering.acknowledge(session, routed.item, routed.ask, by=None)
    before, promised = routed.ask.answer_by, routed.item.promised_on
    reading.ask_member(session, routed.item, question="Which?", board=routed.board, by=routed.by)
    clock.shift(timedelta(days=7))
    reading.resume(session, routed.item, by=None)
    assert routed.ask.answer_by == routed.answer_by() == before + timedelta(days=7)
    assert routed.item.promised_on == promised + timedelta(days=7)


def test_a_pause_counts_open_days_and_at_most_twenty(
    session: Session, routed: Routed, clock: Traveller
) -> None:
    before = routed.ask.answer_by
    answering.acknowledge(session, routed.item, routed.ask, by=None)
    reading.ask_member(session, routed.item, question="Which?", board=routed.board, by=routed.by)
    clock.shift(timedelta(days=200))
    reading.resume(session, routed.item, by=None)
    assert routed.ask.answer_by < before + timedelta(days=40)


def test_more_words_are_owed_an_understanding_of_their_own(
    session: Session, routed: Routed
) -> None:
    assert rules.open_due(routed.item.dues, Owed.UNDERSTOOD) is None
    accepting.add_words(session, routed.item, "And this.", language="ti", token="more")
    assert rules.open_due(routed.item.dues, Owed.UNDERSTOOD) is not None


def test_what_is_opened_again_promises_news_in_about_half_the_time(
    session: Session, routed: Routed, clock: Traveller
) -> None:
    first = routed.item.promised_on - london(routed.ask.asked_at).date()
    clock.shift(timedelta(days=28))
    reading.resume(session, routed.item, by=None)
    answer = answering.hand_in(
        session, routed.item, _answer(), ask=routed.ask, board=routed.board, by=None
    )
    answering.send(session, routed.item, answer, by=routed.by)
    answering.reopen(session, routed.item, board=routed.board)
    again = routed.item.promised_on - london(now()).date()
    assert timedelta() < again < first


def _answer() -> Written:
    return Written(heard="", will="Yes.", outcome=Outcome.INFORMATION_GIVEN)


def test_held_words_get_no_reminder_no_quiet_end_and_stand_in_no_public_figure(
    session: Session, routed: Routed, clock: Traveller
) -> None:
    reading.hold(session, routed.item, allegation=False, board=routed.board, by=routed.by)
    commit(session)
    assert queries.oldest_unanswered(session, routed.board.id) is None
    clock.shift(timedelta(days=90))
    assert climbing.climb_overdue(session) == 0
    assert climbing.stop_waiting(session) == 0
    assert (
        queries.inbox(
            session,
            routed.board.id,
            queries.Filters(column=None),
            at=now(),
            limit=9,
            skip=0,
        )
        == []
    )
    assert not any(queries.column_counts(session, routed.board.id).values())
