from enum import StrEnum

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from advisory.desk.forms.translating import LONGEST
from advisory.languages.catalogues import for_staff
from advisory.languages.text import clean

GIST_FIRST = for_staff("Write first in short what it says.")
NOTHING_YET = for_staff("Write the words first.")


class Step(StrEnum):
    """What the pressed button does; Ctrl+Enter presses none and keeps everything."""

    KEEP = "keep"
    WRITTEN = "written"
    CHECKED = "checked"
    TRANSLATED = "translated"


def _box(label: str, description: str) -> TextAreaField:
    return TextAreaField(
        label,
        [Length(max=LONGEST, message=for_staff("This is too long: 40,000 characters at most."))],
        filters=[lambda typed: clean(typed) if typed else ""],
        description=description,
    )


class VoiceForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """Three boxes of one page: pressing one button loses nothing of the others."""

    gist = _box(
        for_staff("1. In short, in English"),
        for_staff("One or two sentences. The board can act on it at once."),
    )
    transcript = _box(
        for_staff("2. What the voice says, word for word"),
        for_staff("In the language of the voice. Another person checks it, then the sound goes."),
    )
    translation = _box(for_staff("3. In English"), for_staff("What the person means."))
    step = StringField(default=Step.KEEP)

    @property
    def chosen(self) -> Step:
        return Step(self.step.data) if self.step.data in set(Step) else Step.KEEP

    def lacks(self, *, known: bool, english: bool) -> bool:
        """Says beside the box what the pressed button needs. `known`: there is a gist already."""
        if self.chosen in {Step.WRITTEN, Step.CHECKED} and not self.transcript.data:
            self.transcript.errors = [NOTHING_YET]
        elif self.chosen is Step.WRITTEN and not (known or english or self.gist.data):
            self.gist.errors = [GIST_FIRST]
        elif self.chosen is Step.TRANSLATED and not self.translation.data:
            self.translation.errors = [NOTHING_YET]
        return bool(self.errors)
