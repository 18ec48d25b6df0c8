"""Dates in working time beside an oracle that steps through minutes, and seven known bugs.

The numbers are issues of Zammad's tracker, where each of these went wrong in a real product. What
is told here is what must hold in ours.
"""

import random
from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from advisory.clocks import queries as clocks
from advisory.clocks.actions import add_closure, change_clock
from advisory.clocks.models import Clock, Unit
from advisory.clocks.rules import (
    Allowance,
    OpenTime,
    Span,
    add_open_days,
    closing,
    due,
    is_open_day,
    next_reading,
    open_days_between,
)
from advisory.feedback.actions import climbing, reading
from advisory.feedback.models import Feedback, Owed
from advisory.feedback.rules import open_due
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import Database, commit
from advisory.people.models import Board
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of, some_feedback, understood
from tests.clocks.test_against_the_oracle import FRIDAYS, TIMES, ZONES, is_open
from tests.proofs.proving import Proof

MINUTE = timedelta(minutes=1)
DAYS, QUESTIONS = 17, 50
"""A calendar is stepped through once, minute by minute, and then asked so many questions."""


def test_dates_are_what_stepping_through_minutes_gives(proof: Proof) -> None:
    count = proof.asked(5_000, 100_000)
    chance, wrong = random.Random(3), []  # noqa: S311 - the same examples every time
    for number in range(count // QUESTIONS):
        open_time, friday = _calendar(chance, FRIDAYS[number % len(FRIDAYS)])
        begin = datetime.combine(friday, time(0), UTC)
        minutes = [
            minute
            for minute in (begin + MINUTE * step for step in range(DAYS * 1440))
            if is_open(open_time, minute)
        ]
        days = [minute.astimezone(open_time.zone).date() for minute in minutes]
        for _ in range(QUESTIONS):
            start = begin + MINUTE * chance.randrange(4 * 1440)
            if told := _differs(open_time, start, chance.randrange(4), minutes, days):
                wrong.append(told)
    proof.none("dates unlike the oracle's", wrong, floor="5,000", asked=count)


def _calendar(chance: random.Random, friday: date) -> tuple[OpenTime, date]:
    # Four weekdays and one closed day: four days of work fit into the days stepped through.
    weekdays = chance.sample(range(7), chance.randint(4, 7))
    hours = {weekday: _spans(chance) for weekday in weekdays}
    closed = frozenset(friday + timedelta(days=chance.randrange(7)) for _ in range(1))
    return OpenTime(chance.choice(ZONES), hours, closed), friday


def _spans(chance: random.Random) -> tuple[Span, ...]:
    marks = sorted(chance.sample(TIMES, chance.choice((2, 4))))
    spans = [Span(opens, closes) for opens, closes in zip(marks[::2], marks[1::2], strict=True)]
    if chance.random() < 0.4:
        spans[-1] = Span(spans[-1].opens_at, time(0))
    return tuple(spans)


def _differs(
    open_time: OpenTime, start: datetime, days: int, minutes: Sequence[datetime], on: Sequence[date]
) -> str:
    """Empty when the rules say what the minutes say."""
    first = bisect_left(minutes, start)
    seen = sorted(set(on[first:]))
    last = max(at for at in range(first, len(on)) if on[at] == seen[days])
    counted = minutes[last] + MINUTE
    found = (add_open_days(open_time, start, days), next_reading(open_time, start))
    back = open_days_between(open_time, start, found[0] - MINUTE)
    if found == (counted, minutes[first]) and back == days:
        return ""
    return f"{open_time} {start} {days}: {found} and {back}, not {counted}, {minutes[first]}"


# ── Seven bugs of others, as sentences about ours ────────────────────────────────────────────────

ROUND_THE_CLOCK = OpenTime(ZONES[0], {weekday: (Span(time(0), time(0)),) for weekday in range(7)})
MONDAY = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


@pytest.fixture
def board(session: Session) -> Board:
    return a_board(session)


@pytest.fixture
def by(session: Session, board: Board) -> Hat:
    return hat_of(a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR)


def due_of(item: Feedback, owed: Owed) -> datetime:
    row = open_due(item.dues, owed)
    assert row is not None
    return row.due_at


def waits(item: Feedback) -> bool:
    return item.due_at is None


def test_390_a_day_that_is_only_in_a_calendar_of_customs_is_a_working_day(
    session: Session, board: Board
) -> None:
    """Martinmas, Remembrance Sunday's Monday, Diwali: nobody closes but for a bank holiday."""
    known = clocks.open_time(session, board.calendar_id, MONDAY.date())
    assert all(is_open_day(known, date(2026, 11, day)) for day in (9, 10, 11, 12, 13))
    assert not is_open_day(known, date(2026, 12, 25))
    before = datetime(2026, 11, 9, 12, tzinfo=UTC)
    assert add_open_days(known, before, 4).date() == date(2026, 11, 13)


def test_534_a_change_of_the_calendar_moves_no_date_that_was_promised_and_every_new_one(
    session: Session, board: Board
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        old, _digits = some_feedback(session, board)
        promised = due_of(old, Owed.FIRST_READING)
        add_closure(
            session,
            calendar_id=board.calendar_id,
            first_on=date(2026, 11, 24),
            last_on=date(2026, 11, 26),
            reason="Away",
        )
        new, _digits = some_feedback(session, board)
    assert promised.date() == date(2026, 11, 24)
    session.expire_all()
    assert due_of(old, Owed.FIRST_READING) == promised
    assert due_of(new, Owed.FIRST_READING).date() == date(2026, 11, 27)


def test_2082_the_nearest_date_follows_at_the_first_step_and_not_at_the_second(
    session: Session, board: Board, by: Hat
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        item, _digits = some_feedback(session, board)
        assert item.due_at == due_of(item, Owed.FIRST_READING)
        understood(session, item, by)
        assert item.due_at == min(due.due_at for due in item.dues if due.met_at is None)
        assert open_due(item.dues, Owed.FIRST_READING) is None
        reading.ask_member(session, item, question="Which?", board=board, by=by)
        assert waits(item)
        reading.resume(session, item, by=by)
        assert not waits(item)


def test_3180_round_the_clock_loses_no_minute_at_midnight() -> None:
    midnight = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    for moment in (midnight - MINUTE, midnight, midnight + MINUTE):
        assert next_reading(ROUND_THE_CLOCK, moment) == moment
    late = midnight - MINUTE
    assert due(ROUND_THE_CLOCK, Allowance(24, Unit.HOURS), late) == late + timedelta(hours=24)
    # Day zero ends at midnight exactly; one more day ends one day later, not one minute more.
    assert add_open_days(ROUND_THE_CLOCK, late, 0) == midnight
    assert add_open_days(ROUND_THE_CLOCK, late, 1) == midnight + timedelta(days=1)


def test_3837_a_long_time_is_shown_as_it_was_set(
    session: Session, database: Database, board: Board, browser: Browser
) -> None:
    change_clock(
        session,
        calendar_id=board.calendar_id,
        clock=Clock.HELD_DECIDED,
        amount=120,
        unit=Unit.HOURS,
        valid_from=date(2020, 1, 1),
    )
    person = a_person(session, board, Role.ADMINISTRATOR)
    commit(session)
    browser.sign_in(person)
    shown = browser.get("/staff/settings/clocks")
    assert "120 hours" in shown.words
    with database.reading() as reader:
        ends = clocks.due_at(reader, board.calendar_id, Clock.HELD_DECIDED, MONDAY)
    assert ends == MONDAY + timedelta(hours=120)


def test_4432_nothing_becomes_late_at_midnight_or_on_a_weekend(
    session: Session, board: Board
) -> None:
    known = clocks.open_time(session, board.calendar_id, MONDAY.date())
    for hours in range(0, 24 * 9, 7):
        with time_machine.travel(MONDAY + timedelta(hours=hours), tick=False):
            item, _digits = some_feedback(session, board)
        for row in item.dues:
            for moment in (row.due_at, row.very_late_at):
                assert moment == closing(known, moment.date()), moment


def test_5177_a_nearer_later_step_does_not_overrule_the_first_reading(
    session: Session, board: Board, by: Hat
) -> None:
    change_clock(
        session,
        calendar_id=board.calendar_id,
        clock=Clock.FIRST_READING,
        amount=6,
        unit=Unit.OPEN_DAYS,
        valid_from=date(2020, 1, 1),
    )
    with time_machine.travel(MONDAY, tick=False):
        item, _digits = some_feedback(session, board)
        first, other = due_of(item, Owed.FIRST_READING), due_of(item, Owed.UNDERSTOOD)
        assert other < first
        assert item.due_at == other
        reading.take(session, item, by=by)
        assert due_of(item, Owed.UNDERSTOOD) == other
    with time_machine.travel(first + MINUTE, tick=False):
        late, _digits = some_feedback(session, board)
        assert due_of(late, Owed.FIRST_READING) > first
        assert climbing.climb_overdue(session) >= 1
