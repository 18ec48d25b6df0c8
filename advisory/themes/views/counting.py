"""Themes by language, area and way of telling us; and whom the board expects to hear."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from advisory.disclosure.rules import Figure
from advisory.foundation import audit
from advisory.foundation.access import Impossible
from advisory.foundation.pages import Page, attachment, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import SPOKEN
from advisory.languages.text import safe_cell
from advisory.themes.actions import counting as actions
from advisory.themes.forms.expecting import ExpectedForm, expected_of
from advisory.themes.models import Axis, Theme, ThemeCount
from advisory.themes.queries import counting as queries
from advisory.themes.queries.theming import themes
from advisory.themes.rules.counting import Line, Table, read
from advisory.themes.rules.groups import Group, Missing, group_of, missing
from advisory.themes.views import BOTH, FACILITATOR, room

CSV = "text/csv; charset=utf-8"
BY = "<any(language,area,channel):axis>"
AXES = {
    Axis.LANGUAGE: for_staff("By language"),
    Axis.AREA: for_staff("By part of London"),
    Axis.CHANNEL: for_staff("By how it came"),
}
NOBODY, NOT_SHOWN = for_staff("nobody"), for_staff("not shown")
NOT_COUNTED = for_staff("Nothing is counted yet.")


@dataclass(frozen=True)
class Row:
    theme: Theme
    people: str
    cells: list[str]
    is_counted: bool


def in_words(figure: Figure) -> str:
    """Small ones, and those that would give them away, are words."""
    if figure.shown is None:
        return str(NOT_SHOWN)
    return str(figure.shown) if figure.shown else str(NOBODY)


@room.page(f"/staff/sense/matrix/{BY}", opens=FACILITATOR)
def matrix(axis: str) -> Page:
    """What was shown last stays until so many came or went that nobody stands out."""
    by = Axis(axis)
    counts = queries.counts_of(session(), hat().board_id)
    kept = counts.get(by)
    found = read(kept.found) if kept else Table((), (), {})
    return show(
        "staff/themes/matrix.html",
        by=by,
        axes=AXES,
        kept=kept,
        groups=_groups(by, found),
        rows=_rows(found),
        unheard=missing_on_board(counts),
    )


def _groups(by: Axis, found: Table) -> list[Group]:
    return [group_of(by, key, in_words(figure)) for key, figure in found.groups]


def _rows(found: Table) -> list[Row]:
    return [_row(one, found.of(one.id)) for one in themes(session(), hat().board_id)]


def _row(theme: Theme, line: Line | None) -> Row:
    if line is None:
        return Row(theme, "", [], is_counted=False)
    return Row(theme, in_words(line.people), list(map(in_words, line.cells)), is_counted=True)


@room.page(f"/staff/sense/matrix/{BY}/file", opens=FACILITATOR, methods=("POST",))
def matrix_file(axis: str) -> Page:
    """As it is shown, never finer. Who took it is written down."""
    by, board_id = Axis(axis), hat().board_id
    kept = queries.count_of(session(), board_id, by)
    if kept is None:
        raise Impossible(NOT_COUNTED)
    found = read(kept.found)
    audit.record(
        session(), f"themes by {by} exported", "board", board_id, by=hat(), board_id=board_id
    )
    heads = ["theme", "people", *(one.name for one in _groups(by, found))]
    lines = [[row.theme.title, row.people, *row.cells] for row in _rows(found) if row.is_counted]
    return attachment(_as_csv([heads, *lines]).encode("utf-8-sig"), CSV)


def _as_csv(lines: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(map(safe_cell, line) for line in lines)
    return out.getvalue()


@room.page("/staff/sense/expected/<any(language,area):axis>", opens=FACILITATOR, methods=BOTH)
def expected(axis: str) -> Page:
    """A source counts people who live there: what we hear is held beside it, in words."""
    by = Axis(axis)
    rows = [row for row in queries.benchmarks(session(), hat().board_id) if row.axis is by]
    names = {tag: one.english_name for tag, one in SPOKEN.items()}
    form = ExpectedForm(data=expected_of(rows, names)).of(by)
    if form.validate_on_submit():
        actions.expect(
            session(),
            by,
            form.groups,
            source=form.source.data,
            counted_on=form.day,
            by=hat(),
        )
        return go("themes.matrix", axis=by.value)
    page = problems if form.errors else show
    return page("staff/themes/expected.html", form=form, by=by, axes=AXES, rows=rows)


def heard_for(theme: Theme) -> dict[str, object]:
    """What the page of a theme says of groups: as in the table, so that none is subtracted."""
    counts = queries.counts_of(session(), theme.board_id)
    return {
        "by_language": _by_language(theme, counts.get(Axis.LANGUAGE)),
        "unheard": missing_on_board(counts),
    }


def _by_language(theme: Theme, kept: ThemeCount | None) -> list[tuple[Group, str]]:
    """Empty where nothing may be split."""
    found = read(kept.found) if kept else None
    line = found.of(theme.id) if found else None
    if not found or not line:
        return []
    groups = [group_of(Axis.LANGUAGE, key) for key, _heard in found.groups]
    return list(zip(groups, map(in_words, line.cells), strict=True))


def missing_on_board(counts: Mapping[Axis, ThemeCount]) -> list[Missing]:
    """Of all that was heard, against what the board expects."""
    heard = {axis: read(counts[axis].found).heard for axis in Axis if axis in counts}
    return missing(queries.benchmarks(session(), hat().board_id), heard) if heard else []
