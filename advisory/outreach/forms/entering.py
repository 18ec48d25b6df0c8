"""What a facilitator enters for others: notes of a group. The questions read themselves."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from advisory.consultations.models import Wrote
from advisory.consultations.rules.entering import FEWEST, INTERPRETERS, MOST, WROTE
from advisory.consultations.rules.kinds import LONGEST_WORDS
from advisory.contributions.models import Use
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import LANGUAGES
from advisory.languages.safety import USE_WORDS, USE_WORDS_NO, USE_WORDS_YES
from advisory.languages.text import ascii_digits, clean
from advisory.outreach.forms import check_form_number
from advisory.paper.rules import read_form_number

LONG = for_staff("This is too long. Use fewer letters.")
HEADS = for_staff("Write a number from 2 to 300.")


class AnswerSheetForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """What stands on one form of a consultation besides its answers."""

    form_number = StringField(
        for_staff("Number of the form"), description=for_staff("Six digits: 12345-6")
    )
    use = RadioField(
        for_staff("Others may read it"),
        choices=[SelectChoice("1", for_staff("Yes")), SelectChoice("2", for_staff("No"))],
        validate_choice=False,
    )
    token = HiddenField()

    def validate_form_number(self, field: Any) -> None:  # noqa: ANN401 - a field
        check_form_number(field)

    @property
    def locator(self) -> str:
        return read_form_number(self.form_number.data or "")

    @property
    def use_key(self) -> int:
        """As on the paper: 1 yes, 2 no, 0 when neither is ticked."""
        return int(self.use.data) if self.use.data in {"1", "2"} else 0


class GroupForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """Who was in the room, whose hand wrote it, and what some saw otherwise."""

    heads = StringField(for_staff("How many people spoke?"))
    languages = SelectMultipleField(
        for_staff("Which languages were spoken?"),
        choices=[SelectChoice(tag, one.own_name) for tag, one in LANGUAGES.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )
    written_in = SelectField(
        for_staff("The notes are in"),
        choices=[SelectChoice(tag, one.own_name) for tag, one in LANGUAGES.items()],
    )
    wrote = SelectField(
        for_staff("Who wrote?"),
        choices=[SelectChoice(one.value, WROTE[one]) for one in (Wrote.HELPER, Wrote.ONE_OF_THEM)],
    )
    interpreter = SelectField(
        for_staff("Who interpreted?"),
        choices=[SelectChoice(kind, name) for kind, name in INTERPRETERS.items()],
    )
    dissent = TextAreaField(
        for_staff("Who saw it otherwise, and how?"),
        [Length(max=LONGEST_WORDS, message=LONG)],
        filters=[lambda text: clean(text) if text else text],
        description=for_staff("Kept as a line of its own, without names."),
    )
    use = RadioField(
        USE_WORDS,
        choices=[
            SelectChoice(Use.QUOTE.value, USE_WORDS_YES),
            SelectChoice(Use.COUNT.value, USE_WORDS_NO),
        ],
        validate_choice=False,
    )
    said_yes = BooleanField(
        for_staff("I read out the promise, and everybody said yes"),
        [DataRequired(for_staff("Read out the promise first, and ask everybody."))],
    )
    token = HiddenField()

    def validate_heads(self, field: Any) -> None:  # noqa: ANN401 - a field, as WTForms gives it
        if not FEWEST <= self.count <= MOST:
            raise ValidationError(HEADS)

    def validate_languages(self, field: Any) -> None:  # noqa: ANN401 - a field
        field.data = [tag for tag in LANGUAGES if tag in (field.data or ())]
        if not field.data:
            raise ValidationError(for_staff("Choose at least one."))

    @property
    def count(self) -> int:
        digits = ascii_digits(clean(self.heads.data or ""))
        return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 4 else 0
