"""What a team writes: its answer, why it hands back, and what came of a promise."""

from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from advisory.answers.models import Outcome, Source
from advisory.answers.rules import NEEDS_A_DATE, NEEDS_EVIDENCE, Written
from advisory.desk.forms.entering import Day, cleaned, one_of
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london

LONGEST = 5_000
_TOO_LONG = for_staff("This is too long. Use 5,000 letters or fewer.")
_PAST = for_staff("This day is over. Choose a day to come.")

WAYS = [
    (Outcome.CHANGE_PLANNED.value, for_staff("We will")),
    (Outcome.CHANGE_MADE.value, for_staff("We have changed it")),
    (Outcome.ALREADY_IN_PLACE.value, for_staff("We already do")),
    (Outcome.NO_CHANGE.value, for_staff("We cannot, because")),
    (Outcome.OUTSIDE_OUR_POWER.value, for_staff("It is not in our power. It belongs to")),
    (Outcome.INFORMATION_GIVEN.value, for_staff("Here is what you can do")),
]


def _box(label: str, hint: str = "", *, needed: str = "") -> TextAreaField:
    first = DataRequired(needed) if needed else Optional()
    return TextAreaField(
        label, [first, Length(max=LONGEST, message=_TOO_LONG)], filters=[cleaned], description=hint
    )


class Step(StrEnum):
    """What the pressed button does; Ctrl+Enter presses none and keeps a draft."""

    SAVE = "save"
    HAND_IN = "hand_in"


class AnswerForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    heard = _box(
        for_staff("We heard"),
        for_staff("One or two sentences, so that the person sees that you understood."),
    )
    outcome = one_of(
        for_staff("What you will do"), WAYS, for_staff("Choose what you will do, or why not.")
    )
    will = _box(
        for_staff("Say it in your words"),
        for_staff("To the person who spoke. Short sentences. No names of staff."),
    )
    by_on = Day(
        for_staff("By when"),
        [Optional()],
        description=for_staff("Needed for “We will”. On this day we ask whether it happened."),
    )
    evidence = _box(
        for_staff("How can people see that it changed?"),
        for_staff("Needed for “We have changed it”."),
    )
    step = StringField(default=Step.SAVE)

    @property
    def hands_in(self) -> bool:
        return bool(self.step.data == Step.HAND_IN)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - what a form takes
        """Also what the way asks for; an empty optional field has no validator of its own."""
        right = bool(super().validate(extra_validators))
        for field, needed, why in (
            (self.will, self.hands_in, for_staff("Write the answer.")),
            (self.by_on, self.outcome.data in NEEDS_A_DATE, for_staff("Choose the day.")),
            (self.evidence, self.outcome.data in NEEDS_EVIDENCE, for_staff("Write how.")),
        ):
            if needed and not field.data and not field.errors:
                field.errors = [why]
                right = False
        return right

    def validate_by_on(self, field: Field) -> None:
        if field.data and field.data < london(now()).date():
            raise ValidationError(_PAST)

    def written(self, source: Source) -> Written:
        return Written(
            heard=self.heard.data or "",
            will=self.will.data or "",
            outcome=Outcome(self.outcome.data),
            by_on=self.by_on.data,
            evidence=self.evidence.data or None,
            source=source,
        )


class HandBackForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    reason = _box(
        for_staff("Why it is not for your team"),
        for_staff("Say whose it is, if you know. The clock of the answer goes on."),
        needed=for_staff("Write why, so that it finds the right team."),
    )


class Came(StrEnum):
    """What came of a promise."""

    HAPPENED = "happened"
    LATER = "later"
    NOT = "not"


class SettleForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    came = one_of(
        for_staff("Did it happen?"),
        [
            (Came.HAPPENED.value, for_staff("Yes, it happened")),
            (Came.LATER.value, for_staff("Not yet: a new day")),
            (Came.NOT.value, for_staff("No, and it will not")),
        ],
        for_staff("Choose what came of it."),
    )
    evidence = _box(
        for_staff("How people can see it, or why not"),
        for_staff("Needed for “Yes” and for “No”."),
    )
    again_on = Day(
        for_staff("The new day"), [Optional()], description=for_staff("Needed for “Not yet”.")
    )

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - what a form takes
        right = bool(super().validate(extra_validators))
        later = self.came.data == Came.LATER
        ended = self.came.data in {Came.HAPPENED, Came.NOT}
        for field, needed, why in (
            (self.evidence, ended, for_staff("Write one sentence.")),
            (self.again_on, later, for_staff("Choose the new day.")),
        ):
            if needed and not field.data and not field.errors:
                field.errors = [why]
                right = False
        return right

    def validate_again_on(self, field: Field) -> None:
        if field.data and field.data <= london(now()).date():
            raise ValidationError(_PAST)
