from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from advisory.clocks.models import Clock, Unit
from advisory.clocks.rules import (
    DEFAULTS,
    Allowance,
    NoOpenDay,
    OpenTime,
    OverlappingHours,
    Span,
    State,
    TimeLeft,
    add_open_days,
    bank_holidays,
    check_hours,
    due,
    due_after_pause,
    is_open_day,
    next_reading,
    open_days_between,
    time_left,
)

LONDON = ZoneInfo("Europe/London")
OFFICE = (Span(time(10), time(17)),)
ALL_DAY = (Span(time(0), time(0)),)
WEEK = OpenTime(LONDON, dict.fromkeys(range(5), OFFICE), bank_holidays("GB-ENG", 2026))
ALWAYS = OpenTime(LONDON, dict.fromkeys(range(7), ALL_DAY))
NEVER = OpenTime(LONDON, {})


def at(day: str, clock: str = "12:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=LONDON)


def closed(*days: str) -> OpenTime:
    more = frozenset(date.fromisoformat(day) for day in days)
    return OpenTime(LONDON, WEEK.hours, WEEK.closed | more)


def test_the_day_of_the_start_is_day_zero() -> None:
    assert add_open_days(WEEK, at("2026-11-23"), 0) == at("2026-11-23", "17:00")
    assert add_open_days(WEEK, at("2026-11-23"), 1) == at("2026-11-24", "17:00")


def test_words_sent_at_noon_on_monday_are_answered_two_weeks_later() -> None:
    assert due(WEEK, DEFAULTS[Clock.ANSWER], at("2026-11-23")) == at("2026-12-07", "17:00")


def test_a_weekend_does_not_count() -> None:
    assert add_open_days(WEEK, at("2026-11-27"), 1) == at("2026-11-30", "17:00")


def test_before_opening_still_belongs_to_the_day() -> None:
    assert add_open_days(WEEK, at("2026-11-23", "06:00"), 1) == at("2026-11-24", "17:00")


def test_the_last_minute_counts_and_closing_time_is_too_late() -> None:
    assert add_open_days(WEEK, at("2026-11-23", "16:59"), 1) == at("2026-11-24", "17:00")
    assert add_open_days(WEEK, at("2026-11-23", "17:00"), 1) == at("2026-11-25", "17:00")


def test_a_start_on_saturday_counts_as_mondays_opening() -> None:
    assert add_open_days(WEEK, at("2026-11-28"), 0) == at("2026-11-30", "17:00")
    assert add_open_days(WEEK, at("2026-11-28"), 1) == at("2026-12-01", "17:00")


def test_bank_holidays_do_not_count() -> None:
    # Christmas Eve is a Thursday; Boxing Day is a Saturday, so Monday is free instead.
    assert add_open_days(WEEK, at("2026-12-24"), 1) == at("2026-12-29", "17:00")


def test_scottish_bank_holidays_are_not_ours() -> None:
    assert date(2026, 11, 30) not in bank_holidays("GB-ENG", 2026)
    assert date(2026, 11, 30) in bank_holidays("GB-SCT", 2026)
    assert bank_holidays("", 2026) == frozenset()


def test_a_closure_at_the_start_moves_day_zero() -> None:
    away = closed("2026-11-23", "2026-11-24")
    assert add_open_days(away, at("2026-11-23"), 1) == at("2026-11-26", "17:00")


def test_a_closure_in_between_is_stepped_over() -> None:
    assert add_open_days(closed("2026-11-24"), at("2026-11-23"), 1) == at("2026-11-25", "17:00")


def test_clocks_going_forward_do_not_move_closing_time() -> None:
    moment = add_open_days(WEEK, at("2026-03-27"), 1)
    assert moment == datetime(2026, 3, 30, 16, 0, tzinfo=UTC)


def test_clocks_going_back_do_not_move_closing_time() -> None:
    moment = add_open_days(WEEK, at("2026-10-23"), 1)
    assert moment == datetime(2026, 10, 26, 17, 0, tzinfo=UTC)


def test_around_the_clock_loses_no_minute_at_midnight() -> None:
    assert add_open_days(ALWAYS, at("2026-11-23", "23:59"), 0) == at("2026-11-24", "00:00")
    assert add_open_days(ALWAYS, at("2026-11-24", "00:00"), 0) == at("2026-11-25", "00:00")


def test_a_board_that_closes_at_midnight_is_not_late_before() -> None:
    due_at = add_open_days(ALWAYS, at("2026-11-23"), 2)
    assert time_left(due_at, at("2026-11-25", "23:59"), ALWAYS) == TimeLeft(State.DUE_SOON, 0)
    assert time_left(due_at, at("2026-11-26", "00:01"), ALWAYS) == TimeLeft(State.OVERDUE, 1)


def test_the_start_is_read_in_the_calendars_zone() -> None:
    late_evening_in_utc = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)
    assert add_open_days(WEEK, late_evening_in_utc, 0) == at("2026-06-02", "17:00")


def test_a_calendar_without_open_days_is_refused() -> None:
    with pytest.raises(NoOpenDay):
        add_open_days(NEVER, at("2026-11-23"), 1)
    with pytest.raises(NoOpenDay):
        next_reading(NEVER, at("2026-11-23"))


def test_a_closure_of_more_than_a_year_is_refused_and_a_shorter_one_is_not() -> None:
    days = [date(2026, 11, 24) + timedelta(days=n) for n in range(366)]
    away = OpenTime(LONDON, ALWAYS.hours, frozenset(days))
    with pytest.raises(NoOpenDay):
        add_open_days(away, at("2026-11-23"), 1)
    shorter = OpenTime(LONDON, ALWAYS.hours, frozenset(days[:-1]))
    assert add_open_days(shorter, at("2026-11-23"), 1) == at("2027-11-25", "00:00")


