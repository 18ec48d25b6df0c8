"""What is noted while people talk, and what comes of it. Never a name."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from advisory.contributions.rules import new_form_token
from advisory.languages.catalogues import for_staff
from advisory.languages.fields import Choice, Day, Whole, box, meaning, options, whole
from advisory.meetings.actions.running import Noted
from advisory.meetings.models import RowKind, Seat
from advisory.people.models import Team

OVERTAKEN = for_staff(
    "Somebody changed this while you wrote. Your words are still here: compare, then keep."
)
ROW_KINDS = {
    RowKind.SAID: for_staff("A member said"),
    RowKind.DECIDED: for_staff("Decided"),
    RowKind.TO_DO: for_staff("To do"),
}
SEATS = {
    Seat.BOARD: for_staff("The board"),
    Seat.CHAIR: for_staff("The chair"),
    Seat.FACILITATOR: for_staff("The facilitator"),
}


class CountForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    seen = HiddenField()
    came = whole(for_staff("How many came"), is_needed=True, most=999)
    with_interpreter = whole(for_staff("Of them with an interpreter"), is_needed=True, most=999)

    def validate_with_interpreter(self, field: Whole) -> None:
        if (field.data or 0) > (self.came.data or 0) and not self.came.errors:
            raise ValidationError(for_staff("This is more than came."))


class RowForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`noted()` once it is valid."""

    token = HiddenField()
    kind = Choice(
        for_staff("Kind"), choices=options((kind.value, name) for kind, name in ROW_KINDS.items())
    )
    body = box(for_staff("In a few words, without names"), needed=for_staff("Write what was said."))
    who = Choice(for_staff("Who does it"))
    due_on = Day(for_staff("By when"))

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        seats = [(seat.value, name) for seat, name in SEATS.items()]
        named = [(str(team.id), team.name) for team in teams]
        self.who.choices = options([("", for_staff("Nobody")), *seats, *named])
        if not self.token.data:
            self.token.data = new_form_token()

    @property
    def is_to_do(self) -> bool:
        return bool(self.kind.data == RowKind.TO_DO)

    def validate_who(self, field: Field) -> None:
        if self.is_to_do and not field.data:
            raise ValidationError(for_staff("Say which team or seat does it."))

    def validate_due_on(self, field: Day) -> None:
        if self.is_to_do and field.data is None and not field.process_errors:
            raise ValidationError(for_staff("Say by when."))

    def noted(self) -> Noted:
        """Who and by when belong to what is to do alone."""
        kind, body = RowKind(self.kind.data), self.body.data or ""
        if not self.is_to_do:
            return Noted(kind=kind, body=body)
        seats = {seat.value for seat in Seat}
        return Noted(
            kind=kind,
            body=body,
            seat=Seat(self.who.data) if self.who.data in seats else None,
            team_id=None if self.who.data in seats else UUID(self.who.data),
            due_on=self.due_on.data,
        )


class PartForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    seen = HiddenField()
    body = box(for_staff("What the minutes say, without names"), most=8000)


class SummaryForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    seen = HiddenField()
    meaning = meaning(default="yes")
    body = box(
        for_staff("Summary for everybody"),
        needed=for_staff("Write the summary."),
        hint=for_staff("Five short sentences or fewer, in English. They are translated."),
    )
