import re
from enum import StrEnum

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from advisory.languages.catalogues import for_staff
from advisory.languages.text import clean

LONGEST = 40_000


class Step(StrEnum):
    """What the pressed button does; Ctrl+Enter presses "save and next"."""

    SAVE = "save"
    NEXT = "next"
    """Keeps a draft and opens the next piece of work."""
    LOOK = "look"
    """Says what a machine sees in the words as they stand; keeps nothing."""
    READY = "ready"
    CHECK = "check"


class TranslationForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    body = TextAreaField(
        for_staff("Translation"),
        [Length(max=LONGEST, message=for_staff("This is too long: 40,000 characters at most."))],
    )
    step = StringField(default=Step.SAVE)
    source = HiddenField()
    """The revision of the source that stood beside the words."""
    seen = HiddenField()
    """The words of which the person has read the advice."""
    needs_words = False
    """Something was ready already: it cannot become empty again."""

    @property
    def chosen(self) -> Step:
        return Step(self.step.data) if self.step.data in set(Step) else Step.SAVE

    @property
    def source_revision(self) -> int | None:
        """None when the page did not say."""
        said = self.source.data or ""
        return int(said) if said.isdecimal() and len(said) < 9 else None

    def validate_body(self, field: TextAreaField) -> None:
        asked = self.needs_words or self.chosen in {Step.READY, Step.CHECK}
        if asked and not clean(field.data or ""):
            raise ValidationError(for_staff("Write the translation first."))


def lines(field: TextAreaField) -> list[str]:
    """One word or phrase a line; commas part them as well, of any script."""
    return [part.strip() for part in re.split(r"[\n,;،؛、]", field.data or "") if part.strip()]


def _short(label: str, *, hint: str = "", most: int = 200) -> TextAreaField:
    too_long = Length(max=most, message=for_staff("Use %(max)d characters or fewer."))
    return TextAreaField(label, [too_long], description=hint)


class TermForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    preferred = _short(for_staff("How we say it"))
    allowed = _short(for_staff("Also allowed"), hint=for_staff("One a line."), most=1000)
    never = _short(
        for_staff("Never"),
        hint=for_staff("One a line. Translators are told when one of these stands in their words."),
        most=1000,
    )
    note = _short(for_staff("Note"), most=1000)


class NewTermForm(TermForm):
    english = StringField(
        for_staff("Term, in English"),
        [
            DataRequired(for_staff("Write the term.")),
            Length(max=80, message=for_staff("Use %(max)d characters or fewer.")),
        ],
        filters=[lambda said: clean(said) if said else said],
    )
