from collections.abc import Mapping, Sequence
from datetime import date, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.clocks import queries
from advisory.clocks.models import Calendar, Clock, ClockSetting, Closure, OpenHours, Unit
from advisory.clocks.rules import Span, check_hours

_WORKING_DAYS = range(5)
_OFFICE_HOURS = (time(10, 0), time(17, 0))


class ClosureEndsBeforeItBegins(ValueError):
    """Raised for a closure whose last day is before its first."""


def set_hours(
    session: Session,
    *,
    calendar: Calendar,
    hours: Mapping[int, Sequence[tuple[time, time]]],
) -> None:
    """Replaces the whole week: (opens, closes) per weekday, 0 is Monday.

    Raises OverlappingHours.
    """
    week = {
        weekday: tuple(Span(opens_at, closes_at) for opens_at, closes_at in sorted(spans))
        for weekday, spans in hours.items()
    }
    check_hours(week)
    calendar.hours.clear()
    # The old rows must be gone before new ones may begin at the same time.
    session.flush()
    calendar.hours.extend(
        OpenHours(weekday=weekday, opens_at=span.opens_at, closes_at=span.closes_at)
        for weekday, spans in sorted(week.items())
        for span in spans
    )
    session.flush()
    queries.forget_times(session)


def add_closure(
    session: Session, *, calendar_id: UUID, first_on: date, last_on: date, reason: str
) -> Closure:
    """Nobody reads from the first to the last day. Raises ClosureEndsBeforeItBegins."""
    if last_on < first_on:
        raise ClosureEndsBeforeItBegins
    closure = Closure(calendar_id=calendar_id, first_on=first_on, last_on=last_on, reason=reason)
    session.add(closure)
    session.flush()
    queries.forget_times(session)
    return closure


def change_clock(
    session: Session,
    *,
    calendar_id: UUID,
    clock: Clock,
    amount: int,
    unit: Unit,
    valid_from: date,
) -> ClockSetting:
    """From a day on a clock runs this long; a second change for one day replaces the first."""
    setting = session.scalar(
        select(ClockSetting).where(
            ClockSetting.calendar_id == calendar_id,
            ClockSetting.clock == clock,
            ClockSetting.valid_from == valid_from,
        )
    )
    if setting is None:
        setting = ClockSetting(calendar_id=calendar_id, clock=clock, valid_from=valid_from)
        session.add(setting)
    setting.amount = amount
    setting.unit = unit
    session.flush()
    queries.forget_times(session)
    return setting


def standard_calendar(session: Session, *, name: str = "Monday to Friday") -> Calendar:
    """A new calendar: London, England's bank holidays, Monday to Friday, 10:00 to 17:00."""
    calendar = Calendar(name=name)
    session.add(calendar)
    set_hours(
        session,
        calendar=calendar,
        hours={weekday: [_OFFICE_HOURS] for weekday in _WORKING_DAYS},
    )
    return calendar
