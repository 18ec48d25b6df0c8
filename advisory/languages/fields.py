"""Fields that say in our own words, and in the page's language, what is wrong."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from wtforms import (
    DateField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import TimeField as Hour
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Email, Length, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from advisory.languages.catalogues import for_staff
from advisory.languages.text import ascii_digits, clean

CHOOSE = for_staff("Choose one of these.")
FROM_NONE = for_staff("Write a whole number from 0 to %(most)s.")
FROM_ONE = for_staff("Write a whole number from 1 to %(most)s.")


def cleaned(text: str | None) -> str | None:
    return clean(text) if text else text


class NotTooLong(Length):
    """A limit that is counted, never a cut: what was typed stays in the form."""

    def __init__(self, most: int) -> None:
        super().__init__(max=most, message=for_staff("Use %(max)d characters or fewer."))


def line(label: str, *, needed: str = "", most: int = 120, hint: str = "") -> Any:  # noqa: ANN401 - read after its validators
    """One line; `needed` is what to write when it is empty."""
    checks: list[Any] = [DataRequired(needed)] if needed else []
    return StringField(label, [*checks, NotTooLong(most)], filters=[cleaned], description=hint)


def box(label: str, *, needed: str = "", most: int = 2000, hint: str = "") -> Any:  # noqa: ANN401 - as line
    checks: list[Any] = [DataRequired(needed)] if needed else []
    return TextAreaField(label, [*checks, NotTooLong(most)], filters=[cleaned], description=hint)


def options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Choices from values and their words."""
    return [SelectChoice(value, label) for value, label in pairs]


class Choice(SelectField):
    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - what WTForms gives
        try:
            super().pre_validate(form)
        except (ValidationError, ValueError) as wrong:
            raise StopValidation(CHOOSE) from wrong


class Options(RadioField):
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


class Meaning(RadioField):
    """Did the meaning change? Who typed other words says so, unless "yes" is chosen beforehand."""

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - what WTForms gives
        if self.data not in {"yes", "no"} and not self.default and form.is_reworded:
            raise StopValidation(for_staff("Say whether the meaning changed."))
        if self.data not in {"yes", "no", "", None}:
            raise StopValidation(CHOOSE)


def meaning(*, default: str | None = None) -> Any:  # noqa: ANN401 - as line
    """A form with it says `is_reworded`, unless there is a default."""
    return Meaning(
        for_staff("Did the meaning change?"),
        choices=options(
            [
                ("yes", for_staff("Yes: people translate it again")),
                ("no", for_staff("No: the translations stay as they are")),
            ]
        ),
        description=for_staff("A comma or a plainer word changes no meaning. If unsure: yes."),
        default=default,
    )


class Day(DateField):
    """A day. Without one it is None; say in a validator if it is needed."""

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


class Whole(IntegerField):
    """A whole number between two, in the digits of any script. Without one it is None."""

    # A browser's own box for numbers takes no digits but 0 to 9.
    widget = TextInput()

    def __init__(
        self,
        label: str,
        checks: Iterable[Any] = (),
        *,
        least: int = 0,
        most: int = 400,
        **kwargs: Any,  # noqa: ANN401 - as IntegerField
    ) -> None:
        super().__init__(label, list(checks), render_kw={"inputmode": "numeric"}, **kwargs)
        self.least, self.most = least, most

    @property
    def between(self) -> str:
        return (FROM_ONE if self.least else FROM_NONE) % {"most": self.most}

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = [ascii_digits(clean(value)) for value in valuelist]
        self.data: int | None = None
        if not any(typed):
            return
        # Bounded before int(): nobody waits for a number of 100,000 digits.
        if not (typed[0].isdecimal() and len(typed[0]) <= len(str(self.most))):
            raise ValueError(self.between)
        if not self.least <= int(typed[0]) <= self.most:
            raise ValueError(self.between)
        self.data = int(typed[0])


class Needed:
    """Something must be there. What could not be read keeps its own error.

    Without a message of its own it says between which numbers.
    """

    field_flags = {"required": True}

    def __init__(self, message: str = "") -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ANN401 - what WTForms gives
        if field.process_errors:
            raise StopValidation
        if field.data is None:
            raise StopValidation(self.message or field.between)


class WholeAddress(Email):
    """An e-mail address, or none at all: what else holds is asked of an empty one too."""

    def __init__(self) -> None:
        super().__init__(for_staff("Write a whole e-mail address, like name@example.org."))

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ANN401 - what WTForms gives
        if field.data:
            super().__call__(form, field)


class NotBefore:
    """Refuses a day before today: what was promised stays as it was."""

    def __init__(self, today: date) -> None:
        self.today = today

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ANN401 - what WTForms gives
        if field.data is not None and field.data < self.today:
            raise ValidationError(for_staff("Choose today or a later day."))


def chosen_id(value: str | None) -> UUID | None:
    """The id of a choice; None for the empty one."""
    return UUID(value) if value else None


def day(label: str, *, needed: str = "", hint: str = "") -> Any:  # noqa: ANN401 - as line
    """`needed` is what to do when it is empty."""
    return Day(label, [Needed(needed)] if needed else [], description=hint)


def whole(
    label: str,
    *,
    needed: str = "",
    is_needed: bool = False,
    hint: str = "",
    least: int = 0,
    most: int = 400,
) -> Any:  # noqa: ANN401 - as line
    """`needed` is what to write when it is empty; else `is_needed` says between which numbers."""
    checks = [Needed(needed)] if needed or is_needed else []
    return Whole(label, checks, least=least, most=most, description=hint)


def address(label: str, *, needed: str = "", hint: str = "") -> Any:  # noqa: ANN401 - as line
    """`needed` is what to write when it is empty."""
    checks: list[Any] = [DataRequired(needed)] if needed else []
    return EmailField(
        label, [*checks, NotTooLong(254), WholeAddress()], filters=[cleaned], description=hint
    )
