from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms.validators import ValidationError

from advisory.languages.catalogues import for_staff
from advisory.languages.fields import Choice, Day, NotBefore, Whole, day, line, options, whole
from advisory.rights.queries.times import KEEPERS
from advisory.rights.rules import AUTHORITY_NAMES, LONGEST, NAMES

MOST = 999_999


class TimeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    kept = Choice(for_staff("What"), choices=options((kept.value, NAMES[kept]) for kept in KEEPERS))
    days = whole(for_staff("Days"), needed=for_staff("Write how many days."), least=1, most=LONGEST)
    from_on = day(for_staff("From"), needed=for_staff("Choose the first day."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_from_on(self, field: Day) -> None:
        NotBefore(self.today)(self, field)


class CountForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    year = whole(for_staff("Year"), needed=for_staff("Write the year."), most=MOST)
    authority = Choice(
        for_staff("Who asked"),
        choices=options((who.value, name) for who, name in AUTHORITY_NAMES.items()),
    )
    asked = whole(
        for_staff("How often they asked"), needed=for_staff("Write 0 or more."), most=MOST
    )
    given = whole(
        for_staff("How often we gave something, because we had to"),
        needed=for_staff("Write 0 or more."),
        most=MOST,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_year(self, field: Whole) -> None:
        if field.data is not None and not 2000 <= field.data <= self.today.year:
            raise ValidationError(for_staff("Write a year that has begun."))

    def validate_given(self, field: Whole) -> None:
        if field.data is not None and self.asked.data is not None and field.data > self.asked.data:
            raise ValidationError(for_staff("This cannot be more than they asked."))


class HoldForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    number = whole(
        for_staff("Number of the item"),
        needed=for_staff("Write the number of the item."),
        most=MOST,
        hint=for_staff("Only the digits, like 1042."),
    )
    reason = line(
        for_staff("Reason"),
        needed=for_staff("Write a reason."),
        most=300,
        hint=for_staff("Who has the right to it, and until when. No names, no words of theirs."),
    )
