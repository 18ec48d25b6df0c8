"""Themes are counted by group, and the board says whom it expects to hear."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.foundation.database import now, take_turns
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.themes.models import Axis, Benchmark, ThemeCount
from advisory.themes.queries import counting as queries
from advisory.themes.queries.theming import heard_count
from advisory.themes.rules.counting import table, written


def counted(session: Session, board_id: UUID, *, areas: Mapping[UUID, str]) -> list[ThemeCount]:
    """By every axis, as it may be shown. It writes nothing, and takes long on a large board."""
    people, mark = heard_count(session, board_id), queries.mark_of(session, board_id)
    heard, themes = queries.everybody(session, board_id, areas=areas)
    return [
        ThemeCount(
            board_id=board_id,
            axis=axis,
            counted_on=london(now()).date(),
            people=people,
            gone=0,
            mark=mark,
            found=written(table(axis, heard, themes)),
        )
        for axis in Axis
    ]


def keep_count(session: Session, rows: Sequence[ThemeCount]) -> bool:
    """False when the last count has to stand, or somebody came or went while it was made."""
    board_id = rows[0].board_id
    take_turns(session, f"theme counts {board_id}")
    if not queries.is_to_count(session, board_id):
        return False
    if heard_count(session, board_id) != rows[0].people:
        return False
    for row in rows:
        session.merge(row)
    session.flush()
    return True


def note_one_gone(session: Session, board_id: UUID) -> None:
    """Somebody who may have been counted took their words back."""
    session.execute(
        update(ThemeCount)
        .where(ThemeCount.board_id == board_id)
        .values(gone=ThemeCount.gone + 1)
        .execution_options(synchronize_session="fetch")
    )


def expect(
    session: Session,
    axis: Axis,
    groups: Mapping[str, int],
    *,
    source: str,
    counted_on: date,
    by: Hat,
) -> None:
    """Replaces what was expected by this axis. The same again changes nothing."""
    take_turns(session, f"benchmarks {by.board_id}")
    before = [row for row in queries.benchmarks(session, by.board_id) if row.axis is axis]
    told = (clean(source), counted_on)
    same = {row.group: row.people for row in before} == dict(groups)
    if same and all((row.source, row.counted_on) == told for row in before):
        return
    for row in before:
        session.delete(row)
    session.flush()
    for group, people in groups.items():
        session.add(
            Benchmark(
                board_id=by.board_id,
                axis=axis,
                group=group,
                people=people,
                source=told[0],
                counted_on=counted_on,
            )
        )
    session.flush()
    audit.record(
        session, f"benchmarks by {axis} kept", "board", by.board_id, by=by, board_id=by.board_id
    )
