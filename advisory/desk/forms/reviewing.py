"""An answer that came by e-mail, and the look at an answer before it is sent."""

from datetime import date, timedelta
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from advisory.answers.models import Outcome, Source
from advisory.answers.rules import LONGEST, NEEDS_A_DATE, NEEDS_EVIDENCE, Written
from advisory.desk.forms.entering import Day, cleaned, options
from advisory.desk.rules.naming import OUTCOME_NAMES
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london, numeric_date
from advisory.languages.registry import LANGUAGES

_TOO_LONG = for_staff("This is too long. Use 2,000 letters or fewer.")
_TOO_LONG_A_LINE = for_staff("This is too long. Use 300 letters or fewer.")


def passage_of_text(label: str, *, needed: str = "", hint: str = "") -> TextAreaField:
    """A box of at most 2,000 letters; `needed` is what to do when it stays empty."""
    first = DataRequired(needed) if needed else Optional()
    return TextAreaField(
        label, [first, Length(max=LONGEST, message=_TOO_LONG)], filters=[cleaned], description=hint
    )


class EmailAnswerForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    who = StringField(
        for_staff("Who wrote the e-mail"),
        [
            DataRequired(for_staff("Write who sent it: the office, not a private name.")),
            Length(max=300, message=_TOO_LONG_A_LINE),
        ],
        filters=[cleaned],
        description=for_staff("The office or the role. It is kept as the source."),
    )
    came_on = Day(for_staff("The day of the e-mail"), [DataRequired(for_staff("Write the day."))])
    heard = passage_of_text(for_staff("We heard"), hint=for_staff("In their words, in short."))
    will = passage_of_text(
        for_staff("We will, or we cannot because"), needed=for_staff("Write what they answered.")
    )
    outcome = SelectField(
        for_staff("What comes of it"),
        choices=options((outcome.value, name) for outcome, name in OUTCOME_NAMES.items()),
        default=Outcome.INFORMATION_GIVEN.value,
    )
    by_on = Day(
        for_staff("By when"), [Optional()], description=for_staff("Needed for a planned change.")
    )
    evidence = StringField(
        for_staff("How we know that it changed"),
        [Length(max=300, message=_TOO_LONG_A_LINE)],
        filters=[cleaned],
        description=for_staff("Needed when something was changed already."),
    )

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - what a form takes
        """Also what the outcome asks for; an empty optional field has no validator of its own."""
        right = bool(super().validate(extra_validators))
        if self.outcome.data in NEEDS_A_DATE and not self.by_on.data and not self.by_on.errors:
            self.by_on.errors = [for_staff("A planned change needs its date.")]
            right = False
        if self.outcome.data in NEEDS_EVIDENCE and not self.evidence.data:
            self.evidence.errors = [for_staff("Write how we know that it changed.")]
            right = False
        return right

    def validate_came_on(self, field: Field) -> None:
        if field.data and field.data > london(now()).date():
            raise ValidationError(for_staff("This day has not come yet."))

    def written(self) -> Written:
        return Written(
            heard=self.heard.data or "",
            will=self.will.data or "",
            outcome=Outcome(self.outcome.data),
            by_on=self.by_on.data,
            evidence=self.evidence.data or None,
            source=Source.EMAIL,
            source_note=f"{self.who.data}, {numeric_date(self.came_on.data or london(now()))}",
        )


class ReviewForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """The ticks before sending. `unchecked`: its translation was not checked by a second person."""

    safe = BooleanField(
        for_staff("It is safe: no names, and no place that tells where somebody lives"),
        [DataRequired(for_staff("Look for names and places, then tick this."))],
    )
    plain = BooleanField(
        for_staff("It is plain: short sentences, no words of the office"),
        [DataRequired(for_staff("Read it aloud, then tick this."))],
    )
    with_label = BooleanField(
        for_staff("Send it with the label “Not checked yet”"),
        description=for_staff("A person translated it. A second person can check it later."),
    )

    def __init__(self, *args: Any, unchecked: bool, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        if not unchecked:
            del self.with_label

    def validate_with_label(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(for_staff("Tick this, or wait until somebody has checked it."))


class SendBackForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    note = passage_of_text(
        for_staff("What should change"), needed=for_staff("Write what should change.")
    )


class SheetForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """Read from the address: the sheet changes nothing."""

    class Meta:
        csrf = False

    since = Day(for_staff("New since"), [Optional()])
    language = SelectField(
        for_staff("Language of the sheet"),
        choices=options((tag, kept.own_name) for tag, kept in LANGUAGES.items()),
        default="en",
    )

    @property
    def since_day(self) -> date:
        """A week back when nothing, or no day, was written."""
        found: date | None = self.since.data
        return found or london(now()).date() - timedelta(days=7)

    @property
    def tag(self) -> str:
        return str(self.language.data) if self.language.data in LANGUAGES else "en"
