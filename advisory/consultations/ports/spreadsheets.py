"""Long tables as files: written line by line, so that a large one needs no more room."""

import csv
import io
from collections.abc import Iterable, Sequence
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import IO, cast

from xlsxwriter import Workbook

from advisory.languages.text import safe_cell

IN_MEMORY = 4_000_000
MOST_LINES = 1_000_000
LONGEST_CELL = 32_000
CUT = " (…)"


class TooLong(Exception):
    """A sheet holds no more than a million lines."""


def csv_file(lines: Iterable[Sequence[str]]) -> IO[bytes]:
    """UTF-8 with its mark, as spreadsheets expect; no cell runs as a formula."""
    file = cast("IO[bytes]", SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the caller sends and closes it
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerows(map(safe_cell, line) for line in lines)
    text.flush()
    text.detach()
    file.seek(0)
    return file


def workbook_file(
    lines: Iterable[Sequence[str]], *, name: str, right_to_left: bool, about: Sequence[str]
) -> IO[bytes]:
    """An .xlsx: a sheet of the lines, all of them text, and one that says what they are.

    Raises TooLong.
    """
    file = cast("IO[bytes]", SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the caller sends and closes it
    # What waits to be packed lies in a folder that only this process can read, and goes with it.
    with TemporaryDirectory() as folder:
        plain = {"strings_to_formulas": False, "strings_to_urls": False, "tmpdir": folder}
        with Workbook(file, {**plain, "constant_memory": True}) as book:
            _write(book, name, lines, right_to_left=right_to_left)
            _write(book, "about", ([line] for line in about), right_to_left=right_to_left)
    file.seek(0)
    return file


def _write(
    book: Workbook, name: str, lines: Iterable[Sequence[str]], *, right_to_left: bool
) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    if right_to_left:
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    for at, line in enumerate(lines):
        if at > MOST_LINES:
            raise TooLong
        for column, cell in enumerate(line):
            if cell:
                whole = cell if len(cell) <= LONGEST_CELL else cell[:LONGEST_CELL] + CUT
                sheet.write_string(at, column, whole, None if at else bold)
