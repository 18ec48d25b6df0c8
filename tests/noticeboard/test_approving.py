"""Two people stand behind what everybody reads; or one, two open days and somebody outside."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session
from time_machine import Traveller

from advisory.answers.models import Outcome
from advisory.foundation.access import Hat, Impossible, Refused, Role
from advisory.foundation.database import commit
from advisory.letters.models import Letter
from advisory.noticeboard import actions, queries
from advisory.noticeboard.models import Notice, Publication
from advisory.people.models import Board, Profile
from advisory.words import actions as words
from advisory.words import queries as texts
from advisory.words.rules import Provenance
from tests.building import a_board, a_person, hat_of


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel("2026-11-23T11:00:00+00:00", tick=False) as clock:
        yield clock


class Desk:
    def __init__(self, session: Session, profile: Profile) -> None:
        self.session = session
        self.board: Board = a_board(session, profile=profile)
        self.first, self.second = self.hat(Role.FACILITATOR), self.hat(Role.FACILITATOR)
        proposed = actions.Proposed(
            title="Letters", said="Hard to read.", did="Plain now.", outcome=Outcome.CHANGE_MADE
        )
        self.notice: Notice = actions.propose(session, proposed, board=self.board, by=self.first)

    def hat(self, role: Role, *speaks: str) -> Hat:
        return hat_of(a_person(self.session, self.board, role, speaks=speaks), self.board, role)

    def approve(self, by: Hat) -> None:
        actions.approve(self.session, self.notice, board=self.board, by=by)

    def public(self) -> int:
        return queries.published_count(self.session, self.board.id)


@pytest.fixture
def small(session: Session, clock: Traveller) -> Desk:
    return Desk(session, Profile.SMALL)


@pytest.fixture
def full(session: Session, clock: Traveller) -> Desk:
    return Desk(session, Profile.FULL)


def test_a_second_person_publishes_at_once(full: Desk) -> None:
    full.approve(full.second)
    assert full.public() == 1


def test_nobody_publishes_alone_on_a_full_board(full: Desk) -> None:
    full.hat(Role.OUTSIDE_PERSON)
    with pytest.raises(Refused):
        full.approve(full.first)


def test_alone_it_waits_two_open_days_and_somebody_outside_is_told(
    session: Session, small: Desk, clock: Traveller
) -> None:
    outside = small.hat(Role.OUTSIDE_PERSON)
    small.approve(small.first)
    commit(session)
    told = session.scalars(select(Letter).where(Letter.kind == "outside_told")).all()
    assert [letter.person_id for letter in told] == [outside.person_id]
    clock.shift(timedelta(days=2))
    assert actions.publish_ready(session) == 0
    clock.shift(timedelta(hours=7))
    assert actions.publish_ready(session) == 1
    assert small.public() == 1


def test_alone_needs_somebody_outside_who_could_stop_it(small: Desk) -> None:
    with pytest.raises(Impossible):
        small.approve(small.first)
    assert small.notice.state is Publication.PROPOSED


def test_what_was_stopped_is_never_published(
    session: Session, small: Desk, clock: Traveller
) -> None:
    outside = small.hat(Role.OUTSIDE_PERSON)
    small.approve(small.first)
    actions.stop(session, small.notice, by=outside)
    clock.shift(timedelta(days=9))
    assert actions.publish_ready(session) == 0
    with pytest.raises(Impossible):
        actions.publish(session, small.notice, by=small.second)


def test_everybody_reads_only_what_a_second_person_checked(session: Session, full: Desk) -> None:
    translator = full.hat(Role.TRANSLATOR, "ar")
    checker = full.hat(Role.TRANSLATOR, "ar")
    full.approve(full.second)
    version = next(v for v in full.notice.said.versions if v.language == "ar")
    words.write_translation(session, version, body="رسائل", ready=True, by=translator)
    shown = texts.shown(session, full.notice.said, "ar")
    assert (shown.language, shown.body) == ("en", "Hard to read.")
    words.check_translation(session, version, by=checker)
    shown = texts.shown(session, full.notice.said, "ar")
    assert (shown.language, shown.provenance) == ("ar", Provenance.CHECKED)


def test_nobody_of_another_board_touches_a_notice(session: Session, full: Desk) -> None:
    elsewhere = a_board(session)
    person = a_person(session, elsewhere, Role.FACILITATOR)
    stranger = hat_of(person, elsewhere, Role.FACILITATOR)
    with pytest.raises(Refused):
        full.approve(stranger)
    with pytest.raises(Refused):
        actions.stop(session, full.notice, by=stranger)
    full.approve(full.second)
    with pytest.raises(Refused):
        actions.retract(session, full.notice, by=stranger)
    assert full.public() == 1


def test_only_readers_stop_and_only_a_facilitator_retracts(session: Session, full: Desk) -> None:
    with pytest.raises(Refused):
        actions.stop(session, full.notice, by=full.hat(Role.TRANSLATOR))
    full.approve(full.second)
    with pytest.raises(Refused):
        actions.retract(session, full.notice, by=full.hat(Role.OUTSIDE_PERSON))
    actions.retract(session, full.notice, by=full.first)
    assert full.public() == 0


def test_what_was_stopped_or_published_is_not_approved_again(session: Session, full: Desk) -> None:
    full.approve(full.second)
    with pytest.raises(Refused):
        full.approve(full.second)
    with pytest.raises(Refused):
        actions.stop(session, full.notice, by=full.first)
