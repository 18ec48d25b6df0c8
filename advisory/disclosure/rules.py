"""Numbers are suppressed, voices are not.

Counts of 1 to 7 are hidden, all others are shown to the nearest 5, and whatever would give a hidden
count away by subtraction is hidden too. The rule of NHS England's hospital statistics since 2018.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

FEWEST, NEAREST, MOST_DIMENSIONS = 8, 5, 2
SPLIT_FROM = 100
"""Below so many items there is no split by language or place."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Figure:
    """A count as it may be shown. `shown` is none where it is hidden."""

    shown: int | None

    def __str__(self) -> str:
        return "*" if self.shown is None else str(self.shown)


HIDDEN = Figure(None)


@dataclass(frozen=True)
class Row(Generic[Key]):
    """The counts of one question, each of a person once or more, and of how many people."""

    figures: Mapping[Key, Figure]
    whole: Figure


def may_split(count: int) -> bool:
    """Whether there are enough of them to be told apart by language or place."""
    return count >= SPLIT_FROM


def rounded(count: int) -> Figure:
    """A count that stands alone."""
    if 0 < count < FEWEST:
        return HIDDEN
    return Figure((count + NEAREST // 2) // NEAREST * NEAREST)


def safe_row(counts: Mapping[Key, int], whole: int) -> Row[Key]:
    """Counts out of a whole, where one person may count in several of them.

    Who is not in a cell is as few as who is: both are hidden when they are 1 to 7.
    """
    hidden = {key for key, count in counts.items() if _few(count) or _few(whole - count)}
    if _few(whole):
        hidden = set(counts)
    if sum(counts.values()) == whole:
        hidden |= _beside_one(counts, hidden)
    figures = {key: HIDDEN if key in hidden else rounded(n) for key, n in counts.items()}
    return Row(figures, rounded(whole))


def safe_table(cells: Mapping[tuple[Key, Key], int]) -> dict[tuple[Key, Key], Figure]:
    """Counts by two things at once. More would single people out, and are not offered."""
    hidden = {key for key, count in cells.items() if _few(count)}
    lines = [*_lines(cells, 0), *_lines(cells, 1)]
    while True:
        more = {
            key for line in lines for key in _beside_one({key: cells[key] for key in line}, hidden)
        } - hidden
        if not more:
            break
        hidden |= more
    return {key: HIDDEN if key in hidden else rounded(count) for key, count in cells.items()}


def _lines(cells: Iterable[tuple[Key, Key]], side: int) -> list[list[tuple[Key, Key]]]:
    lines: dict[Key, list[tuple[Key, Key]]] = {}
    for key in cells:
        lines.setdefault(key[side], []).append(key)
    return list(lines.values())


def _beside_one(counts: Mapping[Key, int], hidden: set[Key]) -> set[Key]:
    """One hidden count alone is the whole less the others: the next smallest hides beside it."""
    alone = [key for key in counts if key in hidden]
    others = sorted(
        (key for key, count in counts.items() if count and key not in hidden),
        key=lambda key: (counts[key], str(key)),
    )
    return set(others[:1]) if len(alone) == 1 else set()


def _few(count: int) -> bool:
    return 0 < count < FEWEST
