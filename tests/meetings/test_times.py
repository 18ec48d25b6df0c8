"""London's clock and working days. Nothing here needs a database."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from advisory.clocks.rules import OpenTime, bank_holidays
from advisory.meetings.models import Step
from advisory.meetings.rules.timetable import NoSuchTime, due_days, moment, working_day

CLOSED = bank_holidays("GB-ENG", 2026) | bank_holidays("GB-ENG", 2027)
OPEN = OpenTime(ZoneInfo("Europe/London"), {}, frozenset(CLOSED))


def test_the_hour_that_spring_jumps_over_is_no_time_for_a_meeting() -> None:
    with pytest.raises(NoSuchTime):
        moment(date(2027, 3, 28), time(1, 30))


def test_a_meeting_keeps_its_hour_on_the_wall_in_summer_and_winter() -> None:
    assert moment(date(2027, 3, 27), time(14)) == datetime(2027, 3, 27, 14, tzinfo=UTC)
    assert moment(date(2027, 3, 28), time(14)) == datetime(2027, 3, 28, 13, tzinfo=UTC)


def test_of_the_hour_that_comes_twice_it_is_the_first() -> None:
    assert moment(date(2027, 10, 31), time(1, 30)) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_working_days_jump_over_christmas() -> None:
    assert working_day(OPEN, date(2026, 12, 30), -2) == date(2026, 12, 24)
    assert working_day(OPEN, date(2026, 12, 24), 1) == date(2026, 12, 29)


def test_the_timetable_stands_around_the_day() -> None:
    days = due_days(date(2027, 2, 10), OPEN)
    assert days[Step.PAPERS_OUT] == date(2027, 2, 3)
    assert days[Step.BEGIN_AGENDA] == date(2027, 1, 6)
    assert days[Step.ASK_HOW_PEOPLE_ARE] == date(2027, 2, 11)
    assert days[Step.TEAMS_RESPOND] == date(2027, 3, 10)
    assert days[Step.DID_IT_HAPPEN] == date(2027, 8, 10)


def test_half_a_year_after_the_last_of_august_is_the_last_of_february() -> None:
    assert due_days(date(2026, 8, 31), OPEN)[Step.DID_IT_HAPPEN] == date(2027, 3, 1)
