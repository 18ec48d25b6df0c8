"""What a facilitator decides about a sentence that somebody added."""

from collections.abc import Iterable
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Length

from advisory.languages.catalogues import for_staff
from advisory.voting.models import Reason
from advisory.voting.rules.telling import REASONS

LONGEST = 300


class DecideForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """One form, four buttons; each reads only its own field."""

    reason = SelectField(
        for_staff("Why others do not see it"),
        choices=[SelectChoice(reason.value, words) for reason, words in REASONS.items()],
        validate_choice=False,
    )
    into = SelectField(for_staff("It says the same as"), validate_choice=False)
    body = TextAreaField(
        for_staff("In the board’s words"),
        [Length(max=LONGEST, message=for_staff("Use %(max)d characters or fewer."))],
        description=for_staff("With nobody in it. Theirs is put together with yours."),
    )

    def offer(self, shown: Iterable[tuple[UUID, str]]) -> None:
        self.into.choices = [SelectChoice(str(key), words) for key, words in shown]

    @property
    def why(self) -> Reason:
        chosen = self.reason.data
        return Reason(chosen) if chosen in set(Reason) else Reason.NOT_CLEAR
