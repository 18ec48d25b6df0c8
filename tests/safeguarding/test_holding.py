"""What may hurt somebody is held, seen by few, and not let go before it is decided."""

import pytest
from sqlalchemy.orm import Session

from advisory.feedback import queries
from advisory.feedback.actions import answering, reading
from advisory.foundation.access import Hat, Impossible, Refused, Role
from advisory.people.models import Board
from advisory.safeguarding import actions, rules
from advisory.safeguarding import queries as concerns
from advisory.safeguarding.models import Concern, ConcernState
from advisory.words import queries as words
from advisory.words.models import Version
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood


class Held:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.board: Board = a_board(session)
        self.facilitator = self.hat(Role.FACILITATOR)
        self.lead = self.hat(Role.SAFEGUARDING_LEAD)
        self.outside = self.hat(Role.OUTSIDE_PERSON)
        self.item, _digits = some_feedback(session, self.board, language="ti")
        understood(session, self.item, self.facilitator)

    def hat(self, role: Role) -> Hat:
        return hat_of(a_person(self.session, self.board, role, speaks=["ti"]), self.board, role)

    def hold(self, *, allegation: bool = False) -> Concern:
        reading.hold(
            self.session, self.item, allegation=allegation, board=self.board, by=self.facilitator
        )
        concern = concerns.concern_of(self.session, self.item.contribution_id)
        assert concern is not None
        return concern

    def open_work(self) -> list[Version]:
        return words.open_work(
            self.session,
            self.board.id,
            speaks=["ti"],
            person_id=self.outside.person_id,
            closed_keys=queries.closed_keys(self.board.id),
        )


@pytest.fixture
def held(session: Session) -> Held:
    return Held(session)


def test_an_allegation_goes_to_the_outside_person_alone_and_stays_there(held: Held) -> None:
    held.hold(allegation=True)
    concern = held.hold(allegation=False)
    assert concern.is_allegation
    assert rules.may_see(held.outside, concern)
    assert not rules.may_see(held.lead, concern)
    with pytest.raises(Refused):
        actions.see(held.session, concern, by=held.lead)


def test_what_is_not_decided_is_not_let_go(held: Held) -> None:
    held.hold()
    with pytest.raises(Impossible):
        reading.release(held.session, held.item, by=held.lead)
    assert held.item.held


def test_what_was_decided_goes_on(held: Held) -> None:
    concern = held.hold()
    actions.decide(
        held.session, concern, outcome=ConcernState.CLEARED, reason="A film.", by=held.lead
    )
    reading.release(held.session, held.item, by=held.lead)
    assert not held.item.held


def test_held_words_go_to_no_team(session: Session, held: Held) -> None:
    held.hold()
    with pytest.raises(Impossible):
        answering.route(
            session, held.item, a_team(session, held.board), board=held.board, by=held.facilitator
        )


def test_held_words_leave_the_translators_list_and_come_back(held: Held) -> None:
    reading.ask_translator(held.session, held.item, board=held.board, by=held.facilitator)
    assert len(held.open_work()) == 1
    concern = held.hold()
    assert held.open_work() == []
    actions.decide(
        held.session, concern, outcome=ConcernState.CLEARED, reason="A film.", by=held.lead
    )
    reading.release(held.session, held.item, by=held.lead)
    assert len(held.open_work()) == 1
