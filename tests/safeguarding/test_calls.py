"""Somebody always has it: the rota is called, one after the other, until one says so."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from time_machine import Traveller

from advisory.feedback.actions import reading
from advisory.foundation.access import Hat, Refused, Role
from advisory.foundation.database import Database, commit
from advisory.letters.models import Letter
from advisory.people.models import Board, Person
from advisory.safeguarding import actions, queries, rules
from advisory.safeguarding.jobs import climb_concerns
from advisory.safeguarding.models import Call, Concern, ConcernState
from tests.building import a_board, a_person, hat_of, some_feedback

MONDAY = "2026-11-23T11:00:00+00:00"
HALF_AN_HOUR = timedelta(minutes=30)


class Rota:
    def __init__(self, session: Session, database: Database, clock: Traveller) -> None:
        self.session, self.database, self.clock = session, database, clock
        self.board: Board = a_board(session)
        self.ann = self.person(Role.SAFEGUARDING_LEAD, "Ann")
        self.bo = self.person(Role.SAFEGUARDING_LEAD, "Bo")
        self.out = self.person(Role.OUTSIDE_PERSON, "Out")
        self.admin = hat_of(self.person(Role.ADMINISTRATOR, "Ada"), self.board, Role.ADMINISTRATOR)

    def person(self, role: Role, name: str) -> Person:
        return a_person(self.session, self.board, role, name=name)

    def hat(self, person: Person) -> Hat:
        role = Role.OUTSIDE_PERSON if person is self.out else Role.SAFEGUARDING_LEAD
        return hat_of(person, self.board, role)

    def week(self, *persons: Person, weekday: int = 0, minutes: int = 30) -> None:
        turns = {weekday: [person.id for person in persons]}
        actions.set_rota(self.session, self.board.id, week=turns, minutes=minutes, by=self.admin)

    def flag(self, *, allegation: bool = False) -> Concern:
        item, _ = some_feedback(self.session, self.board, hurt_soon=not allegation)
        if allegation:
            reading.hold(self.session, item, allegation=True, board=self.board, by=None)
        commit(self.session)
        return self.concern(item.contribution_id)

    def concern(self, contribution_id: object) -> Concern:
        self.session.expire_all()
        found = select(Concern).where(Concern.contribution_id == contribution_id)
        return self.session.scalars(found).one()

    def later(self, by: timedelta, concern: Concern) -> int:
        """The job runs after that time; how many were called again."""
        commit(self.session)
        self.clock.shift(by)
        called = climb_concerns(self.database)
        self.session.expire_all()
        return called

    def called(self, concern: Concern) -> list[list[str]]:
        ranks: dict[int, list[str]] = {}
        for call in rules.calls_now(concern):
            ranks.setdefault(call.rank, []).append(call.person.name)
        return [sorted(names) for names in ranks.values()]

    def letters(self) -> list[str]:
        names = {self.ann.id: "Ann", self.bo.id: "Bo", self.out.id: "Out"}
        found = self.session.scalars(
            select(Letter).where(Letter.kind == "concern").order_by(Letter.made_at)
        )
        return [names[row.person_id] for row in found if row.person_id]


@pytest.fixture
def rota(session: Session, database: Database) -> Iterator[Rota]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield Rota(session, database, clock)


def test_the_first_is_called_then_the_next_then_the_outside_person_then_all(rota: Rota) -> None:
    rota.week(rota.bo, rota.ann)
    concern = rota.flag()
    assert rota.called(concern) == [["Bo"]]
    assert rota.later(timedelta(minutes=29), concern) == 0
    assert rota.later(timedelta(minutes=1), concern) == 1
    assert rota.later(HALF_AN_HOUR, concern) == 1
    assert rota.called(concern) == [["Bo"], ["Ann"], ["Out"]]
    assert rota.later(HALF_AN_HOUR, concern) == 1
    assert rota.called(concern)[3:] == [["Ann", "Bo", "Out"]]
    assert rota.letters() == ["Bo", "Ann", "Out", *rota.letters()[3:]]
    assert sorted(rota.letters()[3:]) == ["Ann", "Bo", "Out"]


def test_all_are_called_again_every_four_hours_until_one_has_it(rota: Rota) -> None:
    rota.week(rota.bo)
    concern = rota.flag()
    rota.later(HALF_AN_HOUR, concern)
    rota.later(HALF_AN_HOUR, concern)
    assert len(rota.called(concern)) == 3
    assert rota.later(timedelta(hours=3), concern) == 0
    assert rota.later(timedelta(hours=1), concern) == 1


def test_who_has_it_stops_the_calls(rota: Rota) -> None:
    rota.week(rota.bo, rota.ann)
    concern = rota.flag()
    actions.acknowledge(rota.session, concern, by=rota.hat(rota.bo))
    assert rota.later(HALF_AN_HOUR * 2, concern) == 0
    has_it = rules.who_has_it(concern)
    assert has_it is not None
    assert has_it.person_id == rota.bo.id


def test_anybody_of_the_rota_may_take_it_and_saying_so_twice_counts_once(rota: Rota) -> None:
    rota.week(rota.bo)
    concern = rota.flag()
    for _ in range(2):
        actions.acknowledge(rota.session, concern, by=rota.hat(rota.ann))
    actions.acknowledge(rota.session, concern, by=rota.hat(rota.bo))
    has_it = rules.who_has_it(concern)
    assert has_it is not None
    assert has_it.person_id == rota.ann.id
    assert [entry.what for entry in concern.log] == ["has it"]


def test_a_missed_call_stays_to_be_seen(rota: Rota) -> None:
    rota.week(rota.bo, rota.ann)
    concern = rota.flag()
    assert not queries.call_was_missed(rota.session, rota.board.id)
    rota.later(HALF_AN_HOUR, concern)
    assert [call.person.name for call in rules.missed(concern)] == ["Bo"]
    assert queries.call_was_missed(rota.session, rota.board.id)


def test_a_missed_call_about_an_allegation_tells_nobody_else(rota: Rota) -> None:
    concern = rota.flag(allegation=True)
    rota.later(HALF_AN_HOUR, concern)
    assert len(rules.missed(concern)) == 1
    assert not queries.call_was_missed(rota.session, rota.board.id)


def test_an_empty_day_calls_everybody_with_the_role(rota: Rota) -> None:
    rota.week(rota.bo, weekday=3)
    assert rota.called(rota.flag()) == [["Ann", "Bo"]]


def test_a_rota_of_people_who_have_left_is_an_empty_one(rota: Rota) -> None:
    stranger = a_person(rota.session, rota.board, Role.FACILITATOR)
    rota.week(stranger)
    assert rota.called(rota.flag()) == [["Ann", "Bo"]]


def test_a_date_stands_over_its_weekday(rota: Rota) -> None:
    rota.week(rota.bo)
    monday = date(2026, 11, 23)
    actions.set_rota_date(
        rota.session, rota.board.id, on=monday, persons=[rota.ann.id], by=rota.admin
    )
    assert rota.called(rota.flag()) == [["Ann"]]
    actions.set_rota_date(rota.session, rota.board.id, on=monday, persons=[], by=rota.admin)
    assert rota.called(rota.flag()) == [["Bo"]]


def test_the_day_is_the_one_on_the_wall_in_london(rota: Rota) -> None:
    """In summer, half past midnight of Tuesday in London is still Monday in UTC."""
    rota.clock.move_to("2026-06-15T23:30:00+00:00", tick=False)
    rota.week(rota.bo, weekday=1)
    assert rota.called(rota.flag()) == [["Bo"]]


def test_an_allegation_calls_the_outside_person_alone(rota: Rota) -> None:
    rota.week(rota.bo)
    concern = rota.flag(allegation=True)
    assert rota.called(concern) == [["Out"]]
    with pytest.raises(Refused):
        actions.acknowledge(rota.session, concern, by=rota.hat(rota.bo))


def test_what_somebody_has_and_nobody_decides_calls_the_next_once(rota: Rota) -> None:
    for on in (date(2026, 11, 23), date(2026, 11, 24)):
        persons = [rota.bo.id]
        actions.set_rota_date(rota.session, rota.board.id, on=on, persons=persons, by=rota.admin)
    concern = rota.flag()
    actions.see(rota.session, concern, by=rota.hat(rota.bo))
    assert rota.later(timedelta(hours=23), concern) == 0
    assert rota.later(timedelta(hours=2), concern) == 1
    assert rota.called(concern) == [["Bo"], ["Out"]]
    actions.acknowledge(rota.session, concern, by=rota.hat(rota.out))
    assert rota.later(timedelta(days=2), concern) == 0


def test_a_decided_concern_calls_nobody(rota: Rota) -> None:
    concern = rota.flag()
    actions.decide(
        rota.session, concern, outcome=ConcernState.CLEARED, reason="A film.", by=rota.hat(rota.bo)
    )
    assert rota.later(timedelta(days=2), concern) == 0


def test_what_is_held_again_calls_again_in_the_same_minute(rota: Rota) -> None:
    rota.week(rota.bo)
    concern = rota.flag()
    actions.decide(
        rota.session, concern, outcome=ConcernState.CLEARED, reason="A film.", by=rota.hat(rota.bo)
    )
    actions.flag(rota.session, concern.contribution, board=rota.board, by=None)
    assert rules.who_has_it(concern) is None
    assert rota.letters() == ["Bo", "Bo"]


def test_the_job_run_twice_at_once_calls_once(rota: Rota) -> None:
    rota.week(rota.bo, rota.ann)
    concern = rota.flag()
    rota.later(HALF_AN_HOUR, concern)
    assert climb_concerns(rota.database) == 0
    calls = rota.session.scalar(select(func.count()).select_from(Call))
    assert calls == 2
