from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import ValidationError

from advisory.boards.forms.fields import Choice, Day, Needed, NotBefore, day, line, options
from advisory.languages.catalogues import for_staff
from advisory.languages.text import ascii_digits, clean
from advisory.rights.queries.times import KEEPERS
from advisory.rights.rules import AUTHORITY_NAMES, LONGEST, NAMES

LONGEST_NUMBER = 6


class Number(IntegerField):
    """A whole number of few digits; nobody waits for one of 100,000."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = [ascii_digits(clean(value)) for value in valuelist]
        self.data = None
        if not any(typed):
            return
        if not (typed[0].isdecimal() and len(typed[0]) <= LONGEST_NUMBER):
            raise ValueError(for_staff("Write a whole number."))
        self.data = int(typed[0])


def whole(field: Number) -> int:
    """The number of a field that is checked already."""
    return field.data or 0


class TimeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    kept = Choice(for_staff("What"), choices=options((kept.value, NAMES[kept]) for kept in KEEPERS))
    days = Number(for_staff("Days"), [Needed(for_staff("Write how many days."))])
    from_on = day(for_staff("From"), needed=for_staff("Choose the first day."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_from_on(self, field: Day) -> None:
        NotBefore(self.today)(self, field)

    def validate_days(self, field: Number) -> None:
        if field.data is not None and not 1 <= field.data <= LONGEST:
            raise ValidationError(for_staff("Write a number from 1 to 3650."))


class CountForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    year = Number(for_staff("Year"), [Needed(for_staff("Write the year."))])
    authority = Choice(
        for_staff("Who asked"),
        choices=options((who.value, name) for who, name in AUTHORITY_NAMES.items()),
    )
    asked = Number(for_staff("How often they asked"), [Needed(for_staff("Write 0 or more."))])
    given = Number(
        for_staff("How often we gave something, because we had to"),
        [Needed(for_staff("Write 0 or more."))],
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_year(self, field: Number) -> None:
        if field.data is not None and not 2000 <= field.data <= self.today.year:
            raise ValidationError(for_staff("Write a year that has begun."))

    def validate_given(self, field: Number) -> None:
        if field.data is not None and self.asked.data is not None and field.data > self.asked.data:
            raise ValidationError(for_staff("This cannot be more than they asked."))


class HoldForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    number = Number(
        for_staff("Number of the item"),
        [Needed(for_staff("Write the number of the item."))],
        description=for_staff("Only the digits, like 1042."),
    )
    reason = line(
        for_staff("Reason"),
        needed=for_staff("Write a reason."),
        most=300,
        hint=for_staff("Who has the right to it, and until when. No names, no words of theirs."),
    )
