"""Tables that somebody sends: sheets of an .xlsx or a .csv, as text, within firm limits.

A workbook is a zip of XML. It is refused before anything of it is built when it would unpack to
too much, or when any part declares a document type: nothing outside the file is ever asked for.
"""

import csv
import io
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from xlsxwriter import Workbook

MOST_BYTES, MOST_UNPACKED = 5_000_000, 50_000_000
MOST_PARTS, MOST_COLUMNS, LONGEST_CELL = 300, 300, 30_000
_PIECE = 65_536
_DAMAGED = (
    AttributeError,
    BadZipFile,
    EOFError,
    InvalidFileException,
    LookupError,
    OSError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)
"""What the zip and the XML of a damaged workbook make the library raise."""


class NotReadable(Exception):
    """Says in one sentence what is wrong with a file."""


@dataclass(frozen=True)
class Line:
    """One row, with its number in the sheet; cells by the name of their column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


Sheet = Sequence[Line]


def read_workbook(content: bytes, *, most_rows: int) -> dict[str, Sheet]:
    """Each sheet by its name in small letters. Raises NotReadable."""
    _look_at_zip(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            return {one.title.strip().lower(): _sheet(one, most_rows) for one in book.worksheets}
        finally:
            book.close()
    except _DAMAGED as why:
        raise NotReadable("It is damaged, or not an .xlsx workbook.") from why


def _look_at_zip(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise NotReadable(f"It is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        with ZipFile(io.BytesIO(content)) as unpacked:
            parts = unpacked.infolist()
            # No part unpacks to more than it says here: reading stops there.
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
                raise NotReadable("It unpacks to far more than a form or its answers hold.")
            for one in parts:
                if one.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _look_at_part(unpacked, one.filename)
    except _DAMAGED as why:
        raise NotReadable("It is damaged, or not an .xlsx workbook.") from why


def _look_at_part(unpacked: ZipFile, name: str) -> None:
    with unpacked.open(name) as part:
        before = b""
        while piece := part.read(_PIECE):
            seen = (before + piece).upper()
            # Another encoding could hide a document type from these eyes.
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen or b"\x00" in seen:
                raise NotReadable("It declares a document type, which is not allowed.")
            before = piece[-16:]


def _sheet(sheet: object, most_rows: int) -> Sheet:
    # What the file says of its own size is not believed.
    sheet.reset_dimensions()  # type: ignore[attr-defined] # a read-only sheet
    rows = sheet.iter_rows(  # type: ignore[attr-defined] # as above
        max_row=most_rows + 2, max_col=MOST_COLUMNS + 1, values_only=True
    )
    return _lines(([_text(cell) for cell in row] for row in rows), most_rows)


def _text(cell: object) -> str:
    """As people read it: whole numbers without a point, days as 2026-11-30."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)


def read_csv(content: bytes, *, most_rows: int) -> Sheet:
    """Separated by commas, semicolons or tabs, as its first line shows. Raises NotReadable."""
    if len(content) > MOST_BYTES:
        raise NotReadable(f"It is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise NotReadable("It is not UTF-8 text. Save it again as CSV UTF-8.") from why
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return _lines(rows, most_rows)
    except csv.Error as why:
        raise NotReadable("It cannot be read as a table.") from why


def _lines(rows: Iterable[Sequence[str]], most_rows: int) -> Sheet:
    heads: list[str] = []
    found: list[Line] = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise NotReadable(f"It has more than {MOST_COLUMNS} columns.")
        if not heads:
            heads = cells if any(cells) else []
            continue
        if not any(cells):
            continue
        if len(found) == most_rows:
            raise NotReadable(f"It has more than {most_rows} rows. Bring them in parts.")
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise NotReadable(f"Row {number} has a cell that is too long.")
        named = zip(heads, cells, strict=False)
        found.append(Line(number, {head: cell for head, cell in named if head and cell}))
    _each_once(heads)
    return found


def _each_once(heads: Sequence[str]) -> None:
    named = [head for head in heads if head]
    twice = next((head for head in named if named.count(head) > 1), "")
    if twice:
        raise NotReadable(f"The column {twice[:60]!r} is there twice.")


def written_workbook(sheets: Mapping[str, Iterable[Sequence[str]]]) -> bytes:
    """An .xlsx whose cells are all text: nothing in it runs, links or turns into a number."""
    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, plain) as book:
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell:
                        sheet.write_string(at, column, cell, None if at else bold)
    return out.getvalue()
