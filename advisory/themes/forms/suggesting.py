"""Why a machine may help."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField
from wtforms.validators import InputRequired, ValidationError

from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.themes.actions.suggesting import Why
from advisory.themes.forms.labelling import line, words


class SwitchForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    on = HiddenField()
    reason: Any = words(for_staff("Why, in a sentence"), needed=True, most=500)

    @property
    def is_on(self) -> bool:
        return bool(self.on.data == "yes")

    def why(self) -> Why:
        return Why(reason=self.reason.data)


class DecisionForm(SwitchForm):
    """What was decided after a data protection assessment."""

    reason = words(
        for_staff("What was decided, in their words"),
        needed=True,
        most=1000,
        hint=for_staff("What may be sent, where to, and what for."),
    )
    decided_by = line(for_staff("Who decided"), needed=True, hint=for_staff("Name and office."))
    decided_on = DateField(
        for_staff("When"), [InputRequired(for_staff("Write a day, like 2026-11-20."))]
    )
    reference = line(for_staff("Reference of the assessment"), needed=True)

    def validate_decided_on(self, field: DateField) -> None:
        if field.data and field.data > london(now()).date():
            raise ValidationError(str(for_staff("This day has not come yet.")))

    def why(self) -> Why:
        return Why(
            reason=self.reason.data,
            reference=self.reference.data,
            decided_by=self.decided_by.data,
            decided_on=self.decided_on.data,
        )
