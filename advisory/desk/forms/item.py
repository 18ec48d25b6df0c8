"""What a facilitator writes about an item. Each form says why, and what its button does."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from advisory.answers.models import Outcome, Source
from advisory.answers.rules import NEEDS_EVIDENCE, Written
from advisory.desk.queries.choices import Choices
from advisory.desk.rules.naming import (
    KIND_NAMES,
    OUTCOME_NAMES,
    STANDING_NAMES,
    read_reference,
)
from advisory.feedback.models import Feedback, Kind
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import SPOKEN
from advisory.languages.text import clean
from advisory.people.models import Team
from advisory.routing.rules import BOROUGHS
from advisory.themes.rules import telling
from advisory.themes.rules.marking import TELLING_NAMES

LONGEST = 5000
_TOO_LONG = for_staff("This is too long. Use 5,000 characters or fewer.")
_NOT_SAID = for_staff("Not said")
_STILL_TELLS = for_staff("It still holds %(what)s. Take it out, or tick the box below.")


def _cleaned(typed: str | None) -> str:
    return clean(typed or "")


def typed(field: Field) -> str:
    """What was typed into a field, cleaned."""
    return str(field.data or "")


def _is_offered(field: RadioField) -> bool:
    return field.data in [option.data for option in field]


def _words(label: str, needed: str = "", hint: str = "") -> TextAreaField:
    checks: list[Any] = [DataRequired(needed)] if needed else []
    return TextAreaField(
        label,
        [*checks, Length(max=LONGEST, message=_TOO_LONG)],
        filters=[_cleaned],
        description=hint,
    )


class StepForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`why` stands above the fields; `button` is what sends it."""

    why = ""
    button = for_staff("Keep it")


class GistForm(StepForm):
    why = for_staff(
        "Read the words aloud to an interpreter, without names. Write down what they tell you."
    )
    button = for_staff("I have understood it")
    gist = _words(for_staff("What it means, in short"), for_staff("Write what you were told."))


class LanguageForm(StepForm):
    why = for_staff("Ask somebody who knows. The right translator is found by this.")
    language = SelectField(for_staff("These words are in"))

    def offer(self, *, current: str) -> "LanguageForm":
        named = sorted(SPOKEN.values(), key=lambda spoken: spoken.english_name)
        self.language.choices = [
            (spoken.tag, f"{spoken.own_name} – {spoken.english_name}") for spoken in named
        ]
        if not self.is_submitted():
            self.language.data = current if current in SPOKEN else "en"
        return self


class NewsForm(StepForm):
    why = for_staff(
        "We promised news by a date, even without an answer. This keeps it, and sets the next date."
    )
    button = for_staff("Tell them")
    news = _words(
        for_staff("Where it stands"),
        for_staff("Write where it stands."),
        for_staff("What happened so far and what comes next, in plain English."),
    )


class QuestionForm(StepForm):
    why = for_staff(
        "The person reads it when they enter their code. The clock stands still until they reply."
    )
    button = for_staff("Ask")
    question = _words(
        for_staff("Your question"),
        for_staff("Write your question."),
        for_staff("One question, in plain English. A translator puts it into their language."),
    )


class DescribeForm(StepForm):
    why = for_staff("The rules propose a team from this.")
    kind = SelectField(for_staff("What is it?"))
    topic = SelectField(for_staff("Topic"))
    service = SelectField(for_staff("Health service"))
    place = SelectField(for_staff("Place"))

    def offer(self, choices: Choices, feedback: Feedback) -> "DescribeForm":
        self.kind.choices = [("", _NOT_SAID), *((kind.value, KIND_NAMES[kind]) for kind in Kind)]
        self.topic.choices = _named(choices.topics, feedback.topic_id)
        self.service.choices = _named(choices.services, feedback.service_id)
        self.place.choices = [("", _NOT_SAID), *((place, place) for place in BOROUGHS)]
        if not self.is_submitted():
            self.kind.data = feedback.kind or ""
            self.topic.data = str(feedback.topic_id or "")
            self.service.data = str(feedback.service_id or "")
            self.place.data = feedback.place or ""
        return self

    def described(self) -> dict[str, Any]:
        """The arguments of `reading.describe`."""
        return {
            "kind": Kind(self.kind.data) if self.kind.data else None,
            "topic_id": UUID(self.topic.data) if self.topic.data else None,
            "service_id": UUID(self.service.data) if self.service.data else None,
            "place": self.place.data or None,
        }


def _named(names: dict[UUID, str], now: UUID | None) -> list[tuple[str, str]]:
    """A retired name stays possible where it is in use."""
    listed = [("", _NOT_SAID), *((str(row_id), name) for row_id, name in names.items())]
    if now is not None and now not in names:
        listed.append((str(now), for_staff("As it is now")))
    return listed


class PassageForm(StepForm):
    why = for_staff(
        "Teams never see the words themselves. They read this passage. "
        "Take out names, places, dates and numbers."
    )
    button = for_staff("Release it")
    body = _words(for_staff("The passage, in English"), for_staff("Write the passage."))
    looked = BooleanField(for_staff("I looked: what is marked does not tell who spoke"))

    def validate_body(self, field: TextAreaField) -> None:
        found = {found.kind for found in telling(field.data or "")}
        if found and not self.looked.data:
            what = ", ".join(str(TELLING_NAMES[kind]) for kind in sorted(found))
            raise ValidationError(_STILL_TELLS % {"what": what})


