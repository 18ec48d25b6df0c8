"""Why a machine may help."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField

from advisory.languages.catalogues import for_staff
from advisory.themes.actions.suggesting import Why
from advisory.themes.forms.labelling import words


class SwitchForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    on = HiddenField()
    reason: Any = words(for_staff("Why, in a sentence"), needed=True, most=500)

    @property
    def is_on(self) -> bool:
        return bool(self.on.data == "yes")

    def why(self) -> Why:
        return Why(reason=self.reason.data)
