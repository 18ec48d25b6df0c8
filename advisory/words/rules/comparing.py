"""What changed between two wordings, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|[^\W\d_]+(?:[’'][^\W\d_]+)*|\d+|.", re.DOTALL)
LONGEST = 2_000
"""Words beyond which the whole text counts as changed: comparing takes the square of them."""


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True)
class Piece:
    """A stretch of words that stayed, came or went."""

    change: Change
    words: str


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """The new wording with what was taken out, in reading order; joined, it is both of them."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > LONGEST:
        return _pieces((Change.GONE, before), (Change.ADDED, after))
    pieces: list[tuple[Change, str]] = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            pieces.append((Change.SAME, "".join(new[new_from:new_to])))
            continue
        pieces.append((Change.GONE, "".join(old[old_from:old_to])))
        pieces.append((Change.ADDED, "".join(new[new_from:new_to])))
    return _pieces(*pieces)


def _pieces(*found: tuple[Change, str]) -> tuple[Piece, ...]:
    return tuple(Piece(change, words) for change, words in found if words)
