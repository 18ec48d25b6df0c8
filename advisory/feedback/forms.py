"""What people write and say about their words. Nothing but the words is needed."""

from collections.abc import Collection, Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Length

from advisory.contributions.actions import Told
from advisory.contributions.models import Use
from advisory.feedback.actions.accepting import About
from advisory.feedback.rules import FACES, LONGEST_WORDS
from advisory.files.forms import FilesForm
from advisory.languages.catalogues import for_public
from advisory.languages.registry import LANGUAGES, SPOKEN
from advisory.languages.safety import HURT_SOON, USE_WORDS, USE_WORDS_NO, USE_WORDS_YES
from advisory.languages.text import clean
from advisory.routing.rules import BOROUGHS, Pictured
from advisory.words.rules import UNKNOWN

RATHER_NOT = for_public("I’d rather not say")


def _cleaned(text: str | None) -> str | None:
    return clean(text) if text else text


def _named(tag: str, own_name: str) -> SelectChoice:
    return SelectChoice(tag, own_name, render_kw={"lang": tag})


TOO_LONG = for_public("This is too long for one time. Send a part now, and add more later.")
WRITE_FIRST = for_public("Write your words first. One word is enough.")


class SayForm(FilesForm):
    """Words, pictures, sound: one of them is enough. `needs_words` says that all are missing."""

    said = TextAreaField(
        for_public("What helps? What harms?"),
        [
            Length(
                max=LONGEST_WORDS,
                message=TOO_LONG,
            ),
        ],
        filters=[_cleaned],
        description=for_public("Any language. Short or long."),
    )
    token = HiddenField()

    def needs_words(self, *, files_wait: bool) -> bool:
        """Says so beside the box too, unless something else is wrong already."""
        missing = not (self.said.data or self.made or files_wait or self.errors)
        if missing:
            self.said.errors = [WRITE_FIRST]
        return missing


class CheckForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """Everything may be left out; an answer that nobody offered counts as left out."""

    topic = RadioField(for_public("What is it about?"), validate_choice=False)
    place = SelectField(
        for_public("Which part of London?"),
        choices=[
            SelectChoice("", RATHER_NOT),
            *(SelectChoice(name, name, render_kw={"lang": "en"}) for name in BOROUGHS),
        ],
        validate_choice=False,
    )
    service = SelectField(for_public("Which service?"), validate_choice=False)
    speaks = SelectField(
        for_public("My words are in"),
        choices=[
            *(_named(tag, one.own_name) for tag, one in SPOKEN.items()),
            SelectChoice(UNKNOWN, for_public("Another language")),
        ],
        validate_choice=False,
    )
    reads = SelectField(
        for_public("I read the answer in"),
        choices=[_named(tag, one.own_name) for tag, one in LANGUAGES.items()],
        validate_choice=False,
    )
    wants_woman = BooleanField(for_public("A woman should read it"))
    not_my_country = BooleanField(for_public("Not a person from my country"))
    use = RadioField(
        USE_WORDS,
        choices=[
            SelectChoice(Use.QUOTE.value, USE_WORDS_YES),
            SelectChoice(Use.COUNT.value, USE_WORDS_NO),
        ],
        validate_choice=False,
    )
    hurt_soon = BooleanField(HURT_SOON)
    token = HiddenField()

    def offer(
        self, topics: list[SelectChoice], services: list[SelectChoice], *, a_woman: bool
    ) -> None:
        """What this board can offer. Without a woman among the readers nobody is promised one."""
        self.topic.choices = [*topics, SelectChoice("", RATHER_NOT)]
        self.service.choices = [SelectChoice("", RATHER_NOT), *services]
        if not a_woman:
            del self.wants_woman

    def told(self, words: str) -> Told:
        return Told(
            words=words,
            speaks=_among(SPOKEN, self.speaks.data) or UNKNOWN,
            reads=_among(LANGUAGES, self.reads.data) or "en",
            use=Use.QUOTE if self.use.data == Use.QUOTE else Use.COUNT,
            counted=self.use.data in set(Use),
            wants_woman="wants_woman" in self and bool(self.wants_woman.data),
            not_my_country=bool(self.not_my_country.data),
        )

    def about(self, topics: dict[str, Any], services: dict[str, Any]) -> About:
        """`topics` and `services` are rows by the id that the form gave them."""
        topic, service = topics.get(self.topic.data or ""), services.get(self.service.data or "")
        return About(
            topic_id=topic.id if topic else None,
            service_id=service.id if service else None,
            place=_among(BOROUGHS, self.place.data),
        )


def _among(known: Collection[str], said: str | None) -> str | None:
    return said if said is not None and said in known else None


class PicturesForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """Three steps and a check share it; every answer may be left out, but one is needed."""

    topic = RadioField(for_public("What is it about?"), validate_choice=False)
    face = RadioField(
        for_public("How is it?"),
        choices=[SelectChoice(face.value, name) for face, name in FACES.items()],
        validate_choice=False,
    )
    place = CheckForm.place
    said = TextAreaField(
        for_public("Do you want to say more?"),
        [Length(max=LONGEST_WORDS, message=TOO_LONG)],
        filters=[_cleaned],
    )
    hurt_soon = BooleanField(HURT_SOON)
    token = HiddenField()

    def offer(self, topics: Iterable[Pictured]) -> None:
        self.topic.choices = [SelectChoice(str(one.topic_id), one.label) for one in topics]

    def kept(self, step: str) -> dict[str, Any]:
        """What the draft keeps of one step; an answer that nobody offered counts as left out."""
        found = self[step]
        offered = {choice.value for choice in getattr(found, "choices", None) or ()}
        return {step: found.data if found.data in offered else ""}
