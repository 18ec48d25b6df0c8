from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import ValidationError

from advisory.boards.models import SignedOn
from advisory.languages.catalogues import for_staff
from advisory.languages.fields import Options, day, line, options
from advisory.languages.signing import SafetyString


class SignOffForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    checked_by = line(
        for_staff("Who has read them"),
        needed=for_staff("Write who has read them."),
        hint=for_staff("A name or a role, as they wish: a bilingual person, not the translator."),
    )
    checked_on = day(for_staff("On which day"), needed=for_staff("Write the day."))
    how = Options(
        for_staff("How"),
        choices=options(
            [
                (SignedOn.PAPER.value, for_staff("On the printed sheet, signed")),
                (SignedOn.SCREEN.value, for_staff("On the screen, beside me")),
            ]
        ),
    )
    sheet = line(
        for_staff("Number of the sheet"),
        hint=for_staff("It is printed at the top. Keep the paper where you will find it."),
    )
    every = BooleanField(for_staff("All sentences below are right"))
    strings = SelectMultipleField(for_staff("These sentences are right"))

    def offer(self, waiting: list[SafetyString]) -> "SignOffForm":
        """Those that nobody has signed yet, by their marks: words that changed are refused."""
        self.strings.choices = [(string.mark, string.name) for string in waiting]
        return self

    def validate_checked_on(self, field: Any) -> None:  # noqa: ANN401 - a WTForms field
        if field.data is not None and field.data > date.today():  # noqa: DTZ011 - a day on paper
            raise ValidationError(for_staff("Choose today or an earlier day."))

    def validate_every(self, field: Any) -> None:  # noqa: ANN401 - a WTForms field
        if not field.data and not self.strings.data:
            raise ValidationError(for_staff("Choose the sentences that were read, or all of them."))
