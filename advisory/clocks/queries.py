from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.clocks.models import Calendar, Clock, ClockSetting, Closure
from advisory.clocks.rules import DEFAULTS, Allowance, OpenTime, Span, bank_holidays, due

_KNOWN = "open times"
# Enough to look back at what is late and forward past the longest clock.
_BACK, _FORTH = timedelta(days=400), timedelta(days=800)


def open_time(session: Session, calendar_id: UUID, around: date) -> OpenTime:
    """When a board is open, with what is closed from 400 days before to 800 days after.

    Read once in a transaction; `forget_times` makes the next call read again.
    """
    known: dict[tuple[UUID, date], OpenTime] = session.info.setdefault(_KNOWN, {})
    if (calendar_id, around) not in known:
        known[calendar_id, around] = _read(session, calendar_id, around)
    return known[calendar_id, around]


def forget_times(session: Session) -> None:
    session.info.pop(_KNOWN, None)


def _read(session: Session, calendar_id: UUID, around: date) -> OpenTime:
    calendar = session.get_one(Calendar, calendar_id)
    hours: dict[int, tuple[Span, ...]] = {}
    for row in calendar.hours:
        spans = hours.get(row.weekday, ())
        hours[row.weekday] = (*spans, Span(row.opens_at, row.closes_at))
    first, last = around - _BACK, around + _FORTH
    closed = {
        day
        for year in range(first.year, last.year + 1)
        for day in bank_holidays(calendar.holidays_of, year)
    }
    for closure in closures_between(session, calendar_id, first, last):
        closed |= _days_of(closure, first, last)
    return OpenTime(ZoneInfo(calendar.zone), hours, frozenset(closed))


def _days_of(closure: Closure, first: date, last: date) -> set[date]:
    begins, ends = max(closure.first_on, first), min(closure.last_on, last)
    return {date.fromordinal(day) for day in range(begins.toordinal(), ends.toordinal() + 1)}


def closures_between(session: Session, calendar_id: UUID, first: date, last: date) -> list[Closure]:
    return list(
        session.scalars(
            select(Closure)
            .where(
                Closure.calendar_id == calendar_id,
                Closure.last_on >= first,
                Closure.first_on <= last,
            )
            .order_by(Closure.first_on, Closure.last_on)
        )
    )


def closure_on(session: Session, calendar_id: UUID, day: date) -> Closure | None:
    """The closure of a day that lasts longest: what "we are away until" speaks of."""
    closures = closures_between(session, calendar_id, day, day)
    return max(closures, key=lambda closure: closure.last_on, default=None)


def allowance(session: Session, calendar_id: UUID, clock: Clock, on: date) -> Allowance:
    """How long a clock runs for what starts on a day: the latest setting, or the default."""
    setting = session.scalar(
        select(ClockSetting)
        .where(
            ClockSetting.calendar_id == calendar_id,
            ClockSetting.clock == clock,
            ClockSetting.valid_from <= on,
        )
        .order_by(ClockSetting.valid_from.desc())
        .limit(1)
    )
    return Allowance(setting.amount, setting.unit) if setting else DEFAULTS[clock]


def clock_settings(session: Session, calendar_id: UUID) -> list[ClockSetting]:
    """All changes of a calendar's clocks, the newest first."""
    return list(
        session.scalars(
            select(ClockSetting)
            .where(ClockSetting.calendar_id == calendar_id)
            .order_by(ClockSetting.valid_from.desc(), ClockSetting.clock)
        )
    )


def due_at(session: Session, calendar_id: UUID, clock: Clock, start: datetime) -> datetime:
    """When what starts now is due by a clock's setting of that day. Raises NoOpenDay."""
    on = start.astimezone(ZoneInfo(session.get_one(Calendar, calendar_id).zone)).date()
    return due(
        open_time(session, calendar_id, on), allowance(session, calendar_id, clock, on), start
    )
