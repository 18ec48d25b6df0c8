from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms.validators import ValidationError

from advisory.boards import rules
from advisory.languages.catalogues import for_staff
from advisory.languages.fields import Choice, Day, NotBefore, Whole, day, options, whole
from advisory.people.models import Person
from advisory.safeguarding.models import RotaTurn

EVERYBODY = ("", for_staff("Everybody with the role"))
NOBODY = ("", for_staff("Then the outside person"))
FIRST, NEXT = 1, 2


def _first(day_of_week: str) -> Choice:
    return Choice(day_of_week)


def _next() -> Choice:
    return Choice("")


class RotaForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """A week: who is called first, who next. `week()` is what was chosen."""

    first_0, first_1, first_2, first_3, first_4, first_5, first_6 = (
        _first(name) for name in rules.WEEKDAYS
    )
    next_0, next_1, next_2, next_3, next_4, next_5, next_6 = (_next() for _ in rules.WEEKDAYS)
    minutes = whole(
        for_staff("Minutes to say “I have it”"),
        needed=for_staff("Write how many minutes."),
        hint=for_staff("By the clock on the wall, at night too. Then the next person is called."),
    )

    def offer(self, leads: Sequence[Person]) -> "RotaForm":
        names = [(str(lead.id), lead.name) for lead in leads]
        for weekday in range(7):
            first, then = self.of_day(weekday)
            first.choices = options([EVERYBODY, *names])
            then.choices = options([NOBODY, *names])
            # Here, not above: a filled-in sentence is said at once, and now the language is known.
            then.label.text = for_staff("%(day)s, next") % {"day": first.label.text}
        return self

    def of_day(self, weekday: int) -> tuple[Choice, Choice]:
        return self[f"first_{weekday}"], self[f"next_{weekday}"]

    def days(self) -> Iterator[tuple[Choice, Choice]]:
        return (self.of_day(weekday) for weekday in range(7))

    def week(self) -> dict[int, list[UUID]]:
        return {
            weekday: [UUID(field.data) for field in fields if field.data]
            for weekday, fields in enumerate(self.days())
        }

    def validate_minutes(self, field: Whole) -> None:
        if not 5 <= (field.data or 0) <= 400:
            raise ValidationError(for_staff("Write a number from 5 to 400."))


def rota_form(turns: Sequence[RotaTurn], minutes: int) -> RotaForm:
    """The form with the week as it is."""
    week: dict[str, object] = {"minutes": minutes}
    for turn in turns:
        if turn.weekday is not None and turn.place in {FIRST, NEXT}:
            name = "first" if turn.place == FIRST else "next"
            week[f"{name}_{turn.weekday}"] = str(turn.person_id)
    return RotaForm(data=week)


class RotaDateForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    on_date = day(for_staff("On this day"), needed=for_staff("Choose the day."))
    first = Choice(for_staff("Called first"))
    then = Choice(for_staff("Called next"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.today = today

    def offer(self, leads: Sequence[Person]) -> "RotaDateForm":
        names = [(str(lead.id), lead.name) for lead in leads]
        self.first.choices = options([("", for_staff("As on its weekday")), *names])
        self.then.choices = options([NOBODY, *names])
        return self

    def persons(self) -> list[UUID]:
        return [UUID(field.data) for field in (self.first, self.then) if field.data]

    def validate_on_date(self, field: Day) -> None:
        NotBefore(self.today)(self, field)
