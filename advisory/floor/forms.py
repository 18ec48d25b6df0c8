"""What is typed on a phone in the room, and at the facilitator's."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length

from advisory.contributions.rules import new_form_token
from advisory.floor.models import Scale
from advisory.floor.rules import LONGEST
from advisory.languages.catalogues import for_public, for_staff
from advisory.languages.text import ascii_digits, clean

SCALES = {
    Scale.YES_NO: for_staff("Yes, no, not sure"),
    Scale.AGREE: for_staff("Agree, disagree, not sure"),
}


def _cleaned(text: str | None) -> str:
    return clean(text) if text else ""


def _digits(text: str | None) -> str:
    """Digits of any script, with or without gaps."""
    return "".join(ascii_digits(text or "").split())


class NumberForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    number = StringField(
        for_public("The number on the wall"),
        [DataRequired(for_public("Write the number that you see in the room."))],
        filters=[_digits],
    )


class QuestionForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    token = HiddenField()
    body = TextAreaField(
        for_public("Your question"),
        [
            DataRequired(for_public("Write your question first.")),
            Length(max=LONGEST, message=for_public("This is too long. Use fewer words.")),
        ],
        filters=[_cleaned],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        if not self.token.data:
            self.token.data = new_form_token()


class HandsForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    body = StringField(
        for_staff("What do you ask the room?"),
        [
            DataRequired(for_staff("Write what you ask.")),
            Length(max=LONGEST, message=for_staff("Use %(max)d characters or fewer.")),
        ],
        filters=[_cleaned],
        description=for_staff("One short question. The interpreters say it aloud."),
    )
    scale = SelectField(
        for_staff("They answer"),
        choices=[SelectChoice(scale.value, label) for scale, label in SCALES.items()],
        validate_choice=False,
    )

    @property
    def chosen(self) -> Scale:
        return Scale(self.scale.data) if self.scale.data in set(Scale) else Scale.YES_NO


class EnglishForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    english = StringField(
        for_staff("In English, as the interpreter says it"),
        [
            DataRequired(for_staff("Write what the interpreter said.")),
            Length(max=LONGEST, message=for_staff("Use %(max)d characters or fewer.")),
        ],
        filters=[_cleaned],
    )
