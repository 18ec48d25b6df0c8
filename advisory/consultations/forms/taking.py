"""Why somebody takes what people said out of the house, and as what."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired

from advisory.consultations.queries.tables import Shape
from advisory.languages.catalogues import for_staff

CSV, XLSX = "csv", "xlsx"
REASONS: Mapping[str, str] = {
    "making sense": for_staff("To make sense of it in another program"),
    "report": for_staff("To write a report for those who act on it"),
    "checking": for_staff("To check that all was kept and counted"),
    "partner": for_staff("For a partner, under an agreement with us"),
    "asked for": for_staff("Somebody has the right to ask for it"),
}
NEEDED = for_staff("Choose one.")


class TakeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    reason = RadioField(
        for_staff("What do you need it for?"),
        [DataRequired(NEEDED)],
        choices=[SelectChoice(name, words) for name, words in REASONS.items()],
    )
    shape = RadioField(
        for_staff("How it is laid out"),
        choices=[
            SelectChoice(Shape.WIDE.value, for_staff("A line for each response")),
            SelectChoice(Shape.LONG.value, for_staff("A line for each answer")),
        ],
        default=Shape.WIDE.value,
    )
    kind = RadioField(
        for_staff("As what"),
        choices=[
            SelectChoice(XLSX, for_staff("A workbook (.xlsx)")),
            SelectChoice(CSV, for_staff("Plain text (.csv)")),
        ],
        default=XLSX,
    )
