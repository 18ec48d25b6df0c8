from collections.abc import Iterator
from datetime import date, time
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from advisory.boards import rules
from advisory.clocks.models import Calendar, Clock, Unit
from advisory.clocks.rules import OverlappingHours, Span, check_hours
from advisory.languages.catalogues import for_staff
from advisory.languages.fields import (
    Choice,
    Day,
    NotBefore,
    NotTooLong,
    day,
    line,
    options,
    whole,
)

Stretch = tuple[time, time]
UNITS: dict[Unit, str] = {
    Unit.OPEN_DAYS: for_staff("open days"),
    Unit.HOURS: for_staff("hours by the clock on the wall"),
    Unit.DAYS: for_staff("days of the calendar"),
}


def _day_of_week(name: str) -> StringField:
    return StringField(name, [NotTooLong(120)])


class HoursForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """A week, one line for a day. `hours()` is what was read, after it was found good."""

    day_0, day_1, day_2, day_3, day_4, day_5, day_6 = (
        _day_of_week(name) for name in rules.WEEKDAYS
    )

    def days(self) -> Iterator[Field]:
        return (self[f"day_{weekday}"] for weekday in range(7))

    def hours(self) -> dict[int, list[Stretch]]:
        return {
            weekday: rules.stretches(field.data or "") for weekday, field in enumerate(self.days())
        }

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - what WTForms gives
        good = bool(super().validate(extra_validators))
        for field in self.days():
            if not field.errors and (problem := _problem(field.data or "")):
                field.errors = [problem]
                good = False
        return good


def _problem(text: str) -> str | None:
    try:
        spans = tuple(Span(opens, closes) for opens, closes in sorted(rules.stretches(text)))
        check_hours({0: spans})
    except rules.UnreadableHours:
        return for_staff("Write it like 10:00 to 17:00, or leave it empty.")
    except OverlappingHours:
        return for_staff("These times run into each other. Each must end after it begins.")
    return None


def hours_form(calendar: Calendar) -> HoursForm:
    """The form with the week as it is."""
    week: dict[str, str] = {}
    for weekday in range(7):
        spans = [(row.opens_at, row.closes_at) for row in calendar.hours if row.weekday == weekday]
        week[f"day_{weekday}"] = rules.hours_as_written(spans)
    return HoursForm(data=week)


class AwayForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    first_on = day(for_staff("Away from"), needed=for_staff("Choose the first day."))
    last_on = day(
        for_staff("Away until"),
        needed=for_staff("Choose the last day."),
        hint=for_staff("The last day away. Members read this day before they send."),
    )
    reason = line(
        for_staff("Reason, for staff"),
        needed=for_staff("Write a reason."),
        hint=for_staff("Members never see it."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_last_on(self, field: Day) -> None:
        NotBefore(self.today)(self, field)
        first = self.first_on.data
        if first is not None and field.data is not None and field.data < first:
            raise ValidationError(for_staff("The last day comes before the first."))
        if first is not None and field.data is not None and (field.data - first).days > 366:
            raise ValidationError(for_staff("Away for more than a year: close sending instead."))


class ClockForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    clock = Choice(
        for_staff("Clock"),
        choices=options((clock.value, name) for clock, name in rules.CLOCK_NAMES.items()),
    )
    amount = whole(for_staff("How long"), needed=for_staff("Write how long."))
    unit = Choice(
        for_staff("Counted in"), choices=options((unit.value, name) for unit, name in UNITS.items())
    )
    from_on = day(for_staff("From"), needed=for_staff("Choose the first day."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_from_on(self, field: Day) -> None:
        NotBefore(self.today)(self, field)

    @property
    def clock_name(self) -> Clock:
        return Clock(self.clock.data)
