"""Files that people bring: a form of another program. Looked at first, taken over afterwards."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from advisory.consultations.forms.building import PICTURES
from advisory.consultations.ports.workbooks import (
    MOST_BYTES,
    Line,
    NotReadable,
    Sheet,
    read_workbook,
)
from advisory.consultations.rules.xlsform_reading import MOST_LINES
from advisory.languages.catalogues import for_staff

MISSING = for_staff("Choose a file.")
NOT_READ = for_staff("This file cannot be read. %(why)s")
KNOWN_PICTURES = frozenset(name for name, _label in PICTURES if name)


class BringForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`sheets` holds what the file says once the form was checked."""

    workbook = FileField(for_staff("An XLSForm (.xlsx)"), render_kw={"accept": ".xlsx"})
    token = HiddenField()
    sheets: Mapping[str, Sheet]

    def validate_workbook(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(MISSING)
        try:
            self.sheets = read_workbook(field.data.read(MOST_BYTES + 1), most_rows=MOST_LINES)
        except NotReadable as why:
            raise ValidationError(str(NOT_READ) % {"why": why}) from why


class GoOnForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """After the look: what was read waits sealed under this token."""

    token = HiddenField()


def as_kept(sheets: Mapping[str, Sheet]) -> dict[str, list[list[object]]]:
    """What can wait with a form, and comes back from `as_sheets`."""
    return {name: [[line.number, dict(line.cells)] for line in one] for name, one in sheets.items()}


def as_sheets(kept: Mapping[str, list[tuple[int, dict[str, str]]]]) -> dict[str, Sheet]:
    return {name: [Line(number, cells) for number, cells in one] for name, one in kept.items()}
