"""Open-time arithmetic. Day zero is the open day on which a clock starts.

Due dates are computed once and stored; a later change of hours does not move them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

from advisory.clocks.models import Clock, Unit

_SEARCHED_DAYS = 366
_MIDNIGHT = time(0, 0)
_ONE_DAY = timedelta(days=1)


class NoOpenDay(Exception):
    """Raised when nobody reads on any of the next 366 days."""


class OverlappingHours(ValueError):
    """Raised for hours that end before they begin, or of which two run at once."""


@dataclass(frozen=True)
class Span:
    """A stretch of one day. `closes_at` 00:00 is the midnight that ends the day."""

    opens_at: time
    closes_at: time

    @property
    def closes_next_day(self) -> bool:
        return self.closes_at == _MIDNIGHT


@dataclass(frozen=True)
class OpenTime:
    """When somebody reads: spans per weekday (0 is Monday, in order) except on closed days."""

    zone: ZoneInfo
    hours: Mapping[int, tuple[Span, ...]]
    closed: frozenset[date] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Allowance:
    """How long a clock runs."""

    amount: int
    unit: Unit

    @property
    def doubled(self) -> "Allowance":
        """Twice as long, and never less than one: after that it is very overdue."""
        return Allowance(max(1, 2 * self.amount), self.unit)


class State(StrEnum):
    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    VERY_OVERDUE = "very_overdue"


@dataclass(frozen=True)
class TimeLeft:
    """`open_days` are left while it is on time or due soon, and late when it is overdue."""

    state: State
    open_days: int

    @property
    def is_late(self) -> bool:
        return self.state in {State.OVERDUE, State.VERY_OVERDUE}


DEFAULTS: dict[Clock, Allowance] = {
    Clock.FIRST_READING: Allowance(1, Unit.OPEN_DAYS),
    Clock.UNDERSTOOD: Allowance(2, Unit.OPEN_DAYS),
    Clock.HELD_SEEN: Allowance(0, Unit.OPEN_DAYS),
    Clock.HELD_DECIDED: Allowance(24, Unit.HOURS),
    Clock.ACKNOWLEDGE: Allowance(3, Unit.OPEN_DAYS),
    Clock.ANSWER: Allowance(10, Unit.OPEN_DAYS),
    Clock.ANSWER_THEME: Allowance(20, Unit.OPEN_DAYS),
    Clock.REMIND_1: Allowance(3, Unit.DAYS),
    Clock.REMIND_2: Allowance(10, Unit.DAYS),
    Clock.REMIND_3: Allowance(24, Unit.DAYS),
    Clock.CLOSE_QUIETLY: Allowance(7, Unit.DAYS),
    Clock.REOPEN_UNTIL: Allowance(90, Unit.DAYS),
    Clock.NEEDS_MEMBER_PAUSE: Allowance(20, Unit.OPEN_DAYS),
    Clock.CHANGE_CHECK: Allowance(90, Unit.DAYS),
}


@lru_cache(maxsize=64)
def bank_holidays(holidays_of: str, year: int) -> frozenset[date]:
    """The bank holidays of "GB-ENG" or the like in one year; none for an empty string."""
    if not holidays_of:
        return frozenset()
    country, _, part = holidays_of.partition("-")
    return frozenset(country_holidays(country, subdiv=part or None, years=year))


def check_hours(hours: Mapping[int, tuple[Span, ...]]) -> None:
    """Raises OverlappingHours unless every day's spans follow one another."""
    for spans in hours.values():
        ended: time | None = _MIDNIGHT
        for span in spans:
            if ended is None or span.opens_at < ended:
                raise OverlappingHours
            if not span.closes_next_day and span.closes_at <= span.opens_at:
                raise OverlappingHours
            ended = None if span.closes_next_day else span.closes_at


def is_open_day(open_time: OpenTime, day: date) -> bool:
    return bool(open_time.hours.get(day.weekday())) and day not in open_time.closed


def opening(open_time: OpenTime, day: date) -> datetime:
    """When an open day begins, in UTC."""
    return _moment(open_time, day, open_time.hours[day.weekday()][0].opens_at)


def closing(open_time: OpenTime, day: date) -> datetime:
    """When an open day ends, in UTC."""
    return _end(open_time, day, open_time.hours[day.weekday()][-1])


