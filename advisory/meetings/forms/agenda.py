from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import ValidationError

from advisory.languages.catalogues import for_staff
from advisory.languages.fields import Choice, Day, box, line, options, whole
from advisory.meetings.models import ItemKind, Refusal
from advisory.meetings.rules.agenda import FACTORS, NEEDS_A_TEAM, Proposed
from advisory.people.models import Team

KINDS = {
    ItemKind.REPORT_BACK: for_staff("Report-back: what became of what people said"),
    ItemKind.INFORMATION: for_staff("Information"),
    ItemKind.DISCUSSION: for_staff("Discussion"),
    ItemKind.ADVICE: for_staff("Advice"),
    ItemKind.DECISION: for_staff("Decision"),
    ItemKind.CO_DESIGN: for_staff("Making something together"),
}
FACTOR_NAMES = {
    100: for_staff("Everybody understands one language: × 1"),
    150: for_staff("Whispered interpreting: × 1.5"),
    200: for_staff("Spoken one after the other: × 2"),
}
REFUSALS = {
    Refusal.DECIDED: for_staff("Already decided: asking now could change nothing."),
    Refusal.BEFORE_THE_MEETING: for_staff(
        "It is decided before the meeting: too late to be heard."
    ),
}


class ItemForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`item()` once it is valid."""

    kind = Choice(
        for_staff("Kind"), choices=options((kind.value, name) for kind, name in KINDS.items())
    )
    title = line(for_staff("Title"), needed=for_staff("Give it a title."))
    minutes = whole(for_staff("Minutes, without interpreting"), is_needed=True, least=1, most=240)
    interpreting = Choice(
        for_staff("How it is interpreted"),
        choices=options((str(factor), FACTOR_NAMES[factor]) for factor in FACTORS),
        default="200",
    )
    team = Choice(for_staff("Which team asks"))
    ask = box(
        for_staff("What the team asks"), hint=for_staff("One question that people can answer.")
    )
    can_change = box(for_staff("What can change"))
    cannot_change = box(for_staff("What cannot change"))
    decision_on = Day(
        for_staff("When it is decided"),
        description=for_staff("An item that is decided already is refused."),
    )

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        named = [(str(team.id), team.name) for team in teams]
        self.team.choices = options([("", for_staff("The board itself")), *named])

    def _asks(self) -> bool:
        return self.kind.data in {kind.value for kind in NEEDS_A_TEAM}

    def validate_team(self, field: Field) -> None:
        if self._asks() and not field.data:
            raise ValidationError(for_staff("Say which team asks."))

    def validate_ask(self, field: Field) -> None:
        if self._asks() and not field.data:
            raise ValidationError(for_staff("Write what the team asks."))

    def validate_can_change(self, field: Field) -> None:
        if self._asks() and not field.data:
            raise ValidationError(for_staff("Write what people can still change."))

    def validate_decision_on(self, field: Day) -> None:
        if self._asks() and field.data is None and not field.process_errors:
            raise ValidationError(for_staff("Say when it is decided."))

    def item(self) -> Proposed:
        return Proposed(
            kind=ItemKind(self.kind.data),
            title=self.title.data or "",
            minutes=self.minutes.data,
            ask=self.ask.data or "",
            can_change=self.can_change.data or "",
            cannot_change=self.cannot_change.data or "",
            team_id=UUID(self.team.data) if self.team.data else None,
            decision_on=self.decision_on.data,
            interpreting_percent=int(self.interpreting.data),
        )


class NoForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    reason = box(
        for_staff("Why not, for the person who proposed it"),
        needed=for_staff("Write why not: the person reads it."),
        hint=for_staff("Plain and kind. A translator puts it into their language."),
    )
