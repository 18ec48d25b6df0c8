"""Words that staff write down: for a person beside them, or that came another way."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import AnyOf, DataRequired, Length, Optional, ValidationError

from advisory.contributions.models import Channel, Use
from advisory.contributions.rules import LOCATOR
from advisory.feedback.actions.accepting import About
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.registry import LANGUAGES, SPOKEN, Language, SpokenLanguage
from advisory.languages.text import ascii_digits, clean
from advisory.routing.rules import BOROUGHS

LONGEST = 20_000
MOST_SLIPS = 40
MOST_HEADS = 500
OLDEST = timedelta(days=730)

Choices = Sequence[tuple[str, str]]


def cleaned(text: str | None) -> str | None:
    return clean(text) if text else text


def whole_number(typed: str | None) -> int | None:
    """The number in digits of any script, or None."""
    digits = ascii_digits(clean(typed or ""))
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 7 else None


class Day(DateField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(for_staff("Write a whole date: day, month, year.")) from None


def options(choices: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in choices]


def one_of(label: str, choices: Choices, missing: str, **kwargs: Any) -> RadioField:  # noqa: ANN401 - what a field takes
    """Radio buttons whose only error is ours."""
    values = [value for value, _label in choices]
    chosen = [AnyOf(values, message=missing)]
    return RadioField(label, chosen, choices=options(choices), validate_choice=False, **kwargs)


NOT_CHOSEN = ("", for_staff("Choose a language"))
ASKED = for_staff("Choose a language.")


def _both_names(spoken: Language | SpokenLanguage) -> str:
    names = dict.fromkeys((spoken.own_name, spoken.english_name))
    return " · ".join(names)


def _spoken(*more: tuple[str, str]) -> list[SelectChoice]:
    names = [(tag, _both_names(kept)) for tag, kept in SPOKEN.items()]
    return options([NOT_CHOSEN, *names, *more])


def _written(first: Iterable[str] = ()) -> list[SelectChoice]:
    tags = list(dict.fromkeys([*first, *LANGUAGES]))
    return options((tag, _both_names(LANGUAGES[tag])) for tag in tags)


def _reads() -> SelectField:
    return SelectField(
        for_staff("The language they read"),
        [DataRequired(ASKED)],
        choices=[*options([NOT_CHOSEN]), *_written()],
        description=for_staff("The answer comes in it. If they do not read: one that is read out."),
    )


class LanguagesForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    speaks = SelectField(
        for_staff("The language they speak"), [DataRequired(ASKED)], choices=_spoken()
    )
    reads = _reads()


class ConsentForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    agrees = one_of(
        for_staff("“I agree to you writing my words.” What did they say?"),
        [("yes", for_staff("Yes")), ("no", for_staff("No"))],
        for_staff("Ask, and choose what they said."),
    )


class _WordsForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """What both ways of writing down share."""

    words = TextAreaField(
        for_staff("Their words"),
        [
            DataRequired(for_staff("Write what they said.")),
            Length(
                max=LONGEST, message=for_staff("This is too long. Use 20,000 letters or fewer.")
            ),
        ],
        filters=[cleaned],
        description=for_staff("As they say it, without names and addresses. Add nothing."),
    )
    written_in = one_of(
        for_staff("These words are"),
        [
            ("said", for_staff("in the language they speak")),
            ("english", for_staff("in English, as the interpreter said it")),
        ],
        for_staff("Say which language the words are in."),
        default="said",
    )
    topic_id = SelectField(for_staff("What it is about"))
    service_id = SelectField(for_staff("Which service"))
    place = SelectField(
        for_staff("Where"),
        choices=options(
            [("", for_staff("They would rather not say")), *((name, name) for name in BOROUGHS)]
        ),
    )
    use = one_of(
        for_staff("May others read these words, without a name?"),
        [
            (Use.QUOTE.value, for_staff("Yes, they agree")),
            (Use.COUNT.value, for_staff("No, only count what they said")),
        ],
        for_staff("Ask whether others may read the words."),
        default=Use.COUNT.value,
    )
    wants_woman = BooleanField(for_staff("Only a woman should read this"))
    not_my_country = BooleanField(for_staff("Nobody from their country should read this"))
    hurt_soon = BooleanField(
        for_staff("Someone may be hurt soon"),
        description=for_staff("Do not wait: call 999. It is held for the safeguarding lead."),
    )
    way_back = one_of(
        for_staff("Their way to the answer"),
        [
            ("new", for_staff("A new code, on a slip that I print or write now")),
            ("slip", for_staff("A paper slip that they have already")),
            ("none", for_staff("They do not want a code")),
        ],
        for_staff("Say how they can read the answer."),
        default="new",
    )
    paper_locator = StringField(
        for_staff("Number of the paper slip"),
        description=for_staff("Five digits, on the part that stays with us."),
    )

    def offer(self, *, topics: Choices, services: Choices) -> None:
        self.topic_id.choices = options([("", for_staff("Not said")), *topics])
        self.service_id.choices = options([("", for_staff("Not said")), *services])

    def validate_paper_locator(self, field: Field) -> None:
        if self.way_back.data == "slip" and not self.locator:
            raise ValidationError(for_staff("Write the five digits of the slip."))

    @property
    def locator(self) -> str:
        """The slip's number in plain digits; empty when there is none to look for."""
        typed = "".join(ascii_digits(clean(self.paper_locator.data or "")).split())
        right = self.way_back.data == "slip" and typed.isascii() and typed.isdecimal()
        return typed if right and len(typed) == LOCATOR else ""

    def refuse_locator(self) -> None:
        self.paper_locator.errors = [for_staff("There is no free slip with this number.")]

    def about(self) -> About:
        return About(
            topic_id=_id(self.topic_id.data),
            service_id=_id(self.service_id.data),
            place=self.place.data or None,
        )

    def told(self) -> dict[str, Any]:
        """What of Told does not depend on how the words came."""
        return {
            "words": self.words.data,
            "use": Use(self.use.data),
            "counted": True,  # read back to the person, who said yes to it
            "wants_woman": bool(self.wants_woman.data),
            "not_my_country": bool(self.not_my_country.data),
            "wants_code": self.way_back.data == "new",
            "paper_locator": self.locator,
        }


