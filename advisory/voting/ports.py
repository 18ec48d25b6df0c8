"""The open layout of a vote on statements: `comments.csv`, `participants-votes.csv`, `votes.csv`.

As the Computational Democracy Project publishes it: agree 1, disagree -1, pass 0, not seen empty.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Votes = NDArray[np.float64]
"""A row a person, a column a statement: 1 agree, -1 disagree, 0 pass, NaN not seen."""
Numbers = NDArray[np.float64]
Groups = NDArray[np.int64]
NOT_GROUPED = -1

LAST_COLUMN_BEFORE_VOTES = "n-disagree"
MODERATED_OUT = "-1"
ALLOWED = {"": np.nan, "1": 1.0, "-1": -1.0, "0": 0.0}


class NotReadable(Exception):
    """Says in one sentence which file, which line, and what was expected."""


@dataclass(frozen=True)
class Conversation:
    """What a folder holds. `published` are its own groups, where it has any."""

    participants: list[str]
    statements: list[str]
    texts: dict[str, str]
    votes: Votes
    moderated_out: Numbers
    published: Groups | None


def read_conversation(folder: Path) -> Conversation:
    """Raises NotReadable."""
    comments = _rows(folder / "comments.csv", needing={"comment-id", "moderated"})
    moderated = {row["comment-id"]: row["moderated"] == MODERATED_OUT for row in comments}
    table = folder / "participants-votes.csv"
    participants, statements, votes, published = (
        _table(table) if table.exists() else _list(folder / "votes.csv")
    )
    return Conversation(
        participants=participants,
        statements=statements,
        texts={row["comment-id"]: row.get("comment-body") or "" for row in comments},
        votes=votes,
        moderated_out=np.array([moderated.get(one, False) for one in statements], dtype=bool),
        published=published,
    )


def _rows(path: Path, *, needing: set[str]) -> list[dict[str, str]]:
    reader = csv.DictReader(_lines(path))
    missing = needing - set(reader.fieldnames or ())
    if missing:
        raise NotReadable(f"{path} has no column {', '.join(sorted(missing))}.")
    return list(reader)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as why:
        raise NotReadable(f"{path} cannot be read as text: {why}.") from why


def _table(path: Path) -> tuple[list[str], list[str], Votes, Groups | None]:
    header, *rows = list(csv.reader(_lines(path))) or [[]]
    if LAST_COLUMN_BEFORE_VOTES not in header:
        raise NotReadable(f"{path} has no column {LAST_COLUMN_BEFORE_VOTES}.")
    first = header.index(LAST_COLUMN_BEFORE_VOTES) + 1
    rows = [row for row in rows if row]
    votes = np.array(
        [_votes(row, len(header), first, f"{path} line {at}") for at, row in enumerate(rows, 2)]
    ).reshape(len(rows), len(header) - first)
    published = None
    if "group-id" in header:
        column = header.index("group-id")
        published = np.array([int(row[column] or NOT_GROUPED) for row in rows], dtype=np.int64)
    return [row[0] for row in rows], header[first:], votes, published


def _votes(row: list[str], width: int, first: int, where: str) -> list[float]:
    if len(row) != width:
        raise NotReadable(f"{where} has {len(row)} columns instead of {width}.")
    try:
        return [ALLOWED[cell.strip()] for cell in row[first:]]
    except KeyError as odd:
        raise NotReadable(f"{where} holds {odd} where 1, 0, -1 or nothing was expected.") from odd


def _list(path: Path) -> tuple[list[str], list[str], Votes, None]:
    """One vote a line; somebody's last vote on a statement counts."""
    rows = _rows(path, needing={"comment-id", "voter-id", "vote"})
    participants = list(dict.fromkeys(row["voter-id"] for row in rows))
    statements = list(dict.fromkeys(row["comment-id"] for row in rows))
    person = {name: at for at, name in enumerate(participants)}
    statement = {name: at for at, name in enumerate(statements)}
    votes = np.full((len(participants), len(statements)), np.nan)
    for at, row in enumerate(rows, 2):
        [vote] = _votes([row["vote"]], 1, 0, f"{path} line {at}")
        votes[person[row["voter-id"]], statement[row["comment-id"]]] = vote
    return participants, statements, votes, None
