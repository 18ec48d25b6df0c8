"""Whom the board expects to hear: a line a group, typed or from a small table."""

import csv
import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, Field, TextAreaField
from wtforms.validators import DataRequired, StopValidation, ValidationError

from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.registry import SPOKEN
from advisory.languages.text import ascii_digits, clean
from advisory.routing.rules import BOROUGHS
from advisory.themes.forms.labelling import line
from advisory.themes.models import Axis

_NUMBER = re.compile(r"\d{1,12}|\d{1,3}(?:[ ,.\u066c\u00a0]\d{3}){1,3}", re.ASCII)
SUCH_AS = for_staff("Such as: Census 2021, table TS024")
MOST_LINES, MOST_BYTES, MOST_PEOPLE = 200, 50_000, 100_000_000
NEEDED = for_staff("Write something here.")
TOO_MANY = for_staff("Use %(most)s lines or fewer.")
TOO_LARGE = for_staff("The file is too large. A line a group is enough.")
NOT_TEXT = for_staff("The file is no table in UTF-8. Save it as CSV, UTF-8.")
NO_NUMBER = for_staff("Line %(line)s: write the group, a comma, and a whole number.")
UNKNOWN = {
    Axis.LANGUAGE: for_staff("Line %(line)s: “%(group)s” is no language we know."),
    Axis.AREA: for_staff("Line %(line)s: “%(group)s” is no borough of London."),
}
TWICE = for_staff("Line %(line)s: “%(group)s” stands there twice.")
LATER = for_staff("This day is still to come.")
DAY = for_staff("Write a day like 2026-11-30.")


def known_groups(axis: Axis) -> dict[str, str]:
    """What may be written for each group, folded: by tag and by name."""
    if axis is Axis.AREA:
        return {name.casefold(): name for name in BOROUGHS}
    known: dict[str, str] = {}
    for tag, one in SPOKEN.items():
        known |= {name.casefold(): tag for name in (tag, one.own_name, one.english_name)}
    return known


class Day(DateField):
    """A day, in digits of any script."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        try:
            super().process_formdata([ascii_digits(clean(value)) for value in valuelist])
        except ValueError as wrong:
            raise ValueError(DAY) from wrong


class ExpectedForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`groups` and `day` hold what was said once the form was checked."""

    table = FileField(for_staff("A table (CSV)"), render_kw={"accept": ".csv,.txt"})
    groups_typed = TextAreaField(
        for_staff("Group, number of people"),
        description=for_staff("A line a group, with a comma between: Tigrinya, 4200"),
    )
    source = line(for_staff("Who counted them"), needed=True, hint=SUCH_AS)
    counted_on = Day(for_staff("The day it is of"), [DataRequired(DAY)])

    def of(self, axis: Axis) -> "ExpectedForm":
        self.axis = axis
        self.groups: Mapping[str, int] = {}
        self.day = london(now()).date()
        if self.is_submitted() and self.table.data:
            self._take_file()
        return self

    def _take_file(self) -> None:
        """What is in the file stands in the page, so that an error can be mended there."""
        content = self.table.data.read(MOST_BYTES + 1)
        try:
            if len(content) <= MOST_BYTES:
                self.groups_typed.data = content.decode("utf-8-sig")
                self.unread = ""
            else:
                self.unread = str(TOO_LARGE)
        except UnicodeDecodeError:
            self.unread = str(NOT_TEXT)

    unread = ""

    def validate_table(self, _field: Field) -> None:
        if self.unread:
            raise ValidationError(self.unread)

    def validate_groups_typed(self, field: Field) -> None:
        typed = field.data or ""
        if not clean(typed):
            if self.unread:
                raise StopValidation
            raise ValidationError(str(NEEDED))
        self.groups = read_lines(typed, self.axis)

    def validate_counted_on(self, field: Field) -> None:
        if field.data > self.day:
            raise ValidationError(str(LATER))
        self.day = field.data


def read_lines(typed: str, axis: Axis) -> dict[str, int]:
    """Raises ValidationError that names the first line that cannot be read."""
    rows = [row for row in enumerate(typed.splitlines(), 1) if clean(row[1])]
    if len(rows) > MOST_LINES:
        raise ValidationError(str(TOO_MANY) % {"most": MOST_LINES})
    known, found = known_groups(axis), dict[str, int]()
    for at, (number, row) in enumerate(rows):
        name, people = _cells(row)
        group = known.get(name.casefold())
        if at == 0 and group is None and people is None and len(rows) > 1:
            continue  # the heads of a table
        if people is None:
            raise ValidationError(str(NO_NUMBER) % {"line": number})
        if group is None:
            raise ValidationError(str(UNKNOWN[axis]) % {"line": number, "group": name[:60]})
        if group in found:
            raise ValidationError(str(TWICE) % {"line": number, "group": name[:60]})
        found[group] = people
    return found


def _cells(row: str) -> tuple[str, int | None]:
    """Also where a comma stands between the thousands."""
    sign = next((sign for sign in "\t;" if sign in row), ",")
    try:
        cells = [clean(cell) for cell in next(csv.reader([row], delimiter=sign))]
    except csv.Error:
        cells = [clean(row)]
    return cells[0], _people(",".join(cells[1:]))


def _people(typed: str) -> int | None:
    if not _NUMBER.fullmatch(plain := ascii_digits(typed)):
        return None
    number = int("".join(sign for sign in plain if sign.isdecimal())[:12])
    return number if 0 < number <= MOST_PEOPLE else None


def expected_of(rows: Sequence[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """What the form begins with."""
    if not rows:
        return {}
    lines = [f"{names.get(row.group, row.group)}, {row.people}" for row in rows]
    return {
        "groups_typed": "\n".join(lines),
        "source": rows[0].source,
        "counted_on": rows[0].counted_on,
    }
