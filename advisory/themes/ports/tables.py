"""Coded texts in a table: `document_id`, `title`, `text`, `url`, then 0 or 1 a label."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NEEDED = ("document_id", "text")
NO_LABEL = (*NEEDED, "title", "url")
MOST_LABELS = 500
MOST_BYTES = 100_000_000
_PUT = {"0": False, "1": True}


class NotReadable(Exception):
    """Says in one sentence which file, which line, and what was expected."""


@dataclass(frozen=True)
class Row:
    document_id: str
    text: str
    """Title and text."""
    labels: frozenset[str]


@dataclass(frozen=True)
class Table:
    labels: Sequence[str]
    rows: Sequence[Row]


def read_table(path: Path) -> Table:
    """Raises NotReadable."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NotReadable(f"{path} is larger than {MOST_BYTES // 1_000_000} MB.")
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file)
            header = [name.strip() for name in next(lines, [])]
            labels = _labels(header, path)
            rows = [
                _row(header, cells, f"{path} line {lines.line_num}") for cells in lines if cells
            ]
    except UnicodeDecodeError as why:
        raise NotReadable(f"{path} is not UTF-8 text (byte {why.start}).") from why
    except (OSError, csv.Error) as why:
        raise NotReadable(f"{path} cannot be read as a table: {why}.") from why
    if not rows:
        raise NotReadable(f"{path} has no rows.")
    return Table(labels, rows)


def same_labels(first: Table, second: Table, names: tuple[Path, Path]) -> None:
    """Raises NotReadable, unless both have the same label columns, in any order."""
    one, two = set(first.labels), set(second.labels)
    if not one & two:
        raise NotReadable(f"{names[0]} and {names[1]} have no label in common.")
    if one != two:
        odd = min(one ^ two)
        missing = names[1] if odd in one else names[0]
        raise NotReadable(f"{missing} has no column {odd[:60]!r}, which the other file has.")


def _labels(header: Sequence[str], path: Path) -> list[str]:
    if not any(header):
        raise NotReadable(f"{path} is empty.")
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise NotReadable(f"{path} has no column {' and no column '.join(missing)}.")
    twice = [name for name in header if header.count(name) > 1] if len(header) < 2_000 else []
    labels = [name for name in header if name not in NO_LABEL]
    if len(labels) > MOST_LABELS:
        raise NotReadable(
            f"{path} has {len(labels)} label columns; at most {MOST_LABELS} are read."
        )
    if twice:
        raise NotReadable(f"{path} has the column {twice[0][:60]!r} twice.")
    if not labels:
        raise NotReadable(f"{path} has no label column beside {', '.join(header)}.")
    if "" in labels:
        raise NotReadable(f"{path} has a column without a name.")
    return labels


def _row(header: Sequence[str], cells: Sequence[str], where: str) -> Row:
    if len(cells) != len(header):
        raise NotReadable(f"{where} has {len(cells)} columns instead of {len(header)}.")
    named = dict(zip(header, cells, strict=True))
    words = (named.get("title", ""), named["text"])
    labels = {name: cell.strip() for name, cell in named.items() if name not in NO_LABEL}
    for name, cell in labels.items():
        if cell not in _PUT:
            held = repr(cell[:40]) if cell else "nothing"
            raise NotReadable(f"{where}, column {name[:60]!r}, holds {held} where 0 or 1 belongs.")
    return Row(
        named["document_id"],
        "\n".join(part.strip() for part in words if part.strip()),
        frozenset(name for name, cell in labels.items() if _PUT[cell]),
    )