def _id(value: str | None) -> UUID | None:
    return UUID(value) if value else None


class WriteForForm(_WordsForm):
    def kept(self) -> dict[str, Any]:
        """What the draft keeps between the steps."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}


_ARRIVES_BY: Choices = [
    (Channel.PAPER.value, for_staff("On paper")),
    (Channel.VOICE_NOTE.value, for_staff("A voice note that I listened to")),
    (Channel.EMAIL.value, for_staff("By e-mail")),
    (Channel.PHONE.value, for_staff("By telephone")),
    (Channel.GROUP.value, for_staff("Notes of a group")),
]


class ArrivedForm(_WordsForm):
    token = HiddenField()
    channel = one_of(for_staff("How it came"), _ARRIVES_BY, for_staff("Say how it came."))
    heads = StringField(
        for_staff("How many people spoke"),
        default="1",
        description=for_staff("More than 1 for notes of a group."),
    )
    said_on = Day(
        for_staff("The day it was said"), [Optional()], description=for_staff("Empty means today.")
    )
    speaks = SelectField(
        for_staff("The language they speak"),
        [DataRequired(ASKED)],
        choices=_spoken(("und", for_staff("I do not know"))),
    )
    reads = _reads()
    written_by = one_of(
        for_staff("Who wrote the words down"),
        [
            ("themselves", for_staff("The person themselves")),
            ("helper", for_staff("A helper or an interpreter")),
            ("us", for_staff("I did, or another facilitator")),
        ],
        for_staff("Say who wrote the words down."),
    )

    def validate_heads(self, field: Field) -> None:
        number = whole_number(field.data)
        if number is None or not 1 <= number <= MOST_HEADS:
            raise ValidationError(for_staff("Write a number from 1 to 500."))
        if number == 1 and self.channel.data == Channel.GROUP.value:
            raise ValidationError(for_staff("How many people were in the group?"))

    def validate_said_on(self, field: Field) -> None:
        today = london(now()).date()
        if field.data and not today - OLDEST <= field.data <= today:
            raise ValidationError(for_staff("Choose a day of the last two years."))

    @property
    def said_day(self) -> date | None:
        found: date | None = self.said_on.data
        return found

    @property
    def head_count(self) -> int:
        return whole_number(self.heads.data) or 1


class SlipsForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    how_many = StringField(for_staff("How many slips"), default="8")
    language = SelectField(for_staff("Language of the slips"), choices=_written())

    def offer(self, opened: Iterable[str]) -> None:
        self.language.choices = _written(opened)

    def validate_how_many(self, field: Field) -> None:
        number = whole_number(field.data)
        if number is None or not 1 <= number <= MOST_SLIPS:
            raise ValidationError(for_staff("Write a number from 1 to 40."))

    @property
    def count(self) -> int:
        return whole_number(self.how_many.data) or 0
