"""Numbers are suppressed, voices are not.

Counts of 1 to 7 are hidden, all others are shown to the nearest 5, and whatever would give a hidden
count away by subtraction is hidden too. The rule of NHS England's hospital statistics since 2018.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
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
    hidden = _until_none_is_alone(cells, [*_lines(cells, 0), *_lines(cells, 1)], hidden)
    return {key: HIDDEN if key in hidden else rounded(count) for key, count in cells.items()}


@dataclass(frozen=True)
class Matrix(Generic[Key]):
    """What people of each group said, where one person may be in several rows and in one group."""

    cells: Mapping[tuple[Key, Key], Figure]
    people: Mapping[Key, Figure]
    """Of each group."""


def safe_matrix(cells: Mapping[tuple[Key, Key], int], people: Mapping[Key, int]) -> Matrix[Key]:
    """`cells` by row and group, `people` by group. The sum of a row may be known from elsewhere.

    Who is not in a cell is as few as who is, and a cell alone in its line is the line less the
    others: a nought hides beside it where there is nothing else.
    """
    hidden = {key for key, n in cells.items() if _few(n) or _few(people[key[1]] - n)}
    lines = [*_lines(cells, 0), *_lines(cells, 1)]
    hidden = _until_none_is_alone(cells, lines, hidden, noughts=True)
    groups = {key for key, count in people.items() if _few(count)}
    groups |= _beside_one(people, groups, noughts=True)
    return Matrix(
        {key: HIDDEN if key in hidden else rounded(count) for key, count in cells.items()},
        {key: HIDDEN if key in groups else rounded(count) for key, count in people.items()},
    )


def together(people: Mapping[Key, int], others: Key) -> dict[Key, Key]:
    """The group each is shown in: those of few people stand in `others`, all at once.

    While they are few even together, the next smallest joins them.
    """
    order = sorted(people, key=lambda key: (people[key], str(key)))
    joined = [key for key in order if _few(people[key])]
    while _few(sum(people[key] for key in joined)) and len(joined) < len(order):
        joined = order[: order.index(joined[-1]) + 2]
    return {key: others if key in joined else key for key in people}


def may_replace(*, came: int, gone: int) -> bool:
    """Whether a table that was shown may give way to a newer one.

    Who holds both subtracts them: nobody, or eight and more, must have changed in between.
    """
    return not _few(came + gone)


def _until_none_is_alone(
    counts: Mapping[tuple[Key, Key], int],
    lines: Collection[Collection[tuple[Key, Key]]],
    hidden: set[tuple[Key, Key]],
    *,
    noughts: bool = False,
) -> set[tuple[Key, Key]]:
    """What hides at first, and all that must hide beside it."""
    while True:
        found = [
            _beside_one({key: counts[key] for key in line}, hidden, noughts=noughts)
            for line in lines
        ]
        more = set().union(*found) - hidden
        if not more:
            return hidden
        hidden |= more


def _lines(cells: Iterable[tuple[Key, Key]], side: int) -> list[list[tuple[Key, Key]]]:
    lines: dict[Key, list[tuple[Key, Key]]] = {}
    for key in cells:
        lines.setdefault(key[side], []).append(key)
    return list(lines.values())


def _beside_one(counts: Mapping[Key, int], hidden: set[Key], *, noughts: bool = False) -> set[Key]:
    """One hidden count alone is the whole less the others: the next smallest hides beside it.

    A nought only where nothing else is left, and where `noughts` may hide.
    """
    alone = [key for key in counts if key in hidden]
    others = sorted(
        (key for key, count in counts.items() if (count or noughts) and key not in hidden),
        key=lambda key: (not counts[key], counts[key], str(key)),
    )
    return set(others[:1]) if len(alone) == 1 else set()


def _few(count: int) -> bool:
    return 0 < count < FEWEST
