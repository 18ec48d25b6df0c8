"""What is asked of a team, to which team it goes, and what the team says."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from advisory.answers.models import Source, Stance
from advisory.answers.rules import Written
from advisory.contributions.rules import new_form_token
from advisory.desk.forms.entering import Day, cleaned, one_of, options
from advisory.desk.forms.reviewing import passage_of_text
from advisory.desk.forms.team import Step
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london, numeric_date
from advisory.languages.text import ascii_digits
from advisory.people.models import Team
from advisory.recommendations.actions.writing import Content
from advisory.recommendations.models import Recommendation
from advisory.recommendations.rules import OUTCOMES, PROMISES
from advisory.words.models import Text
from advisory.words.rules import original

_LINE = Length(max=300, message=for_staff("This is too long. Use 300 letters or fewer."))

STANCES = {
    Stance.ACCEPTED: for_staff("Yes, we will do it"),
    Stance.PARTLY: for_staff("We will do a part of it"),
    Stance.NOT_ACCEPTED: for_staff("No, and this is why"),
    Stance.NEEDS_MORE: for_staff("We need more before we can say"),
}


class RecommendationForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    ask = StringField(
        for_staff("What we ask for"),
        [DataRequired(for_staff("Write what you ask for.")), _LINE],
        filters=[cleaned],
        description=for_staff("One plain sentence. Everybody may read it, in each language."),
    )
    change = passage_of_text(
        for_staff("What should be different then"),
        needed=for_staff("Write what should be different."),
        hint=for_staff("So that somebody can see whether it happened."),
    )
    why = passage_of_text(
        for_staff("Why"),
        needed=for_staff("Write why you ask for it."),
        hint=for_staff("In your words. No name, no place, no story of one person."),
    )
    minority = passage_of_text(
        for_staff("Who of the board sees it otherwise"),
        hint=for_staff("It stands beside what you ask for, wherever that is shown."),
    )
    seen = HiddenField()
    token = HiddenField()

    def begin(self) -> "RecommendationForm":
        self.token.data = self.token.data or new_form_token()
        return self

    def content(self) -> Content:
        return Content(
            ask=self.ask.data or "",
            change=self.change.data or "",
            why=self.why.data or "",
            minority=self.minority.data or "",
        )

    @property
    def seen_revision(self) -> int:
        typed = ascii_digits(self.seen.data or "")
        return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


def written_already(own: Recommendation) -> dict[str, str]:
    def english(text: Text | None) -> str:
        return (original(text).body or "") if text else ""

    return {
        "ask": english(own.ask),
        "change": english(own.change),
        "why": english(own.why),
        "minority": english(own.minority),
        "seen": str(own.revision),
    }


class PutForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    team = SelectField(for_staff("Which team can do it"), validate_choice=False)
    more = passage_of_text(
        for_staff("What you add for the team"),
        hint=for_staff("The recommendation itself stays as the board agreed it."),
    )

    def offer(self, teams: Iterable[Team], silent: Iterable[object]) -> "PutForm":
        """Teams whom no letter would reach are not offered."""
        self.known = {str(team.id): team for team in teams if team.id not in set(silent)}
        first = ("", for_staff("Choose a team"))
        self.team.choices = options(
            [first, *((key, team.name) for key, team in self.known.items())]
        )
        return self

    def validate_team(self, field: Field) -> None:
        if field.data not in self.known:
            raise ValidationError(for_staff("Choose a team."))

    @property
    def chosen(self) -> Team:
        return self.known[self.team.data]


class StanceForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """A team's answer to a recommendation."""

    stance = one_of(
        for_staff("What your team says"),
        [(stance.value, name) for stance, name in STANCES.items()],
        for_staff("Choose what your team says."),
    )
    will = passage_of_text(
        for_staff("Say it in your words"),
        hint=for_staff(
            "What you will do and what not, and why. Everybody may read it. No names of staff."
        ),
    )
    by_on = Day(
        for_staff("By when"),
        [Optional()],
        description=for_staff("Needed for “Yes” and for “a part”. On this day we ask about it."),
    )
    step = StringField(default=Step.SAVE)

    @property
    def hands_in(self) -> bool:
        return bool(self.step.data == Step.HAND_IN)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - what a form takes
        """Also what the stance asks for; an empty optional field has no validator of its own."""
        right = bool(super().validate(extra_validators))
        promises = self.stance.data in {stance.value for stance in PROMISES}
        for field, needed, why in (
            (self.will, self.hands_in, for_staff("Write the answer.")),
            (self.by_on, promises, for_staff("Choose the day.")),
        ):
            if needed and not field.data and not field.errors:
                field.errors = [why]
                right = False
        return right

    def validate_by_on(self, field: Field) -> None:
        if field.data and field.data < london(now()).date():
            raise ValidationError(for_staff("This day is over. Choose a day to come."))

    def written(self, source: Source, note: str | None = None) -> Written:
        stance = Stance(self.stance.data)
        return Written(
            heard="",
            will=self.will.data or "",
            outcome=OUTCOMES[stance],
            by_on=self.by_on.data if stance in PROMISES else None,
            source=source,
            source_note=note,
            stance=stance,
        )


class EmailStanceForm(StanceForm):
    """The same, from an e-mail that a facilitator writes down."""

    who = StringField(
        for_staff("Who wrote the e-mail"),
        [DataRequired(for_staff("Write who sent it: the office, not a private name.")), _LINE],
        filters=[cleaned],
        description=for_staff("The office or the role. It is kept as the source."),
    )
    came_on = Day(for_staff("The day of the e-mail"), [DataRequired(for_staff("Write the day."))])

    @property
    def hands_in(self) -> bool:
        return True

    def validate_came_on(self, field: Field) -> None:
        if field.data and field.data > london(now()).date():
            raise ValidationError(for_staff("This day has not come yet."))

    def source_note(self) -> str:
        return f"{self.who.data}, {numeric_date(self.came_on.data or london(now()))}"


class LookForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """The ticks before an answer is sent."""

    safe = BooleanField(
        for_staff("It is safe: no names, and no place that tells where somebody lives"),
        [DataRequired(for_staff("Look for names and places, then tick this."))],
    )
    plain = BooleanField(
        for_staff("It is plain: short sentences, no words of the office"),
        [DataRequired(for_staff("Read it aloud, then tick this."))],
    )