class HoldForm(StepForm):
    why = for_staff(
        "It leaves your inbox at once. The safeguarding lead is called and decides what happens."
    )
    button = for_staff("Hold it now")
    allegation = BooleanField(
        for_staff("It is about somebody who works here, or about a team that answers"),
        description=for_staff("Then only the outside person sees it."),
    )


def _said_of(team: Team, proposed: Team | None, *, silent: bool) -> str:
    said = [str(STANDING_NAMES[team.standing])]
    if team is proposed:
        said.append(str(for_staff("the rules propose it")))
    if team.is_fallback:
        said.append(str(for_staff("for what fits nowhere else")))
    if silent:
        said.append(str(for_staff("nobody can be told: no person and no e-mail")))
    return f"{team.name} ({', '.join(said)})"


class RouteForm(StepForm):
    why = for_staff("The team gets a letter with its dates. It reads the released passages only.")
    button = for_staff("Put it to this team")
    team = RadioField(for_staff("Which team?"), validate_choice=False)

    def offer(
        self, teams: list[Team], proposed: Team | None, silent: Collection[UUID]
    ) -> "RouteForm":
        """The proposed team comes first and is chosen; the fallback says so."""
        ordered = sorted(teams, key=lambda team: (team is not proposed, team.name.casefold()))
        self.team.choices = [
            (str(team.id), _said_of(team, proposed, silent=team.id in silent)) for team in ordered
        ]
        self.silent = {str(team_id) for team_id in silent}
        if not self.is_submitted() and proposed is not None:
            self.team.data = str(proposed.id)
        return self

    def validate_team(self, field: RadioField) -> None:
        if not _is_offered(field):
            raise ValidationError(for_staff("Choose a team."))
        if field.data in self.silent:
            raise ValidationError(
                for_staff(
                    "Nobody can be told: this team has no person and no e-mail. Choose another "
                    "team, or have one added in the settings."
                )
            )


class AnswerForm(StepForm):
    why = for_staff("A facilitator looks at it before it is sent, and a translator if needed.")
    button = for_staff("Hand it in")
    heard = _words(
        for_staff("We heard"),
        hint=for_staff("In one sentence, what the person said. Leave out what could tell who."),
    )
    will = _words(
        for_staff("The answer"),
        for_staff("Write the answer."),
        for_staff("Plain words, short sentences: it will be translated."),
    )
    outcome = SelectField(for_staff("What comes of it"))
    evidence = StringField(
        for_staff("How people can see the change"),
        [Length(max=500, message=for_staff("Use 500 characters or fewer."))],
        filters=[_cleaned],
        description=for_staff("Needed when something was changed."),
    )

    _OFFERED = (
        Outcome.INFORMATION_GIVEN,
        Outcome.ALREADY_IN_PLACE,
        Outcome.CHANGE_MADE,
        Outcome.NO_CHANGE,
        Outcome.PASSED_ON,
        Outcome.OUTSIDE_OUR_POWER,
    )

    def offer(self) -> "AnswerForm":
        self.outcome.choices = [
            (outcome.value, OUTCOME_NAMES[outcome]) for outcome in self._OFFERED
        ]
        return self

    def validate_evidence(self, field: StringField) -> None:
        if self.outcome.data in NEEDS_EVIDENCE and not field.data:
            raise ValidationError(for_staff("Write how people can see that it changed."))

    def written(self) -> Written:
        return Written(
            heard=typed(self.heard),
            will=typed(self.will),
            outcome=Outcome(self.outcome.data),
            evidence=self.evidence.data or None,
            source=Source.FACILITATOR,
        )


class SignpostForm(StepForm):
    why = for_staff("Ready answers are translated already. One more look, and it can be sent.")
    button = for_staff("Use this answer")
    signpost = RadioField(for_staff("Which answer?"), validate_choice=False)

    def offer(self, names: dict[UUID, str]) -> "SignpostForm":
        self.signpost.choices = [(str(row_id), name) for row_id, name in names.items()]
        return self

    def validate_signpost(self, field: RadioField) -> None:
        if not _is_offered(field):
            raise ValidationError(for_staff("Choose an answer."))


class MergeForm(StepForm):
    why = for_staff(
        "For the same remark said twice. This item ends, and the answer to the other one counts."
    )
    button = for_staff("Merge")
    into = StringField(
        for_staff("Reference of the other item"),
        [DataRequired(for_staff("Write the reference, like F-1042."))],
        filters=[_cleaned],
        description=for_staff("Like F-1042."),
    )

    def number(self) -> int | None:
        return read_reference(typed(self.into))

    def validate_into(self, field: StringField) -> None:
        if read_reference(typed(field)) is None:
            raise ValidationError(for_staff("A reference looks like F-1042."))


class NotOursForm(StepForm):
    why = for_staff("The person reads why, and where they can go instead. Then this item ends.")
    button = for_staff("End it with this reason")
    reason = _words(
        for_staff("Why, and where to go"),
        for_staff("Write the reason and where to go."),
        for_staff("Plain English. A translator puts it into their language."),
    )
