"""What is written down about a concern: a note, and what was decided and why."""

from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from advisory.desk.forms.entering import cleaned, one_of
from advisory.languages.catalogues import for_staff
from advisory.safeguarding.models import ConcernState

LONGEST = 5_000
_TOO_LONG = for_staff("This is too long. Use 5,000 letters or fewer.")


class NoteForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    note = TextAreaField(
        for_staff("Note for the log"),
        [
            DataRequired(for_staff("Write what you did or learned.")),
            Length(max=LONGEST, message=_TOO_LONG),
        ],
        filters=[cleaned],
        description=for_staff("What you did, whom you called, when. It is sealed and stays."),
    )


class GistForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    gist = TextAreaField(
        for_staff("What the interpreter said it means"),
        [
            DataRequired(for_staff("Write what the interpreter said.")),
            Length(max=LONGEST, message=_TOO_LONG),
        ],
        filters=[cleaned],
        description=for_staff("Held words are on no translator’s list. Call one, and write here."),
    )


class Agreed(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


AGREED = [
    (Agreed.YES.value, for_staff("Yes")),
    (Agreed.NO.value, for_staff("No: passed on to keep somebody safe")),
    (Agreed.NOT_ASKED.value, for_staff("We could not ask")),
]


class DecideForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    outcome = one_of(
        for_staff("What you decided"),
        [
            (ConcernState.PASSED_ON.value, for_staff("Passed on")),
            (ConcernState.CLEARED.value, for_staff("Nobody is in danger: back to the inbox")),
        ],
        for_staff("Choose what you decided."),
    )
    reason = TextAreaField(
        for_staff("Why"),
        [
            DataRequired(for_staff("Write why. The log needs a reason.")),
            Length(max=LONGEST, message=_TOO_LONG),
        ],
        filters=[cleaned],
    )
    to = StringField(
        for_staff("Passed on to"),
        [Optional(), Length(max=300, message=for_staff("Use 300 letters or fewer."))],
        filters=[cleaned],
        description=for_staff("The office or the service. Needed when it is passed on."),
    )
    agreed = one_of(
        for_staff("Did the person agree?"),
        AGREED,
        for_staff("Choose whether the person agreed."),
        default=Agreed.NOT_ASKED.value,
    )
    goes_on = BooleanField(
        for_staff("Answering can go on"),
        description=for_staff("The rest can be answered: it goes back to the inbox."),
    )

    @property
    def is_passed_on(self) -> bool:
        return bool(self.outcome.data == ConcernState.PASSED_ON)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - what a form takes
        """Also what passing on asks for; an empty optional field has no validator of its own."""
        right = bool(super().validate(extra_validators))
        if self.is_passed_on and not self.to.data and not self.to.errors:
            self.to.errors = [for_staff("Write to whom.")]
            right = False
        return right
