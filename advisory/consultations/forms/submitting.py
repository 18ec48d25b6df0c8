"""Answered forms of another program: a file of rows, and the language they are in."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import ValidationError

from advisory.consultations.forms.bringing import MISSING, NOT_READ
from advisory.consultations.ports.workbooks import (
    MOST_BYTES,
    NotReadable,
    Sheet,
    read_csv,
    read_workbook,
)
from advisory.consultations.rules.submissions import MOST_ROWS
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import SPOKEN
from advisory.words.rules import UNKNOWN


class SubmissionsForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`sheet` holds the rows once the form was checked."""

    table = FileField(for_staff("The answers (.csv or .xlsx)"), render_kw={"accept": ".csv,.xlsx"})
    speaks = SelectField(
        for_staff("Language of the own words"),
        choices=[
            SelectChoice(UNKNOWN, for_staff("Nobody knows")),
            *(SelectChoice(tag, one.own_name) for tag, one in SPOKEN.items()),
        ],
        validate_choice=False,
    )
    token = HiddenField()
    sheet: Sheet = ()

    def validate_table(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(MISSING)
        content = field.data.read(MOST_BYTES + 1)
        try:
            self.sheet = _first_sheet(content) if content[:2] == b"PK" else _rows(content)
        except NotReadable as why:
            raise ValidationError(str(NOT_READ) % {"why": why}) from why

    @property
    def language(self) -> str:
        return self.speaks.data if self.speaks.data in SPOKEN else UNKNOWN


def _rows(content: bytes) -> Sheet:
    return read_csv(content, most_rows=MOST_ROWS)


def _first_sheet(content: bytes) -> Sheet:
    """Further sheets hold questions that repeat: we have none."""
    return next(iter(read_workbook(content, most_rows=MOST_ROWS).values()), ())
