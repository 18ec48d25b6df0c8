"""Everything that anybody may press on two items of a board, for the machine of test_states."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
)

from advisory.answers import queries as asked
from advisory.answers.models import AnswerState, Outcome, Satisfied
from advisory.answers.rules import Written, in_review
from advisory.app.schema import whole_schema
from advisory.contributions.rules import new_form_token
from advisory.feedback import queries, rules
from advisory.feedback.actions import answering, climbing, ending, reading, spam
from advisory.feedback.models import Feedback, Kind, State, Understood
from advisory.feedback.rules import GONE, IS_CLOSED
from advisory.foundation.access import Hat, Impossible, Refused, Role
from advisory.foundation.database import Database, commit
from advisory.mine import actions as mine
from advisory.people.models import Profile, Standing
from advisory.safeguarding import actions as safeguarding
from advisory.safeguarding import jobs as safeguarding_jobs
from advisory.safeguarding import queries as concerns
from advisory.safeguarding.models import ConcernState
from advisory.words import actions as words
from advisory.words.models import Method, Status
from tests.building import a_board, a_person, a_team, hat_of, some_feedback

MONDAY = "2026-11-23T11:00:00+00:00"
ITEMS = st.integers(0, 1)


class Presses(RuleBasedStateMachine):
    """Two items of one board, one that reads Tigrinya, and everybody who may do something."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(MONDAY, tick=False)
        self.time = self.clock.start()
        self.session = self.database.writing()

    def teardown(self) -> None:
        self.session.rollback()
        for table in reversed(whole_schema().sorted_tables):
            self.session.execute(table.delete())
        self.session.commit()
        self.session.close()
        self.clock.stop()

    @initialize(
        profile=st.sampled_from(Profile),
        reads=st.sampled_from(["en", "ti"]),
        hurt_soon=st.booleans(),
    )
    def begin(self, profile: Profile, reads: str, *, hurt_soon: bool) -> None:
        session = self.session
        self.board = a_board(session, profile=profile)
        self.teams = [
            a_team(session, self.board, standing.value, standing=standing, email="t@team.example")
            for standing in Standing
        ]
        self.by = [self._hat(Role.FACILITATOR), self._hat(Role.FACILITATOR)]
        self.leads = [self._hat(Role.POLICY_LEAD, team) for team in self.teams]
        self.translator = self._hat(Role.TRANSLATOR)
        self.safe = self._hat(Role.OUTSIDE_PERSON)
        self.ids = [
            some_feedback(session, self.board, language="ti", reads=reads)[0].id,
            some_feedback(session, self.board, hurt_soon=hurt_soon)[0].id,
        ]
        commit(session)

    def _hat(self, role: Role, team: Any = None) -> Hat:
        person = a_person(self.session, self.board, role, team=team, speaks=["ti"])
        return hat_of(person, self.board, role, team=team)

    def item(self, at: int) -> Feedback:
        found = queries.item(self.session, self.ids[at])
        assert found is not None
        return found

    @contextmanager
    def pressed(self) -> Iterator[None]:
        """One request: it is kept whole, or refused whole."""
        try:
            yield
            commit(self.session)
        except (Impossible, Refused):
            self.session.rollback()
        self.session.expire_all()

    def press(self, at: int, act: Callable[[Feedback], object]) -> None:
        """A facilitator opens what the rules open to them, and presses."""
        with self.pressed():
            item = self.item(at)
            if rules.may_open(self.by[0], item):
                act(item)

    # ── Facilitators ─────────────────────────────────────────────────────────────────────────────

    @rule(at=ITEMS, who=st.integers(0, 1))
    def understand(self, at: int, who: int) -> None:
        by = self.by[who]

        def act(item: Feedback) -> None:
            reading.take(self.session, item, by=by)
            reading.understand(self.session, item, how=Understood.OWN_READING, by=by)

        self.press(at, act)

    @rule(at=ITEMS)
    def ask_translator(self, at: int) -> None:
        self.press(
            at,
            lambda item: reading.ask_translator(
                self.session, item, board=self.board, by=self.by[0]
            ),
        )

    @rule(at=ITEMS, kind=st.sampled_from(Kind))
    def describe(self, at: int, kind: Kind) -> None:
        self.press(
            at,
            lambda item: reading.describe(
                self.session,
                item,
                kind=kind,
                topic_id=None,
                service_id=None,
                place=None,
                board=self.board,
                by=self.by[0],
            ),
        )

    @rule(at=ITEMS, who=st.integers(0, 1), step=st.sampled_from(["set", "restore", "reject"]))
    def suspect_spam(self, at: int, who: int, step: str) -> None:
        by = self.by[who]
        acts: dict[str, Callable[[Feedback], None]] = {
            "set": lambda item: spam.quarantine(self.session, item, by=by),
            "restore": lambda item: spam.restore(self.session, item, by=by),
            "reject": lambda item: spam.reject_spam(self.session, item, board=self.board, by=by),
        }
        self.press(at, acts[step])

    @rule(at=ITEMS)
    def ask_member(self, at: int) -> None:
        self.press(
            at,
            lambda item: reading.ask_member(
                self.session, item, question="Where?", board=self.board, by=self.by[0]
            ),
        )

    @rule(at=ITEMS)
    def go_on(self, at: int) -> None:
        self.press(at, lambda item: reading.resume(self.session, item, by=self.by[0]))

    @rule(at=ITEMS, team=st.integers(0, 2))
    def route(self, at: int, team: int) -> None:
        def act(item: Feedback) -> None:
            answering.route(self.session, item, self.teams[team], board=self.board, by=self.by[0])

        self.press(at, act)

    @rule(at=ITEMS)
    def answer_directly(self, at: int) -> None:
        self.press(
            at,
            lambda item: answering.hand_in(
                self.session, item, _written(), ask=None, board=self.board, by=self.by[0]
            ),
        )

    @rule(at=ITEMS, good=st.booleans())
    def review(self, at: int, *, good: bool) -> None:
        def act(item: Feedback) -> None:
            given = asked.answers_to(self.session, item.contribution_id)
            answer = in_review(given)
            if answer is None:
                return
            if good:
                answering.send(self.session, item, answer, by=self.by[0])
            else:
                answering.send_back(self.session, item, answer, note="Shorter.", by=self.by[0])

        self.press(at, act)

    @rule(at=ITEMS)
    def out_of_remit(self, at: int) -> None:
        self.press(
            at,
            lambda item: ending.out_of_remit(
                self.session, item, reason="Ask there.", board=self.board, by=self.by[0]
            ),
        )

    @rule(at=ITEMS)
    def merge(self, at: int) -> None:
        self.press(
            at,
            lambda item: ending.merge(self.session, item, self.item(1 - at), by=self.by[0]),
        )

    @rule(at=ITEMS)
    def tell_news(self, at: int) -> None:
        def act(item: Feedback) -> None:
            if item.state not in IS_CLOSED | {State.ANSWERED}:
                reading.tell_news(
                    self.session, item, news="We wait.", board=self.board, by=self.by[0]
                )

        self.press(at, act)

    @rule(at=ITEMS, team=st.integers(0, 2), steps=st.integers(1, 6))
    def go_on_as_usual(self, at: int, team: int, steps: int) -> None:
        """A piece of a story in which nothing goes wrong."""
        for _ in range(steps):
            self._next_step(at, team)

    def _next_step(self, at: int, team: int) -> None:
        match self.item(at).state:
            case State.RECEIVED:
                self.understand(at, 0)
            case State.IN_READING | State.RETURNED | State.REOPENED:
                self.understand(at, 1)
                self.route(at, team)
            case State.QUARANTINED:
                self.suspect_spam(at, 1, "restore")
            case State.NEEDS_MEMBER:
                self.replies(at)
            case State.ROUTED | State.ACKNOWLEDGED | State.IN_PROGRESS:
                self.team_acts(at, "answer")
            case State.ANSWER_REVIEW:
                self.translate(at)
                self.review(at, good=True)
            case State.ANSWERED:
                self.says_whether_it_answered(at, Satisfied.PARTLY, again=True)
            case _:
                self.asks_again(at)

    # ── The team, the translator, the safeguarding lead ──────────────────────────────────────────

    @rule(at=ITEMS, step=st.sampled_from(["acknowledge", "return", "draft", "answer"]))
    def team_acts(self, at: int, step: str) -> None:
        """Also from a page that was open while something else happened."""
        with self.pressed():
            item = self.item(at)
            ask = asked.open_ask(self.session, item.contribution_id)
            if ask is None:
                return
            lead = self.leads[self.teams.index(ask.team)]
            if step == "acknowledge":
                answering.acknowledge(self.session, item, ask, by=lead)
            elif step == "return":
                answering.hand_back(
                    self.session, item, ask, reason="Not ours.", board=self.board, by=lead
                )
            elif step == "draft":
                answering.save_answer(self.session, item, ask, _written(), by=lead)
            else:
                answering.hand_in(
                    self.session, item, _written(), ask=ask, board=self.board, by=lead
                )

    @rule(at=ITEMS)
    def translate(self, at: int) -> None:
        with self.pressed():
            item = self.item(at)
            answer = in_review(asked.answers_to(self.session, item.contribution_id))
            if item.held or answer is None:
                return
            for text in filter(None, (answer.heard, answer.will)):
                for version in text.versions:
                    if version.method is Method.HUMAN and version.status is Status.MISSING:
                        words.write_translation(
                            self.session, version, body="መልሲ", ready=True, by=self.translator
                        )
            answering.answer_translated(self.session, item, answer)

    @rule(at=ITEMS, outcome=st.sampled_from([ConcernState.CLEARED, ConcernState.PASSED_ON]))
    def decide(self, at: int, outcome: ConcernState) -> None:
        with self.pressed():
            item = self.item(at)
            concern = concerns.concern_of(self.session, item.contribution_id)
            if concern is None or item.state in GONE:
                return
            safeguarding.decide(
                self.session, concern, outcome=outcome, reason="Looked at.", by=self.safe
            )
            reading.release(self.session, item, by=self.safe)

    @rule(at=ITEMS)
    def release_too_early(self, at: int) -> None:
        with self.pressed():
            item = self.item(at)
            if item.held:
                reading.release(self.session, item, by=self.safe)

    # ── The person ───────────────────────────────────────────────────────────────────────────────

    @rule(at=ITEMS)
    def says_more(self, at: int) -> None:
        self._person(
            at,
            lambda item: mine.add_words(
                self.session, item, "And one thing more.", language="en", token=new_form_token()
            ),
        )

    @rule(at=ITEMS)
    def replies(self, at: int) -> None:
        self._person(
            at,
            lambda item: mine.reply_question(
                self.session, item, "In Camden.", language="en", token=new_form_token()
            ),
        )

    @rule(at=ITEMS, replied=st.sampled_from(Satisfied), again=st.booleans())
    def says_whether_it_answered(self, at: int, replied: Satisfied, *, again: bool) -> None:
        def act(item: Feedback) -> None:
            for answer in asked.answers_to(self.session, item.contribution_id):
                if answer.state is AnswerState.SENT:
                    mine.say_whether_it_answered(
                        self.session,
                        item,
                        answer,
                        replied=replied,
                        again=again,
                        more="",
                        language="en",
                        token=new_form_token(),
                    )

        self._person(at, act)

    @rule(at=ITEMS)
    def asks_again(self, at: int) -> None:
        self._person(
            at,
            lambda item: mine.ask_again(
                self.session, item, "", language="en", token=new_form_token()
            ),
        )

    @rule(at=ITEMS)
    def contests(self, at: int) -> None:
        self._person(
            at,
            lambda item: mine.contest(self.session, item, item.contribution.messages[0]),
        )

    @rule(at=ITEMS)
    def deletes(self, at: int) -> None:
        """Late in the story, or there would be none."""
        if len(self.item(at).events) > 9:
            self._person(at, lambda item: mine.delete_everything(self.session, item))

    def _person(self, at: int, act: Callable[[Feedback], None]) -> None:
        with self.pressed():
            item = self.item(at)
            if item.state not in GONE:
                act(item)

    # ── Time ─────────────────────────────────────────────────────────────────────────────────────

    @rule(days=st.sampled_from([1, 3, 8, 30]))
    def days_pass(self, days: int) -> None:
        self.time.shift(timedelta(days=days))
        with self.pressed():
            climbing.climb_overdue(self.session)
            climbing.remind(self.session)
            climbing.stop_waiting(self.session)
            climbing.ask_about_promises(self.session)
        self.session.rollback()
        safeguarding_jobs.climb_concerns(self.database)


def _written() -> Written:
    return Written(heard="You told us.", will="We ask them.", outcome=Outcome.INFORMATION_GIVEN)