def test_somebody_reads_now_or_at_the_next_opening() -> None:
    assert next_reading(WEEK, at("2026-11-23", "12:00")) == at("2026-11-23", "12:00")
    assert next_reading(WEEK, at("2026-11-23", "08:00")) == at("2026-11-23", "10:00")
    assert next_reading(WEEK, at("2026-11-27", "17:00")) == at("2026-11-30", "10:00")


def test_a_lunch_break_is_no_reading_time() -> None:
    spans = (Span(time(10), time(12)), Span(time(14), time(17)))
    lunch = OpenTime(LONDON, {0: spans})
    assert next_reading(lunch, at("2026-11-23", "12:30")) == at("2026-11-23", "14:00")
    assert add_open_days(lunch, at("2026-11-23", "12:30"), 0) == at("2026-11-23", "17:00")


def test_open_days_between_counts_what_begins_after_day_zero() -> None:
    assert open_days_between(WEEK, at("2026-11-23"), at("2026-11-23", "16:00")) == 0
    assert open_days_between(WEEK, at("2026-11-23"), at("2026-11-30")) == 5
    assert open_days_between(WEEK, at("2026-11-30"), at("2026-11-23")) == 0


def test_hours_run_at_night_and_days_keep_the_time_of_the_wall() -> None:
    evening = at("2026-10-24", "18:00")
    assert due(WEEK, Allowance(24, Unit.HOURS), evening) == at("2026-10-25", "17:00")
    assert due(WEEK, Allowance(1, Unit.DAYS), evening) == at("2026-10-25", "18:00")


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-11-23", TimeLeft(State.ON_TIME, 3)),
        ("2026-11-24", TimeLeft(State.ON_TIME, 2)),
        ("2026-11-25", TimeLeft(State.DUE_SOON, 1)),
        ("2026-11-26", TimeLeft(State.DUE_SOON, 0)),
        ("2026-11-27", TimeLeft(State.OVERDUE, 1)),
        ("2026-11-29", TimeLeft(State.OVERDUE, 1)),
        ("2026-12-01", TimeLeft(State.OVERDUE, 3)),
        ("2026-12-02", TimeLeft(State.VERY_OVERDUE, 4)),
    ],
)
def test_time_left_from_on_time_to_very_overdue(now: str, left: TimeLeft) -> None:
    three = Allowance(3, Unit.OPEN_DAYS)
    due_at = due(WEEK, three, at("2026-11-23"))
    very_late_at = due(WEEK, three.doubled, at("2026-11-23"))
    assert time_left(due_at, at(now), WEEK, very_late_at=very_late_at) == left


def test_the_closing_minute_itself_is_in_time() -> None:
    due_at = at("2026-11-23", "17:00")
    assert not time_left(due_at, due_at, WEEK).is_late
    assert time_left(due_at, due_at + timedelta(seconds=1), WEEK) == TimeLeft(State.OVERDUE, 0)


def test_a_stored_due_date_can_be_read_after_the_board_closed_for_good() -> None:
    assert time_left(at("2026-11-23", "17:00"), at("2026-11-24"), NEVER).is_late


def test_a_pause_moves_the_due_date_by_its_open_days_and_no_further_than_allowed() -> None:
    due_at = at("2026-12-07", "17:00")
    paused, resumed = at("2026-11-24"), at("2026-11-26")
    assert due_after_pause(WEEK, due_at, paused, resumed, 20) == at("2026-12-09", "17:00")
    assert due_after_pause(WEEK, due_at, paused, resumed, 1) == at("2026-12-08", "17:00")
    assert due_after_pause(WEEK, due_at, paused, paused, 20) == due_at


def test_the_clocks_stand_as_they_were_decided() -> None:
    assert {clock.value: (a.amount, a.unit.value) for clock, a in DEFAULTS.items()} == {
        "first_reading": (1, "open_days"),
        "understood": (2, "open_days"),
        "held_seen": (0, "open_days"),
        "held_decided": (24, "hours"),
        "acknowledge": (3, "open_days"),
        "answer": (10, "open_days"),
        "answer_theme": (20, "open_days"),
        "remind_1": (3, "days"),
        "remind_2": (10, "days"),
        "remind_3": (24, "days"),
        "close_quietly": (7, "days"),
        "reopen_until": (90, "days"),
        "needs_member_pause": (20, "open_days"),
        "change_check": (90, "days"),
    }
    assert set(DEFAULTS) == set(Clock)


def test_a_held_item_that_nobody_saw_is_very_late_a_day_after() -> None:
    assert DEFAULTS[Clock.HELD_SEEN].doubled == Allowance(1, Unit.OPEN_DAYS)


def test_an_open_day_has_hours_and_is_not_closed() -> None:
    assert is_open_day(WEEK, date(2026, 11, 23))
    assert not is_open_day(WEEK, date(2026, 11, 28))
    assert not is_open_day(WEEK, date(2026, 12, 25))


@pytest.mark.parametrize(
    "spans",
    [
        (Span(time(17), time(10)),),
        (Span(time(10), time(10)),),
        (Span(time(10), time(13)), Span(time(12), time(17))),
        (Span(time(10), time(0)), Span(time(12), time(17))),
    ],
)
def test_hours_that_make_no_sense_are_refused(spans: tuple[Span, ...]) -> None:
    with pytest.raises(OverlappingHours):
        check_hours({0: spans})


def test_hours_may_touch_and_reach_midnight() -> None:
    check_hours({0: (Span(time(0), time(12)), Span(time(12), time(0))), 1: ALL_DAY})