def add_open_days(open_time: OpenTime, start: datetime, days: int) -> datetime:
    """The closing time of the open day that comes `days` after the start's, in UTC.

    A start after closing, or on a closed day, counts as the next open day's opening.
    Raises NoOpenDay.
    """
    day = day_zero(open_time, start)
    for _ in range(days):
        day = _next_open_day(open_time, day + _ONE_DAY)
    return closing(open_time, day)


def day_zero(open_time: OpenTime, start: datetime) -> date:
    """The open day to which a start belongs. Raises NoOpenDay."""
    day = _local_day(open_time, start)
    if is_open_day(open_time, day) and start < closing(open_time, day):
        return day
    return _next_open_day(open_time, day + _ONE_DAY)


def next_reading(open_time: OpenTime, now: datetime) -> datetime:
    """When somebody next reads, in UTC: now, if they do now. Raises NoOpenDay."""
    day = day_zero(open_time, now)
    for span in open_time.hours[day.weekday()]:
        if now < _end(open_time, day, span):
            return max(now, _moment(open_time, day, span.opens_at)).astimezone(UTC)
    raise NoOpenDay  # day_zero ends after now, so one of its spans does


def open_days_between(open_time: OpenTime, start: datetime, end: datetime) -> int:
    """How many open days after the start's day zero begin by the end's day."""
    if end <= start:
        return 0
    first = day_zero(open_time, start)
    return sum(
        is_open_day(open_time, day) for day in _days(first + _ONE_DAY, _local_day(open_time, end))
    )


def due(open_time: OpenTime, allowance: Allowance, start: datetime) -> datetime:
    """When what starts now is due, in UTC. Days end at the same time on London's clock."""
    match allowance.unit:
        case Unit.OPEN_DAYS:
            return add_open_days(open_time, start, allowance.amount)
        case Unit.HOURS:
            return start.astimezone(UTC) + timedelta(hours=allowance.amount)
        case Unit.DAYS:
            local = start.astimezone(open_time.zone) + timedelta(days=allowance.amount)
            return local.astimezone(UTC)


def due_after_pause(
    open_time: OpenTime, due_at: datetime, paused_at: datetime, resumed_at: datetime, longest: int
) -> datetime:
    """A due date moved by the open days of a pause, but by no more than `longest`, in UTC."""
    days = min(open_days_between(open_time, paused_at, resumed_at), longest)
    day = _last_day_of(open_time, due_at)
    for _ in range(days):
        day = _next_open_day(open_time, day + _ONE_DAY)
    return closing(open_time, day) if days > 0 else due_at.astimezone(UTC)


def time_left(
    due_at: datetime,
    now: datetime,
    open_time: OpenTime,
    *,
    very_late_at: datetime | None = None,
    soon: int = 1,
) -> TimeLeft:
    """Where a stored due date stands. `soon` open days or fewer left are due soon.

    `very_late_at` is the due date of the doubled allowance, stored beside the other.
    """
    if now <= due_at:
        days = open_days_between(open_time, now, due_at - timedelta(microseconds=1))
        return TimeLeft(State.DUE_SOON if days <= soon else State.ON_TIME, days)
    late = _open_days_late(open_time, due_at, now)
    very = very_late_at is not None and now > very_late_at
    return TimeLeft(State.VERY_OVERDUE if very else State.OVERDUE, late)


def _open_days_late(open_time: OpenTime, due_at: datetime, now: datetime) -> int:
    due_on = _last_day_of(open_time, due_at)
    return sum(
        is_open_day(open_time, day) for day in _days(due_on + _ONE_DAY, _local_day(open_time, now))
    )


def _last_day_of(open_time: OpenTime, due_at: datetime) -> date:
    # A day that closes at midnight ends on the date before.
    return _local_day(open_time, due_at - timedelta(microseconds=1))


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def _next_open_day(open_time: OpenTime, first: date) -> date:
    for day in _days(first, first + (_SEARCHED_DAYS - 1) * _ONE_DAY):
        if is_open_day(open_time, day):
            return day
    raise NoOpenDay


def _local_day(open_time: OpenTime, moment: datetime) -> date:
    return moment.astimezone(open_time.zone).date()


def _end(open_time: OpenTime, day: date, span: Span) -> datetime:
    return _moment(open_time, day + _ONE_DAY if span.closes_next_day else day, span.closes_at)


def _moment(open_time: OpenTime, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, open_time.zone).astimezone(UTC)
