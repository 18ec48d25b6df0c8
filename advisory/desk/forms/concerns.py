"""What is written down about a concern: a note, and what was decided and why."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from advisory.desk.forms.entering import cleaned, one_of
from advisory.desk.rules.concerning import CONSENTS
from advisory.languages.catalogues import for_staff
from advisory.safeguarding.models import ConcernState, Consent
from advisory.safeguarding.rules import Decision

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
    corrects = SelectField(for_staff("Does it correct an entry?"), default="", choices=[])

    def offer(self, entries: Sequence[tuple[str, str]]) -> "NoteForm":
        """The entries that a further one may correct; none of them is ever changed."""
        self.corrects.choices = [("", str(for_staff("No, it is new"))), *entries]
        return self


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


def _line(label: str, hint: str = "") -> StringField:
    too_long = Length(max=1_000, message=for_staff("Use 1,000 letters or fewer."))
    return StringField(label, [Optional(), too_long], filters=[cleaned], description=hint)


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
    consent = one_of(
        for_staff("Was the person asked?"),
        [(consent.value, name) for consent, name in CONSENTS.items()],
        for_staff("Choose whether the person was asked."),
        default=Consent.NOT_SOUGHT.value,
    )
    why = _line(for_staff("Why they were asked, or not"))
    overriding = _line(
        for_staff("Why it goes on without their yes"),
        for_staff("Needed when it is passed on and the person did not say yes."),
    )
    told = _line(for_staff("Who was told"))
    next_step = _line(for_staff("What happens next, and when"))
    goes_on = BooleanField(
        for_staff("Answering can go on"),
        description=for_staff("The rest can be answered: it goes back to the inbox."),
    )

    @property
    def is_passed_on(self) -> bool:
        return bool(self.outcome.data == ConcernState.PASSED_ON)

    def decision(self) -> Decision:
        return Decision(
            consent=Consent(self.consent.data),
            why=self.why.data or "",
            overriding=self.overriding.data or "",
            told=self.told.data or "",
            next_step=self.next_step.data or "",
        )

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - what a form takes
        """Also what passing on asks for; an empty optional field has no validator of its own."""
        right = bool(super().validate(extra_validators))
        for field, problem in self._needed() if self.is_passed_on else ():
            if not field.data and not field.errors:
                field.errors = [problem]
                right = False
        return right

    def _needed(self) -> Iterator[tuple[Field, str]]:
        yield self.to, for_staff("Write to whom.")
        yield self.told, for_staff("Write who was told.")
        yield self.next_step, for_staff("Write what happens next.")
        if self.consent.data != Consent.AGREED:
            yield self.why, for_staff("Write why the person was not asked, or what they said.")
            yield self.overriding, for_staff("Write why it goes on without their yes.")
