"""What staff write: what is asked about, the questions, and what became of it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, ValidationError

from advisory.consultations.actions.building import About, Offered, Only, Wording
from advisory.consultations.models import Consultation, Level, Question, QuestionKind, Says
from advisory.consultations.rules.kinds import KINDS, choices, kind_of, rows
from advisory.consultations.rules.lifecycle import LEVELS, SOURCE
from advisory.languages.catalogues import for_staff
from advisory.languages.fields import meaning
from advisory.languages.registry import LANGUAGES
from advisory.languages.text import ascii_digits, clean
from advisory.routing.rules import BOROUGHS
from advisory.voting.rules.asking import starting_statements
from advisory.words.rules import original

EMPTY_ROWS, MOST_ROWS = 3, 20
PICTURES = (
    ("", for_staff("No picture")),
    ("pictures", for_staff("A glad face")),
    ("so_so", for_staff("A calm face")),
    ("bad", for_staff("A sad face")),
    ("unsure", for_staff("A question mark")),
    ("clock", for_staff("A clock")),
    ("letter", for_staff("A letter")),
    ("phone", for_staff("A telephone")),
    ("speak", for_staff("A microphone")),
    ("person", for_staff("A person")),
    ("meeting", for_staff("Two people")),
    ("team", for_staff("A house")),
    ("language", for_staff("A globe")),
    ("help", for_staff("A lifebelt")),
)
NEEDED = for_staff("Write something here.")
A_DAY = for_staff("Write a day like 2026-11-30.")


def _cleaned(text: str | None) -> str | None:
    return clean(text) if text else text


def _most(count: int) -> Length:
    return Length(max=count, message=for_staff("Use %(max)d characters or fewer."))


def _line(label: str, *, needed: bool = False, hint: str = "") -> Any:  # noqa: ANN401 - read after its validators
    checks: list[Any] = [DataRequired(NEEDED)] if needed else []
    return StringField(label, [*checks, _most(200)], filters=[_cleaned], description=hint)


def _words(label: str, *, needed: bool = False, hint: str = "") -> Any:  # noqa: ANN401 - as _line
    checks: list[Any] = [DataRequired(NEEDED)] if needed else []
    return TextAreaField(label, [*checks, _most(3000)], filters=[_cleaned], description=hint)


class Day(DateField):
    """A day, in digits of any script."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        try:
            super().process_formdata([ascii_digits(clean(value)) for value in valuelist])
        except ValueError as wrong:
            raise ValueError(A_DAY) from wrong


class Ticks(SelectMultipleField):
    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


def _day(label: str, *, hint: str = "") -> Any:  # noqa: ANN401 - as _line
    return Day(label, [DataRequired(A_DAY)], description=hint)


def _ticks(label: str, *, hint: str = "") -> Any:  # noqa: ANN401 - as _line
    return Ticks(label, description=hint)


def _select(label: str) -> Any:  # noqa: ANN401 - as _line
    return SelectField(label, validate_choice=False)


class NewForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    template = SelectField(for_staff("Begin with"), validate_choice=False)


class AboutForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    title = _line(for_staff("Title"), needed=True)
    purpose = _words(for_staff("Why we ask"), needed=True)
    who = _line(
        for_staff("Who acts on it"),
        needed=True,
        hint=for_staff("A team or a body, never a named person."),
    )
    can = _words(for_staff("What can change"), needed=True)
    cannot = _words(for_staff("What cannot change"), needed=True)
    level = SelectField(
        for_staff("What we promise"),
        choices=[SelectChoice(level.value, words) for level, words in LEVELS.items()],
    )
    opens_on = _day(for_staff("First day"))
    closes_on = _day(for_staff("Last day"))
    acts_on = _day(
        for_staff("They make up their minds on"),
        hint=for_staff("After the last day. What is settled already is not asked."),
    )
    is_settled = BooleanField(for_staff("This is settled already"))
    languages = _ticks(for_staff("Languages besides English"))
    topic = _select(for_staff("Topic"))
    sample = _words(
        for_staff("Whom we hope to hear"), hint=for_staff("For the board. Members do not see it.")
    )
    places = _ticks(
        for_staff("Parts of London to choose from"),
        hint=for_staff("For questions about a place. None chosen: all boroughs."),
    )

    meaning = meaning(default="yes")

    def offer(self, topics: Iterable[tuple[str, str]]) -> None:
        self.languages.choices = [
            SelectChoice(tag, one.own_name) for tag, one in LANGUAGES.items() if tag != SOURCE
        ]
        self.places.choices = [SelectChoice(name, name) for name in BOROUGHS]
        self.topic.choices = [
            SelectChoice("", for_staff("No topic")),
            *(SelectChoice(value, name) for value, name in topics),
        ]

    def validate_closes_on(self, field: Any) -> None:  # noqa: ANN401 - what WTForms gives
        first: date | None = self.opens_on.data
        if field.data and first and field.data < first:
            raise ValidationError(for_staff("The last day comes before the first."))

    def about(self) -> About:
        known = {choice.value for choice in self.topic.choices}
        topic = self.topic.data if self.topic.data in known else ""
        return About(
            title=self.title.data,
            purpose=self.purpose.data,
            who=self.who.data,
            can=self.can.data,
            cannot=self.cannot.data,
            level=Level(self.level.data),
            languages=self.languages.data,
            places=self.places.data,
            sample=self.sample.data or "",
            topic_id=UUID(topic) if topic else None,
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            acts_on=self.acts_on.data,
            is_settled=bool(self.is_settled.data),
            meaning_changed=self.meaning.data != "no",
        )


def about_of(own: Consultation) -> dict[str, Any]:
    """What the form begins with."""
    texts = {"title": own.title, "purpose": own.purpose, "who": own.who}
    texts |= {"can": own.can, "cannot": own.cannot}
    return {
        **{name: original(text).body for name, text in texts.items()},
        "level": own.level.value,
        "languages": own.languages,
        "places": own.places,
        "sample": own.sample,
        "topic": str(own.topic_id or ""),
        "opens_on": own.opens_on,
        "closes_on": own.closes_on,
        "acts_on": own.acts_on,
        "is_settled": own.is_settled,
    }


class AddQuestionForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    title = _line(for_staff("The question"), needed=True)
    kind = SelectField(
        for_staff("How it is answered"),
        choices=[SelectChoice(kind.value, one.label) for kind, one in KINDS.items()],
    )

    def wording(self) -> Wording:
        return Wording(title=self.title.data)

    @property
    def chosen(self) -> QuestionKind:
        return QuestionKind(self.kind.data)


class OfferedForm(Form):
    words = _line(for_staff("Words"))
    picture = SelectField(
        for_staff("Picture"),
        choices=[SelectChoice(value, name) for value, name in PICTURES],
        validate_choice=False,
    )


class QuestionForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    title = _line(for_staff("The question"), needed=True)
    hint = _words(for_staff("A word of help under it"))
    choices = FieldList(FormField(OfferedForm), max_entries=MOST_ROWS)
    rows = FieldList(FormField(OfferedForm), max_entries=MOST_ROWS)
    may_add = BooleanField(
        for_staff("People may add a sentence"),
        description=for_staff("You read it first. Nobody sees it before."),
    )
    first = SelectField(for_staff("Ask it"), default="")
    second = SelectField(for_staff("And only"), default="")
    meaning = meaning(default="yes")

    def offer(self, question: Question, others: Sequence[Question]) -> None:
        """Empty rows to fill, and what earlier questions may decide."""
        if question.poll is not None:
            _pad(self.choices, MOST_ROWS)
        else:
            del self.may_add
        if kind_of(question).choices_needed or question.kind is QuestionKind.SCALE:
            _pad(self.choices, 2 if question.kind is QuestionKind.SCALE else MOST_ROWS)
        if kind_of(question).rows_needed:
            _pad(self.rows, MOST_ROWS)
        ways = [SelectChoice("", for_staff("always")), *_ways(others)]
        self.first.choices = self.second.choices = ways

    def wording(self) -> Wording:
        return Wording(
            title=self.title.data,
            hint=self.hint.data or "",
            choices=_offered(self.choices),
            rows=_offered(self.rows),
            may_add="may_add" in self and bool(self.may_add.data),
            meaning_changed=self.meaning.data != "no",
        )

    def only(self) -> list[Only]:
        said = dict.fromkeys(filter(None, (self.first.data, self.second.data)))
        parts = [value.split("|", 2) for value in said]
        return [Only(UUID(on), Says(says), pick) for on, says, pick in parts]


