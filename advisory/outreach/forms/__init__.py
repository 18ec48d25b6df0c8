"""What is typed at a kiosk and about posters."""

from collections.abc import Iterable
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
from wtforms.validators import AnyOf, DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from advisory.consultations.rules.entering import INTERPRETERS
from advisory.contributions.models import Use
from advisory.feedback.forms import TOO_LONG
from advisory.feedback.rules import FACES, LONGEST_WORDS
from advisory.languages.catalogues import for_public, for_staff
from advisory.languages.registry import Language
from advisory.languages.safety import (
    AGREE_WRITING,
    HURT_SOON,
    USE_WORDS,
    USE_WORDS_NO,
    USE_WORDS_YES,
)
from advisory.languages.text import ascii_digits, clean
from advisory.outreach.rules import MOST_LANGUAGES
from advisory.paper.rules import (
    MOST_FORMS,
    MOST_ROWS,
    Keyed,
    NotSix,
    OneIsWrong,
    read_form_number,
)
from advisory.routing.rules import BOROUGHS, Pictured

SHORTER = for_staff("This is too long. Use fewer letters.")
NOT_A_ROW = for_staff("Press a key from 1 to %(most)s, or leave it empty.")
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


class AskedForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """Around one question of a consultation; what is asked is read by the kinds of questions."""

    asked = HiddenField()
    token = HiddenField()


class AskedBackForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """The answers are read back; whose words they are is said before they go."""

    in_english = BooleanField(for_staff("I wrote it in English, as the interpreter said it"))
    use = RadioField(
        USE_WORDS,
        choices=[
            SelectChoice(Use.QUOTE.value, USE_WORDS_YES),
            SelectChoice(Use.COUNT.value, USE_WORDS_NO),
        ],
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


class PosterForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    languages = SelectMultipleField(
        for_staff("Languages, up to 6"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )
    place = StringField(
        for_staff("Where it will hang"),
        [DataRequired(for_staff("Write where it will hang.")), Length(max=200, message=SHORTER)],
        description=for_staff("For us, to compare the counts. It is not printed."),
    )
    phone = StringField(
        for_staff("Telephone number to print"),
        [Length(max=40, message=SHORTER)],
        description=for_staff("Empty: none is printed."),
    )

    def offer(self, languages: Iterable[Language]) -> None:
        self.languages.choices = [SelectChoice(one.tag, one.own_name) for one in languages]

    def validate_languages(self, field: Any) -> None:  # noqa: ANN401 - a field, as WTForms gives it
        offered = [choice.value for choice in field.choices]
        field.data = [tag for tag in offered if tag in (field.data or ())]
        if not 1 <= len(field.data) <= MOST_LANGUAGES:
            raise ValidationError(for_staff("Choose from 1 to 6 languages."))


class PrintForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    language = SelectField(for_staff("Language of the forms"), validate_choice=False)
    how_many = StringField(
        for_staff("How many forms"), description=for_staff("Up to 20 at a time."), default="8"
    )

    def offer(self, languages: Iterable[Language]) -> None:
        self.language.choices = [SelectChoice(one.tag, one.own_name) for one in languages]

    def validate_how_many(self, field: Any) -> None:  # noqa: ANN401 - a field, as WTForms gives it
        if not 1 <= (_number(field.data) or 0) <= MOST_FORMS:
            raise ValidationError(for_staff("Write a number from 1 to 20."))

    @property
    def count(self) -> int:
        return _number(self.how_many.data) or 0


class BatchForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """What stands beside the QR code on the paper."""

    spoken_in = SelectField(for_staff("Language on the forms"), validate_choice=False)
    edition = StringField(for_staff("Edition on the forms"))

    def offer(self, languages: Iterable[Language]) -> None:
        self.spoken_in.choices = [SelectChoice(one.tag, one.own_name) for one in languages]

    @property
    def number(self) -> int:
        return _number(self.edition.data) or 0


def _number(typed: str | None) -> int | None:
    """The number in digits of any script, or None."""
    digits = ascii_digits(clean(typed or ""))
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 6 else None


def check_form_number(field: Any) -> None:  # noqa: ANN401 - a field
    try:
        read_form_number(field.data or "")
    except NotSix:
        raise ValidationError(for_staff("Write the six digits of the form.")) from None
    except OneIsWrong:
        raise ValidationError(for_staff("One digit is wrong. Look at the number again.")) from None


class KeyForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """One form on paper; each tick is one key."""

    form_number = StringField(
        for_staff("Number of the form"), description=for_staff("Six digits: 12345-6")
    )
    topic = StringField(for_staff("What it is about: 1 to 9"))
    face = StringField(for_staff("How it is: 1 to 4"))
    use = StringField(for_staff("Others may read it: 1 yes, 2 no"))
    place = SelectField(
        for_staff("Where"),
        choices=[SelectChoice("", for_staff("Not said")), *(SelectChoice(b, b) for b in BOROUGHS)],
        validate_choice=False,
    )
    said = TextAreaField(
        for_staff("Their words"),
        [Length(max=LONGEST_WORDS, message=TOO_LONG)],
        filters=[lambda text: clean(text) if text else text],
        description=for_staff("As they stand there, without names and addresses."),
    )
    hurt_soon = BooleanField(for_staff("Someone may be hurt soon"))
    token = HiddenField()
    rows = MOST_ROWS

    def validate_form_number(self, field: Any) -> None:  # noqa: ANN401 - a field
        check_form_number(field)

    def validate_topic(self, field: Any) -> None:  # noqa: ANN401 - a field
        _one_key(field, self.rows)

    def validate_face(self, field: Any) -> None:  # noqa: ANN401 - a field
        _one_key(field, len(FACES))

    def validate_use(self, field: Any) -> None:  # noqa: ANN401 - a field
        _one_key(field, 2)

    @property
    def locator(self) -> str:
        return read_form_number(self.form_number.data or "")

    @property
    def keyed(self) -> Keyed:
        return Keyed(
            topic=_number(self.topic.data) or 0,
            face=_number(self.face.data) or 0,
            use=_number(self.use.data) or 0,
            place=self.place.data if self.place.data in BOROUGHS else "",
            said=self.said.data or "",
        )


def _one_key(field: Any, most: int) -> None:  # noqa: ANN401 - a field
    typed = clean(field.data or "")
    number = _number(typed)
    if typed and (number is None or not 0 <= number <= most):
        raise ValidationError(NOT_A_ROW % {"most": most})
