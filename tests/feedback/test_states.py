"""Random people press what they may, while days pass: the promises hold after every step.

More of it: ADVISORY_EXAMPLES=2000 pytest tests/feedback/test_states.py
"""

import os
from collections import Counter

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from sqlalchemy import select

from advisory.answers import queries as asked
from advisory.answers.models import AnswerState, DidThisAnswer
from advisory.answers.rules import owes
from advisory.feedback import rules
from advisory.feedback.models import Feedback, Owed, State
from advisory.feedback.rules import GONE, IS_CLOSED, MOVES, Column
from advisory.foundation.audit import first_broken_entry
from advisory.foundation.database import Database
from advisory.mine import rules as mine_rules
from advisory.safeguarding import queries as concerns
from advisory.safeguarding import rules as concerning
from tests.feedback.presses import Presses

EXAMPLES = int(os.environ.get("ADVISORY_EXAMPLES", "15"))
LEGAL = {(source, target) for sources, target in MOVES.values() for source in sources}
# Going on after a question leads back to where it was asked.
LEGAL |= {(State.NEEDS_MEMBER, source) for source in MOVES[rules.Move.ASK_MEMBER][0]}


class Promises(Presses):
    @invariant()
    def the_promises_hold(self) -> None:
        items = [self.item(at) for at in range(2)] if hasattr(self, "ids") else []
        for item in items:
            self.what_holds_for(item)
        self.session.rollback()

    def what_holds_for(self, item: Feedback) -> None:
        self.only_moves_of_the_table_happen(item)
        self.every_live_item_has_a_date_or_a_pause(item)
        self.words_that_nobody_understood_are_owed(item)
        self.a_team_is_asked_only_while_it_can_answer(item)
        self.no_end_without_something_to_read(item)
        self.what_is_open_for_safeguarding_is_held(item)
        self.every_answer_sent_is_asked_about_once(item)
        self.events_are_numbered_without_a_gap(item)

    def teardown(self) -> None:
        try:
            assert first_broken_entry(self.session) is None
        finally:
            super().teardown()

    def only_moves_of_the_table_happen(self, item: Feedback) -> None:
        if item.state is State.DELETED_BY_MEMBER:
            assert item.events == []  # a tombstone does not tell how it came there
            return
        state = State.RECEIVED
        for event in item.events:
            if event.from_state is not None and event.to_state is not None:
                assert event.from_state is state
                assert (event.from_state, event.to_state) in LEGAL
                state = event.to_state
        assert item.state is state

    def every_live_item_has_a_date_or_a_pause(self, item: Feedback) -> None:
        live = item.column not in {Column.FINISHED, Column.GONE}
        assert (item.paused_at is not None) == (item.state is State.NEEDS_MEMBER)
        if live and item.paused_at is None:
            assert item.due_at is not None, item.state
            assert rules.open_due(item.dues, Owed.NEWS) is not None
        if not live:
            assert item.due_at is None
            assert all(due.met_at is not None for due in item.dues)

    def words_that_nobody_understood_are_owed(self, item: Feedback) -> None:
        live = item.column not in {Column.FINISHED, Column.GONE}
        routed = item.state in {State.ROUTED, *MOVES[rules.Move.RETURN][0], State.ANSWER_REVIEW}
        if live and item.understood_at is None and not routed:
            assert rules.open_due(item.dues, Owed.UNDERSTOOD) is not None, item.state

    def a_team_is_asked_only_while_it_can_answer(self, item: Feedback) -> None:
        asks = asked.asks_of(self.session, item.contribution_id)
        open_ = [ask for ask in asks if ask.closed_at is None and ask.returned_at is None]
        assert len(open_) <= 1
        if item.column in {Column.FINISHED, Column.GONE}:
            assert open_ == []
        due = rules.open_due(item.dues, Owed.ANSWER)
        if open_ and owes(open_[0]) and item.team is not None:
            assert due is not None
            assert due.due_at == open_[0].answer_by

    def no_end_without_something_to_read(self, item: Feedback) -> None:
        if item.state in GONE or item.state not in IS_CLOSED:
            return
        sent = [
            row
            for row in asked.answers_to(self.session, item.contribution_id)
            if row.state is AnswerState.SENT
        ]
        ours = [m for m in item.contribution.messages if m.speaker.value != "member"]
        assert sent or ours or item.ending or item.merged_into_id, item.state
        assert mine_rules.steps(item.state, item.events, item.arrived_on)

    def what_is_open_for_safeguarding_is_held(self, item: Feedback) -> None:
        concern = concerns.concern_of(self.session, item.contribution_id)
        if concern is not None and concerning.holds(concern) and item.state not in GONE:
            assert item.held
            assert not rules.may_open(self.by[0], item)

    def every_answer_sent_is_asked_about_once(self, item: Feedback) -> None:
        answers = asked.answers_to(self.session, item.contribution_id)
        sent = Counter(row.id for row in answers if row.state is AnswerState.SENT)
        found = self.session.scalars(
            select(DidThisAnswer.answer_id).where(
                DidThisAnswer.answer_id.in_([row.id for row in answers])
            )
        )
        assert Counter(found) == sent

    def events_are_numbered_without_a_gap(self, item: Feedback) -> None:
        assert [event.number for event in item.events] == list(range(1, len(item.events) + 1))


@pytest.mark.once  # the proof of the states asks both kinds of database
@pytest.mark.timeout(900)
def test_the_promises_hold_whatever_is_pressed(app: Flask, database: Database) -> None:
    Promises.database = database
    run_state_machine_as_test(
        Promises,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