def _pad(entries: Any, most: int) -> None:  # noqa: ANN401 - a list of forms
    wanted = min(most, len([row for row in entries if row.words.data]) + EMPTY_ROWS)
    while len(entries) < wanted:
        entries.append_entry()


def _offered(entries: Any) -> list[Offered]:  # noqa: ANN401 - as _pad
    """Each of them once: two answers with the same words are one."""
    said = {row.words.data: row.picture.data for row in entries if row.words.data}
    known = dict(PICTURES)
    return [Offered(one, picture if picture in known else "") for one, picture in said.items()]


def _ways(others: Iterable[Question]) -> Iterable[SelectChoice]:
    for one in others:
        kind = kind_of(one)
        if not kind.asks:
            continue
        title = original(one.title).body
        name = for_staff("when this was answered:")
        yield SelectChoice(f"{one.id}|{Says.ANSWERED}|", f"{name} {title}")
        if one.kind in {QuestionKind.PLACE, QuestionKind.MATRIX, QuestionKind.OPINIONS}:
            continue
        by_id = {str(option.id): original(option.text).body for option in one.options}
        for pick in kind.picks_of(one):
            said = by_id.get(pick) or pick
            yes, no = for_staff("when this is said:"), for_staff("when this is not said:")
            yield SelectChoice(f"{one.id}|{Says.IS}|{pick}", f"{yes} {said} ({title})")
            yield SelectChoice(f"{one.id}|{Says.IS_NOT}|{pick}", f"{no} {said} ({title})")


def question_of(question: Question) -> dict[str, Any]:
    """What the form begins with."""

    def offered(options: Iterable[Any]) -> list[dict[str, Any]]:
        return [{"words": original(one.text).body, "picture": one.picture} for one in options]

    starting = starting_statements(question.poll) if question.poll else []
    sentences = [{"words": original(one.text).body, "picture": ""} for one in starting]
    ways = [f"{one.on_id}|{one.says}|{one.pick}" for one in question.conditions]
    first, second = (*ways, "", "")[:2]
    return {
        "title": original(question.title).body,
        "hint": original(question.hint).body if question.hint else "",
        "choices": sentences or offered(choices(question)),
        "may_add": question.poll is not None and question.poll.may_add,
        "rows": offered(rows(question)),
        "first": first,
        "second": second,
    }


class BecameForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    heard = _words(
        for_staff("What we heard"),
        hint=for_staff("Neutral words. Nobody may be known by them. No number below 8."),
    )
    checked_by = _words(
        for_staff("Who of the community looked at it"), hint=for_staff("Groups, no names.")
    )
    will = _words(for_staff("What they will do"), hint=for_staff("Who, what, and by when."))
    followed = _words(for_staff("What became of it"))
    meaning = meaning(default="yes")


def became_of(own: Consultation) -> dict[str, Any]:
    return {
        "heard": original(own.heard).body if own.heard else "",
        "checked_by": own.checked_by,
        "will": original(own.will).body if own.will else "",
        "followed": own.followed,
    }
