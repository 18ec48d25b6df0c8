from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from advisory.languages.catalogues import for_staff
from advisory.languages.fields import Choice, Options, address, line, options, whole
from advisory.people.models import Standing, Team

STANDINGS: dict[Standing, str] = {
    Standing.AGREED: for_staff("Agreed: it has accepted the clocks, or its own"),
    Standing.ASKED_BY_LETTER: for_staff("Asked by letter: a link in a letter, no account"),
    Standing.OUTSIDE: for_staff("Outside: it will not answer here; we say that we asked"),
}


class TeamForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    name = line(for_staff("Name of the team"), needed=for_staff("Write the team’s name."))
    shown_as = line(
        for_staff("Name that members read"),
        hint=for_staff(
            "Leave it empty when the name could tell where somebody lives. "
            "Then members read: the people who can answer."
        ),
    )
    standing = Options(
        for_staff("What it has agreed to"),
        choices=options((standing.value, name) for standing, name in STANDINGS.items()),
    )
    email = address(
        for_staff("E-mail address of the team"),
        hint=for_staff("An address of the function, not of one person."),
    )
    parent_id = Choice(
        for_staff("Team above it"),
        description=for_staff("Late answers climb to that team."),
    )
    acknowledge_days = whole(
        for_staff("Own clock: open days to say “we have it”"),
        hint=for_staff("Leave it empty for the board’s clock."),
    )
    answer_days = whole(
        for_staff("Own clock: open days to answer"),
        hint=for_staff("Leave it empty for the board’s clock."),
    )
    is_fallback = BooleanField(
        for_staff("This team takes the words that fit nowhere"),
        description=for_staff("One team has this task. Ticking here takes it from the other."),
    )

    def __init__(self, *args: Any, above: Iterable[Team], **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.parent_id.choices = options(
            [
                ("", for_staff("No team")),
                *((str(team.id), team.name) for team in above),
            ]
        )

    def validate_email(self, field: Field) -> None:
        if self.standing.data == Standing.ASKED_BY_LETTER and not field.data:
            raise ValidationError(for_staff("Write the address to which the letters go."))
