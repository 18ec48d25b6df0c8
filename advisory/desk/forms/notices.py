"""A notice for everybody: what was said in neutral words, and what was done."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from advisory.answers.models import Outcome
from advisory.answers.rules import NEEDS_A_DATE
from advisory.desk.forms.entering import Day, cleaned, options
from advisory.desk.forms.reviewing import passage_of_text
from advisory.desk.rules.naming import OUTCOME_NAMES
from advisory.languages.catalogues import for_staff
from advisory.noticeboard.actions import Proposed


class ProposeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    title = StringField(
        for_staff("Title"),
        [
            DataRequired(for_staff("Write a title.")),
            Length(max=120, message=for_staff("Use 120 letters or fewer.")),
        ],
        filters=[cleaned],
    )
    said = passage_of_text(
        for_staff("You said"),
        needed=for_staff("Write in your own words what people said."),
        hint=for_staff("Your own neutral words. Nobody may be known by them."),
    )
    did = passage_of_text(for_staff("We did, or we will"))
    outcome = SelectField(
        for_staff("What comes of it"),
        choices=options((outcome.value, name) for outcome, name in OUTCOME_NAMES.items()),
    )
    promised_for = Day(for_staff("Promised for"), [Optional()])
    happened_on = Day(for_staff("It happened on"), [Optional()])
    asked_on = Day(for_staff("We asked on"), [Optional()])
    quote = SelectField(for_staff("A quote under the notice"), default="")

    def offer_quotes(self, pieces: Sequence[str]) -> None:
        """Released pieces, by their number. Without the person's yes there is none to choose."""
        none = for_staff("None")
        self.quote.choices = options([("", none), *((str(at), p) for at, p in enumerate(pieces))])

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - what a form takes
        """A promise without a date is none, and only a question without an answer has no deed."""
        right = bool(super().validate(extra_validators))
        dated = self.promised_for.data or self.promised_for.errors
        if self.outcome.data in NEEDS_A_DATE and not dated:
            self.promised_for.errors = [for_staff("A planned change needs its date.")]
            right = False
        if self.outcome.data != Outcome.NO_ANSWER_RECEIVED and not self.did.data:
            self.did.errors = [for_staff("Write what was done, or what will be.")]
            right = False
        return right

    def proposed(self) -> Proposed:
        return Proposed(
            title=self.title.data or "",
            said=self.said.data or "",
            did=self.did.data or "",
            outcome=Outcome(self.outcome.data),
            promised_for=self.promised_for.data,
            happened_on=self.happened_on.data,
            asked_on=self.asked_on.data,
        )
