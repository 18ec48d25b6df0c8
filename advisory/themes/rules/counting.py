"""Who said which theme, by language, area or way of telling us; and whom we hardly hear."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from advisory.disclosure.rules import (
    HIDDEN,
    Figure,
    may_replace,
    may_split,
    rounded,
    safe_matrix,
    safe_row,
    together,
)
from advisory.themes.models import Axis, Benchmark, ThemeCount

UNSAID, OTHERS = "", "*"
"""Groups that no list names: nobody told us, and those of few people together."""


@dataclass(frozen=True)
class Spoke:
    """One person: the groups, and the themes that this person's passages stand behind."""

    groups: Mapping[Axis, str]
    themes: frozenset[UUID]


@dataclass(frozen=True)
class Line:
    """A theme: how many people in all, and of each group."""

    theme_id: UUID
    people: Figure
    cells: tuple[Figure, ...]


@dataclass(frozen=True)
class Table:
    """All themes by one axis, after disclosure control."""

    groups: tuple[tuple[str, Figure], ...]
    """None where nothing may be split. Each with how many people of it were heard."""
    lines: tuple[Line, ...]
    heard: Mapping[str, Figure]
    """Every group on its own, for words about whom we hardly hear: never shown beside the table."""

    def of(self, theme_id: UUID) -> Line | None:
        return next((line for line in self.lines if line.theme_id == theme_id), None)


def table(axis: Axis, spoke: Iterable[Spoke], themes: Iterable[UUID]) -> Table:
    """Below a hundred people nothing is split by language or area."""
    people = list(spoke)
    heard: dict[str, int] = {}
    for one in people:
        group = one.groups[axis]
        heard[group] = heard.get(group, 0) + 1
    is_split = axis is Axis.CHANNEL or may_split(len(people))
    shown_in = together(heard, OTHERS) if is_split else {}
    groups = sorted(set(shown_in.values()), key=lambda key: (key in {UNSAID, OTHERS}, key))
    of_group = {
        key: sum(n for one, n in heard.items() if shown_in.get(one) == key) for key in groups
    }
    wanted = list(themes)
    cells = {(str(theme), group): 0 for theme in wanted for group in groups}
    whole = dict.fromkeys(wanted, 0)
    for one in people:
        for theme in one.themes & whole.keys():
            whole[theme] += 1
            if is_split:
                cells[str(theme), shown_in[one.groups[axis]]] += 1
    safe = safe_matrix(cells, of_group)
    return Table(
        tuple((group, safe.people[group]) for group in groups),
        tuple(
            Line(
                theme,
                safe_row({"said": whole[theme]}, len(people)).figures["said"],
                tuple(safe.cells[str(theme), group] for group in groups),
            )
            for theme in wanted
        ),
        {group: rounded(count) for group, count in heard.items()},
    )


def written(found: Table) -> dict[str, Any]:
    return {
        "groups": [[group, figure.shown] for group, figure in found.groups],
        "lines": [
            [str(line.theme_id), line.people.shown, [cell.shown for cell in line.cells]]
            for line in found.lines
        ],
        "heard": {group: figure.shown for group, figure in found.heard.items()},
    }


def read(kept: Mapping[str, Any]) -> Table:
    return Table(
        tuple((group, Figure(shown)) for group, shown in kept["groups"]),
        tuple(
            Line(UUID(theme), Figure(people), tuple(map(Figure, cells)))
            for theme, people, cells in kept["lines"]
        ),
        {group: Figure(shown) for group, shown in kept["heard"].items()},
    )


def is_due(kept: ThemeCount | None, *, people: int, mark: str, today: date) -> bool:
    """Never because of a few: who holds the earlier table would know what they changed.

    Other labels or themes are shown at once while nobody came or went; people once a week.
    """
    if kept is None:
        return True
    came = max(people - kept.people + kept.gone, 0)
    if not may_replace(came=came, gone=kept.gone):
        return False
    is_another_week = today.isocalendar()[:2] != kept.counted_on.isocalendar()[:2]
    return (kept.mark != mark) if not came + kept.gone else is_another_week


@dataclass(frozen=True)
class Unheard:
    """Groups that were expected and are not heard, or hardly: in words, never how many."""

    axis: Axis
    groups: tuple[str, ...]


def unheard(
    axis: Axis, expected: Iterable[Benchmark], heard: Mapping[str, Figure]
) -> Unheard | None:
    """Fewer than eight of them, or less than half of their share of all. None: nobody is expected.

    Nobody and a few are one and the same here: telling them apart would count the few.
    """
    rows = [one for one in expected if one.axis is axis]
    if not rows:
        return None
    whole = sum(one.people for one in rows)
    shown = sum(figure.shown or 0 for figure in heard.values())
    found = tuple(
        one.group
        for one in sorted(rows, key=lambda row: (-row.people, row.group))
        if not (here := heard.get(one.group, HIDDEN).shown) or here * 2 * whole < one.people * shown
    )
    return Unheard(axis, found)
