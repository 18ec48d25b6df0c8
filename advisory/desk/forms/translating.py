from enum import StrEnum

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from advisory.languages.catalogues import for_staff
from advisory.languages.text import clean

LONGEST = 40_000


class Step(StrEnum):
    """What the pressed button does; Ctrl+Enter presses none and keeps a draft."""

    SAVE = "save"
    READY = "ready"
    CHECK = "check"


class TranslationForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    body = TextAreaField(
        for_staff("Translation"),
        [Length(max=LONGEST, message=for_staff("This is too long: 40,000 characters at most."))],
    )
    step = StringField(default=Step.SAVE)
    needs_words = False
    """Something was ready already: it cannot become empty again."""

    @property
    def chosen(self) -> Step:
        return Step(self.step.data) if self.step.data in set(Step) else Step.SAVE

    def validate_body(self, field: TextAreaField) -> None:
        asked = self.needs_words or self.chosen is not Step.SAVE
        if asked and not clean(field.data or ""):
            raise ValidationError(for_staff("Write the translation first."))
