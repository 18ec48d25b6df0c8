"""The rules beside an oracle that knows nothing but "is this minute open?"."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from advisory.clocks.rules import (
    OpenTime,
    Span,
    add_open_days,
    next_reading,
    open_days_between,
)

MINUTE = timedelta(minutes=1)
# The hour that clocks skip or repeat is left out: a span must exist once on every day.
TIMES = [time(0), time(3), time(5, 30), time(9), time(12, 15), time(17), time(23, 45)]
ZONES = [ZoneInfo("Europe/London"), ZoneInfo("Asia/Kathmandu")]
# A Friday before clocks go forward, one before they go back, and a quiet one.
FRIDAYS = [date(2026, 3, 27), date(2026, 10, 23), date(2026, 6, 5)]


def is_open(open_time: OpenTime, moment: datetime) -> bool:
    local = moment.astimezone(open_time.zone)
    return local.date() not in open_time.closed and any(
        span.opens_at <= local.time() and (span.closes_next_day or local.time() < span.closes_at)
        for span in open_time.hours.get(local.weekday(), ())
    )


def open_minutes(open_time: OpenTime, start: datetime) -> Iterator[datetime]:
    while True:
        if is_open(open_time, start):
            yield start
        start += MINUTE


def oracle_due(open_time: OpenTime, start: datetime, days: int) -> datetime:
    seen: list[date] = []
    last = start
    for minute in open_minutes(open_time, start):
        day = minute.astimezone(open_time.zone).date()
        if day not in seen:
            if len(seen) == days + 1:
                return last + MINUTE
            seen.append(day)
        last = minute
    raise AssertionError


@st.composite
def spans_of_a_day(draw: st.DrawFn) -> tuple[Span, ...]:
    marks = sorted(draw(st.sets(st.sampled_from(TIMES), min_size=2, max_size=4)))
    pairs = list(zip(marks[::2], marks[1::2], strict=False))
    spans = [Span(opens, closes) for opens, closes in pairs]
    if draw(st.booleans()):
        spans[-1] = Span(spans[-1].opens_at, time(0))
    return tuple(spans)


@st.composite
def open_times(draw: st.DrawFn) -> tuple[OpenTime, datetime]:
    friday = draw(st.sampled_from(FRIDAYS))
    weekdays = draw(st.sets(st.integers(0, 6), min_size=3, max_size=7))
    hours = {weekday: draw(spans_of_a_day()) for weekday in weekdays}
    shut = draw(st.sets(st.integers(0, 6), max_size=2))
    closed = frozenset(friday + timedelta(days=offset) for offset in shut)
    start = datetime.combine(friday, time(0), UTC) + MINUTE * draw(st.integers(0, 4 * 1440))
    return OpenTime(draw(st.sampled_from(ZONES)), hours, closed), start


@settings(max_examples=60, deadline=None)
@given(open_times(), st.integers(0, 3))
def test_due_dates_are_what_counting_minutes_gives(
    drawn: tuple[OpenTime, datetime], days: int
) -> None:
    open_time, start = drawn
    assert add_open_days(open_time, start, days) == oracle_due(open_time, start, days)


@settings(max_examples=60, deadline=None)
@given(open_times())
def test_the_next_reading_is_the_first_open_minute(drawn: tuple[OpenTime, datetime]) -> None:
    open_time, start = drawn
    assert next_reading(open_time, start) == next(open_minutes(open_time, start))


@settings(max_examples=100, deadline=None)
@given(open_times(), st.integers(0, 30))
def test_counting_back_gives_the_days_that_were_added(
    drawn: tuple[OpenTime, datetime], days: int
) -> None:
    open_time, start = drawn
    due_at = add_open_days(open_time, start, days)
    assert due_at > start
    assert open_days_between(open_time, start, due_at - MINUTE) == days
