"""What may hurt somebody is held, seen by few, and not let go before it is decided."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.feedback import queries
from advisory.feedback.actions import answering, ending, reading
from advisory.foundation.access import Hat, Impossible, Refused, Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import commit
from advisory.foundation.keys import Purpose
from advisory.letters.models import Letter
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


def test_nobody_of_another_board_sees_a_concern(session: Session, held: Held) -> None:
    concern, elsewhere = held.hold(), a_board(session)
    for role in (Role.SAFEGUARDING_LEAD, Role.OUTSIDE_PERSON):
        stranger = hat_of(a_person(session, elsewhere, role), elsewhere, role)
        with pytest.raises(Refused):
            actions.write_log(session, concern, note="Seen.", by=stranger)
    assert not rules.may_see(held.facilitator, concern)


def test_who_decides_has_seen_it(held: Held) -> None:
    concern = held.hold()
    actions.decide(
        held.session, concern, outcome=ConcernState.CLEARED, reason="A film.", by=held.lead
    )
    assert concern.seen_at is not None
    assert [entry.what for entry in concern.log] == ["has it", "seen", "cleared"]
    with pytest.raises(Impossible):
        actions.decide(
            held.session, concern, outcome=ConcernState.PASSED_ON, reason="999.", by=held.lead
        )


def test_what_is_held_again_waits_to_be_seen_again(held: Held) -> None:
    concern = held.hold()
    actions.decide(
        held.session, concern, outcome=ConcernState.CLEARED, reason="A film.", by=held.lead
    )
    assert held.hold() is concern
    assert (concern.seen_at, concern.decided_at) == (None, None)


def test_without_a_lead_the_outside_person_is_called(session: Session) -> None:
    board = a_board(session)
    outside = a_person(session, board, Role.OUTSIDE_PERSON)
    some_feedback(session, board, hurt_soon=True)
    letters = session.scalars(select(Letter).where(Letter.kind == "concern")).all()
    assert [letter.person_id for letter in letters] == [outside.id]


def test_the_log_of_a_concern_has_a_key_of_its_own_and_outlives_the_words(held: Held) -> None:
    concern = held.hold()
    actions.write_log(held.session, concern, note="I rang.", by=held.lead)
    held.session.flush()
    assert concern.data_key.purpose is Purpose.SAFEGUARDING
    ending.delete_everything(held.session, held.item.contribution)
    assert [note for _entry, note in concerns.log_of(held.session, concern)] == ["I rang.", ""]


def test_what_a_member_flagged_keeps_no_time(session: Session) -> None:
    board = a_board(session)
    item, _digits = some_feedback(session, board, hurt_soon=True)
    commit(session)
    concern = concerns.concern_of(session, item.contribution_id)
    assert concern is not None
    (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.about == "concern"))
    assert f"{entry.at:%H:%M:%S}" == "00:00:00"
    assert (concern.flagged_at.second, concern.flagged_at.microsecond) == (0, 0)
