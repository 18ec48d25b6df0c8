from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms import TextAreaField as Box
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Email, InputRequired, Length, Optional, ValidationError

from advisory.answers.models import Satisfied
from advisory.contributions import rules as codes
from advisory.contributions.models import ConsentTo
from advisory.contributions.rules import Digits, NotSixteen, OneIsWrong
from advisory.files.forms import FilesForm
from advisory.languages.catalogues import counted_for_public, current, for_public
from advisory.languages.registry import SPOKEN
from advisory.languages.safety import SAFETY
from advisory.languages.text import clean

LONGEST, LONGEST_REPLY = 20_000, 5_000

# Translators: A code has 16 numbers; %(num)s were typed.
TYPED = counted_for_public(
    "You typed %(num)s number. Your code has 16 numbers.",
    "You typed %(num)s numbers. Your code has 16 numbers.",
)
# Translators: %(most)s is a number of letters, like 20000.
TOO_LONG = for_public("This is too long. Send no more than %(most)s letters at once.")
WRITE_FIRST = for_public("Write something first.")


def said(field: Field) -> str:
    """What was typed into a field that is checked already."""
    return str(field.data or "")


def _cleaned(text: str | None) -> str:
    return clean(text) if text else ""


def _shortened(text: str | None) -> str:
    """Enough of it to find sixteen digits, and to show it again."""
    return _cleaned(text)[:200]


def _words(label: str, *, most: int, needed: bool = True) -> Box:
    asked = InputRequired(WRITE_FIRST) if needed else Optional()
    return Box(label, [asked, _Seen(most)], filters=[_cleaned])


class _Seen:
    """Something can be seen in the words, and they are not too long."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: object, field: Field) -> None:
        if not field.data:
            raise ValidationError(WRITE_FIRST)
        if len(field.data) > self.most:
            raise ValidationError(TOO_LONG % {"most": self.most})


class CodeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`read` holds the digits once the form is valid."""

    code = StringField(for_public("Your code: 16 numbers"), filters=[_shortened])
    kept = HiddenField()
    """Words that were typed before the page closed; they wait behind the code."""
    read: Digits

    def validate_code(self, field: Field) -> None:
        try:
            self.read = codes.read_digits(said(field))
        except NotSixteen as wrong:
            raise ValidationError(TYPED.of(wrong.count)) from wrong
        except OneIsWrong as wrong:
            raise ValidationError(SAFETY.CODE_SLIP) from wrong


class _OnceForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """A form that does what it says once, however often it arrives."""

    token = HiddenField()

    def renew_token(self) -> None:
        if not said(self.token):
            self.token.data = codes.new_form_token()


class _SpokenForm(_OnceForm):
    """With the language of the words: the page's, unless the person chooses another."""

    language = SelectField(
        for_public("I write in"),
        invalid_choice_message=for_public("Choose a language."),  # type: ignore[call-arg]  # as above
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.language.choices = [
            SelectChoice(tag, spoken.own_name, render_kw={"lang": tag})
            for tag, spoken in SPOKEN.items()
        ]
        if not self.language.data:
            tag = current().tag
            self.language.data = tag if tag in SPOKEN else "en"


class SoundForm(_SpokenForm, FilesForm):
    """Words, pictures, sound: one of them is enough. `needs_words` says that all are missing."""

    words: Box

    def needs_words(self) -> bool:
        """Says so beside the box too, unless something else is wrong already."""
        missing = not (self.words.data or self.made or self.errors)
        if missing:
            self.words.errors = [WRITE_FIRST]
        return missing


class MoreForm(SoundForm):
    words = _words(for_public("Do you want to say more?"), most=LONGEST, needed=False)


class ReplyForm(SoundForm):
    words = _words(for_public("Your reply"), most=LONGEST_REPLY, needed=False)


class AskAgainForm(_SpokenForm):
    words = _words(for_public("What is still missing?"), most=LONGEST_REPLY, needed=False)


class DidAnswerForm(_SpokenForm):
    replied = RadioField(
        for_public("Did this answer you?"),
        [InputRequired(for_public("Choose yes, partly or no."))],
        choices=[
            SelectChoice(Satisfied.YES.value, for_public("Yes")),
            SelectChoice(Satisfied.PARTLY.value, for_public("Partly")),
            SelectChoice(Satisfied.NO.value, for_public("No")),
        ],
    )
    again = RadioField(
        for_public("If not: shall we ask again?"),
        choices=[
            SelectChoice("yes", for_public("Yes, ask again")),
            SelectChoice("no", for_public("No, leave it")),
        ],
        validate_choice=False,
    )
    words = _words(for_public("Do you want to say more?"), most=LONGEST_REPLY, needed=False)

    def validate_again(self, field: Field) -> None:
        if said(self.replied) in {Satisfied.PARTLY, Satisfied.NO} and not field.data:
            raise ValidationError(for_public("Say whether we shall ask again."))


class ConsentForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """Each use apart. What is not ticked is not allowed."""

    quote = BooleanField(SAFETY.USE_WORDS)
    count = BooleanField(SAFETY.MAY_COUNT)
    ask_again = BooleanField(SAFETY.MAY_ASK_AGAIN)

    def allowed(self) -> set[ConsentTo]:
        return {to for to in codes.CHOSEN_LATER if self[to.value].data}


class ContactForm(_OnceForm):
    address = EmailField(
        for_public("Your e-mail address"),
        [
            Length(max=254, message=for_public("Write a whole e-mail address.")),
            Email(for_public("Write a whole e-mail address.")),
        ],
        filters=[_cleaned],
    )
