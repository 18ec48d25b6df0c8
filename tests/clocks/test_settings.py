from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy.orm import Session

from advisory.clocks.actions import (
    ClosureEndsBeforeItBegins,
    add_closure,
    change_clock,
    set_hours,
    standard_calendar,
)
from advisory.clocks.models import Clock, Unit
from advisory.clocks.queries import allowance, clock_settings, closure_on, open_time
from advisory.clocks.rules import (
    Allowance,
    OverlappingHours,
    Span,
    add_open_days,
    is_open_day,
)

TODAY = date(2026, 11, 23)


def test_a_standard_calendar_is_open_on_working_days_from_ten_to_five(session: Session) -> None:
    calendar = standard_calendar(session)
    session.expire_all()
    opened = open_time(session, calendar.id, TODAY)
    assert opened.hours == {day: (Span(time(10), time(17)),) for day in range(5)}
    assert str(opened.zone) == "Europe/London"
    assert not is_open_day(opened, date(2026, 12, 25))
    assert not is_open_day(opened, date(2027, 12, 27))


def test_a_board_may_keep_no_bank_holidays(session: Session) -> None:
    calendar = standard_calendar(session)
    calendar.holidays_of = ""
    assert is_open_day(open_time(session, calendar.id, TODAY), date(2026, 12, 25))


def test_hours_are_replaced_as_a_whole(session: Session) -> None:
    calendar = standard_calendar(session)
    twice = [(time(14), time(17)), (time(10), time(12))]
    set_hours(session, calendar=calendar, hours={0: twice, 6: [(time(9), time(0))]})
    session.expire_all()
    opened = open_time(session, calendar.id, TODAY)
    assert opened.hours == {
        0: (Span(time(10), time(12)), Span(time(14), time(17))),
        6: (Span(time(9), time(0)),),
    }


def test_hours_that_overlap_leave_the_week_as_it_was(session: Session) -> None:
    calendar = standard_calendar(session)
    with pytest.raises(OverlappingHours):
        set_hours(session, calendar=calendar, hours={0: [(time(17), time(10))]})
    assert len(calendar.hours) == 5


def test_a_closure_is_stepped_over_and_said(session: Session) -> None:
    calendar = standard_calendar(session)
    add_closure(
        session,
        calendar_id=calendar.id,
        first_on=date(2026, 11, 23),
        last_on=date(2026, 11, 25),
        reason="Training",
    )
    opened = open_time(session, calendar.id, TODAY)
    start = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert add_open_days(opened, start, 0) == datetime(2026, 11, 26, 17, tzinfo=UTC)
    closure = closure_on(session, calendar.id, date(2026, 11, 25))
    assert closure is not None
    assert closure.last_on == date(2026, 11, 25)
    assert closure_on(session, calendar.id, date(2026, 11, 26)) is None


def test_a_closure_of_another_board_closes_nothing_here(session: Session) -> None:
    ours, theirs = standard_calendar(session), standard_calendar(session, name="Theirs")
    add_closure(session, calendar_id=theirs.id, first_on=TODAY, last_on=TODAY, reason="Away")
    assert is_open_day(open_time(session, ours.id, TODAY), TODAY)


def test_a_closure_that_ends_before_it_begins_is_refused(session: Session) -> None:
    calendar = standard_calendar(session)
    with pytest.raises(ClosureEndsBeforeItBegins):
        add_closure(
            session,
            calendar_id=calendar.id,
            first_on=TODAY,
            last_on=date(2026, 11, 22),
            reason="Wrong",
        )


def test_a_clock_changes_on_its_day_and_not_before(session: Session) -> None:
    calendar = standard_calendar(session)

    def change(amount: int, valid_from: date) -> None:
        change_clock(
            session,
            calendar_id=calendar.id,
            clock=Clock.ANSWER,
            amount=amount,
            unit=Unit.OPEN_DAYS,
            valid_from=valid_from,
        )

    change(15, TODAY)
    change(5, date(2026, 12, 1))
    change(6, date(2026, 12, 1))
    lengths = [
        allowance(session, calendar.id, Clock.ANSWER, on).amount
        for on in (date(2026, 11, 22), TODAY, date(2026, 11, 30), date(2026, 12, 1))
    ]
    assert lengths == [10, 15, 15, 6]
    assert [setting.amount for setting in clock_settings(session, calendar.id)] == [6, 15]


def test_other_clocks_keep_their_defaults(session: Session) -> None:
    calendar = standard_calendar(session)
    held = allowance(session, calendar.id, Clock.HELD_DECIDED, TODAY)
    assert held == Allowance(24, Unit.HOURS)
