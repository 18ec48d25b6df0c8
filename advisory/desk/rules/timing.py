"""Time left in words. A colour never stands without its word."""

from dataclasses import dataclass
from datetime import datetime

from advisory.clocks.rules import NoOpenDay, OpenTime, State, time_left
from advisory.feedback.models import Feedback
from advisory.feedback.rules import Column
from advisory.languages.catalogues import counted_for_staff, for_staff
from advisory.languages.dates import london, numeric_date

_TODAY = for_staff("Due today")
_LATE_TODAY = for_staff("Late since today")
_NOTHING = for_staff("Nothing is due")
_NEWS_BY = for_staff("News promised by %(date)s")
_PAUSED = for_staff("The clock stands still")
_BY = for_staff("Due %(date)s")
_LEFT = counted_for_staff("%(num)s day left", "%(num)s days left")
_LATE = counted_for_staff("%(num)s day late", "%(num)s days late")
_VERY_LATE = counted_for_staff("%(num)s day late, very late", "%(num)s days late, very late")


@dataclass(frozen=True)
class Clock:
    """What time it is for a board, read once for a page."""

    at: datetime
    open_time: OpenTime


def _promised(feedback: Feedback, clock: Clock) -> tuple[str, str]:
    """Where nobody owes a step, the one date that the person was told still holds."""
    if feedback.column == Column.FINISHED:
        return _NOTHING, ""
    late = feedback.promised_on < london(clock.at).date()
    return _NEWS_BY % {"date": numeric_date(feedback.promised_on)}, "bad" if late else ""


def due_words(feedback: Feedback, clock: Clock, very_late_at: datetime | None) -> tuple[str, str]:
    """Words and tone: "2 days left", "1 day late"; days are open days."""
    if feedback.paused_at is not None:
        return _PAUSED, ""
    if feedback.due_at is None:
        return _promised(feedback, clock)
    return time_words(feedback.due_at, clock, very_late_at)


def time_words(
    due_at: datetime, clock: Clock, very_late_at: datetime | None = None
) -> tuple[str, str]:
    """As due_words, for any date somebody owes."""
    try:
        left = time_left(due_at, clock.at, clock.open_time, very_late_at=very_late_at)
    except NoOpenDay:
        return _BY % {"date": numeric_date(due_at)}, ""
    if left.is_late:
        words = _VERY_LATE if left.state is State.VERY_OVERDUE else _LATE
        return (words.of(left.open_days) if left.open_days else _LATE_TODAY), "bad"
    soon = "warn" if left.state is State.DUE_SOON else ""
    return (_LEFT.of(left.open_days) if left.open_days else _TODAY), soon
