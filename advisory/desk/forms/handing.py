"""Asking somebody else to help, with the person's yes."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from advisory.desk.forms.entering import cleaned, one_of, options
from advisory.handovers.actions import Receiver
from advisory.languages.catalogues import for_staff
from advisory.people.models import Person, Team

LONGEST = 5_000
_TOO_LONG = for_staff("This is too long. Use 5,000 letters or fewer.")
NOBODY = ""


class HowYes(StrEnum):
    PAGE = "page"
    SPOKEN = "spoken"
    WITHOUT = "without"


_ASK = [
    (HowYes.PAGE.value, for_staff("Ask the person on their page")),
    (HowYes.SPOKEN.value, for_staff("The person said yes to me")),
]
_WITHOUT = (HowYes.WITHOUT.value, for_staff("Go on without their yes, to keep somebody safe"))


class HandOverForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    organisation = StringField(
        for_staff("An organisation"),
        [Optional(), Length(max=200, message=for_staff("Use 200 letters or fewer."))],
        filters=[cleaned],
        description=for_staff("The person reads this name. Write it as they know it."),
    )
    team = SelectField(for_staff("Or a team"))
    colleague = SelectField(for_staff("Or a colleague"))
    what = TextAreaField(
        for_staff("What they are asked to do, and what they are told"),
        [
            DataRequired(for_staff("Write what they are asked to do.")),
            Length(max=LONGEST, message=_TOO_LONG),
        ],
        filters=[cleaned],
        description=for_staff("Only what they need. It is sealed."),
    )
    how = one_of(
        for_staff("The person’s yes"),
        [*_ASK, _WITHOUT],
        for_staff("Choose how the person says yes."),
    )
    overriding = TextAreaField(
        for_staff("Why it cannot wait for their yes"),
        [Optional(), Length(max=LONGEST, message=_TOO_LONG)],
        filters=[cleaned],
    )

    def offer(
        self, teams: Sequence[Team], colleagues: Sequence[Person], *, may_override: bool
    ) -> "HandOverForm":
        self.teams = {str(team.id): team for team in teams}
        self.colleagues = {str(person.id): person for person in colleagues}
        none = (NOBODY, str(for_staff("None")))
        self.team.choices = [none, *((key, row.name) for key, row in self.teams.items())]
        self.colleague.choices = [none, *((key, row.name) for key, row in self.colleagues.items())]
        self.may_override = may_override
        if not may_override:
            self.how.choices = options(_ASK)
            del self.overriding
        return self

    @property
    def is_without(self) -> bool:
        return bool(self.how.data == HowYes.WITHOUT)

    def receiver(self) -> Receiver:
        if self.team.data:
            team = self.teams[self.team.data]
            return Receiver(team.name, team=team)
        if self.colleague.data:
            person = self.colleagues[self.colleague.data]
            return Receiver(person.name, person=person)
        return Receiver(self.organisation.data or "")

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - what a form takes
        """Also: to exactly one, and a reason where the person is not asked."""
        right = bool(super().validate(extra_validators))
        named = [field for field in (self.organisation, self.team, self.colleague) if field.data]
        if len(named) != 1:
            self.organisation.errors = [
                for_staff("Choose one: an organisation, a team or one of us.")
            ]
            right = False
        if self.is_without and not self.may_override:
            self.how.errors = [for_staff("Only whoever leads on safeguarding may do that.")]
            return False
        if self.is_without and not self.overriding.data:
            self.overriding.errors = [for_staff("Write why it cannot wait.")]
            right = False
        return right


class WhyForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """A no needs a reason."""

    reason = TextAreaField(
        for_staff("Why"),
        [DataRequired(for_staff("Write why.")), Length(max=LONGEST, message=_TOO_LONG)],
        filters=[cleaned],
    )


class AskForm(WhyForm):
    """Asking to see an address."""
