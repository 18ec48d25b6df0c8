"""What is typed at a kiosk and about posters."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import AnyOf, Length

from advisory.contributions.models import Use
from advisory.feedback.forms import TOO_LONG
from advisory.feedback.rules import FACES, LONGEST_WORDS, Pictured
from advisory.languages.catalogues import for_public, for_staff
from advisory.languages.safety import (
    AGREE_WRITING,
    HURT_SOON,
    USE_WORDS,
    USE_WORDS_NO,
    USE_WORDS_YES,
)
from advisory.languages.text import clean
from advisory.outreach.rules import INTERPRETERS

CHOOSE_YES_OR_NO = for_public("Choose yes or no.")


class AgreeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """The person says it, the helper taps it."""

    agrees = RadioField(
        AGREE_WRITING,
        [AnyOf(["yes", "no"], message=CHOOSE_YES_OR_NO)],
        choices=[SelectChoice("yes", for_public("Yes")), SelectChoice("no", for_public("No"))],
        validate_choice=False,
    )
    interpreter = SelectField(
        for_staff("Does an interpreter help?"),
        choices=[SelectChoice(kind, name) for kind, name in INTERPRETERS.items()],
        validate_choice=False,
    )
    token = HiddenField()


class AnswerForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """Words, pictures or both."""

    said = TextAreaField(
        for_public("Your words"),
        [Length(max=LONGEST_WORDS, message=TOO_LONG)],
        filters=[lambda text: clean(text) if text else text],
    )
    in_english = BooleanField(for_staff("I wrote it in English, as the interpreter said it"))
    topic = RadioField(for_public("What is it about?"), validate_choice=False)
    face = RadioField(
        for_public("How is it?"),
        choices=[SelectChoice(face.value, name) for face, name in FACES.items()],
        validate_choice=False,
    )
    token = HiddenField()

    def offer(self, topics: Iterable[Pictured]) -> None:
        self.topic.choices = [SelectChoice(str(one.topic_id), one.label) for one in topics]

    def kept(self) -> dict[str, Any]:
        """What the draft keeps; an answer that nobody offered counts as left out."""
        return {
            "said": self.said.data or "",
            "in_english": bool(self.in_english.data),
            **{name: _offered(self[name]) for name in ("topic", "face")},
        }


def _offered(field: Any) -> str:  # noqa: ANN401 - a field of any kind with choices
    return field.data if field.data in {choice.value for choice in field.choices or ()} else ""


class ReadBackForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """The person hears it and chooses what stays."""

    keep_said = BooleanField(for_public("Your words"), default=True)
    keep_topic = BooleanField(for_public("What is it about?"), default=True)
    keep_face = BooleanField(for_public("How is it?"), default=True)
    use = RadioField(
        USE_WORDS,
        choices=[
            SelectChoice(Use.QUOTE.value, USE_WORDS_YES),
            SelectChoice(Use.COUNT.value, USE_WORDS_NO),
        ],
        validate_choice=False,
    )
    wants_woman = BooleanField(for_public("A woman should read it"))
    not_my_country = BooleanField(for_public("Not a person from my country"))
    hurt_soon = BooleanField(HURT_SOON)
    token = HiddenField()
