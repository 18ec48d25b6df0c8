from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms.validators import ValidationError

from advisory.foundation.access import Role
from advisory.languages.catalogues import for_staff
from advisory.languages.fields import Choice, Day, NotBefore, address, day, line, options
from advisory.people.models import Team
from advisory.people.rules import ROLE_NAMES


def _team_choices(teams: Iterable[Team]) -> list[tuple[str, str]]:
    return [("", for_staff("No team")), *((str(team.id), team.name) for team in teams)]


class _RoleForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """A role, and the team that a policy lead needs."""

    role = Choice(
        for_staff("Role"), choices=options((role.value, name) for role, name in ROLE_NAMES.items())
    )
    team_id = Choice(for_staff("Team"), description=for_staff("Only a policy lead needs a team."))

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.team_id.choices = options(_team_choices(teams))

    def validate_team_id(self, field: Choice) -> None:
        if self.role.data == Role.POLICY_LEAD and not field.data:
            raise ValidationError(for_staff("A policy lead needs a team. Choose the team."))


class InviteForm(_RoleForm):
    name = line(
        for_staff("Name"),
        needed=for_staff("Write a name."),
        hint=for_staff("Colleagues see it. Members never do."),
    )
    email = address(
        for_staff("E-mail address"), needed=for_staff("Write the person’s e-mail address.")
    )


class RoleForm(_RoleForm):
    from_on = day(for_staff("From"), needed=for_staff("Choose the first day."))
    to_on = day(for_staff("Until"), hint=for_staff("Leave it empty for a role without end."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_from_on(self, field: Day) -> None:
        NotBefore(self.today)(self, field)

    def validate_to_on(self, field: Day) -> None:
        first = self.from_on.data
        if field.data is not None and first is not None and field.data < first:
            raise ValidationError(for_staff("The last day comes before the first."))
