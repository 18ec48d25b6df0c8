"""Fields that say in our own words, and in the page's language, what is wrong."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms import TimeField as Hour
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from advisory.languages.catalogues import for_staff
from advisory.languages.text import ascii_digits, clean

CHOOSE = for_staff("Choose one of these.")
FROM_ONE = for_staff("Write a whole number from 1 to %(most)s.")
FROM_NONE = for_staff("Write a whole number from 0 to %(most)s.")


def cleaned(text: str | None) -> str | None:
    return clean(text) if text else text


def line(label: str, *, needed: str = "", most: int = 120, hint: str = "") -> StringField:
    checks: list[Any] = [DataRequired(needed)] if needed else []
    too_long = Length(max=most, message=for_staff("Use %(max)d characters or fewer."))
    return StringField(label, [*checks, too_long], filters=[cleaned], description=hint)


def box(label: str, *, needed: str = "", most: int = 2000, hint: str = "") -> TextAreaField:
    checks: list[Any] = [DataRequired(needed)] if needed else []
    too_long = Length(max=most, message=for_staff("Use %(max)d characters or fewer."))
    return TextAreaField(label, [*checks, too_long], filters=[cleaned], description=hint)


def options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class Choice(SelectField):
    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - what WTForms gives
        try:
            super().pre_validate(form)
        except (ValidationError, ValueError) as wrong:
            raise StopValidation(CHOOSE) from wrong


class Ticks(SelectMultipleField):
    """Each choice beside its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - what WTForms gives
        try:
            super().pre_validate(form)
        except (ValidationError, ValueError) as wrong:
            raise StopValidation(for_staff("Choose from these only.")) from wrong


class Needed:
    """Something must be there. What could not be read keeps its own error."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ANN401 - what WTForms gives
        if field.process_errors:
            raise StopValidation
        if field.data is None:
            raise StopValidation(self.message)


class Day(DateField):
    """A day; None when it is empty."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = [ascii_digits(clean(value)) for value in valuelist]
        self.data: date | None = None
        if not any(typed):
            return
        try:
            super().process_formdata(typed)
        except ValueError as wrong:
            raise ValueError(for_staff("Write a day like 2026-11-30.")) from wrong


class Clock(Hour):
    """A time of the day; None when it is empty."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = [ascii_digits(clean(value))[:5] for value in valuelist]
        self.data: time | None = None
        if not any(typed):
            return
        try:
            super().process_formdata(typed)
        except ValueError as wrong:
            raise ValueError(for_staff("Write a time like 14:30.")) from wrong


class Whole(StringField):
    """A whole number as it was typed; `number` reads it."""

    def __init__(self, label: str, *, most: int, least: int = 1, **kwargs: Any) -> None:  # noqa: ANN401 - as StringField
        super().__init__(label, filters=[cleaned], **kwargs)
        self.most, self.least = most, least

    @property
    def number(self) -> int:
        return int(ascii_digits(str(self.data)))

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - what WTForms gives
        typed = ascii_digits(str(self.data or ""))
        # Bounded before int(): nobody waits for a number of 100,000 digits.
        if not (typed.isdecimal() and len(typed) <= 4 and self.least <= int(typed) <= self.most):
            sentence = FROM_ONE if self.least else FROM_NONE
            raise StopValidation(sentence % {"most": self.most})
