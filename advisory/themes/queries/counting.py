"""What a count of themes is made of, and the last one that was made."""

from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.contributions.models import Contribution
from advisory.foundation.database import now
from advisory.languages.dates import london
from advisory.themes.models import Axis, Benchmark, Codebook, Coding, Passage, Theme, ThemeCount
from advisory.themes.queries import theming
from advisory.themes.rules.counting import UNSAID, Spoke, is_due


def count_of(session: Session, board_id: UUID, axis: Axis) -> ThemeCount | None:
    return session.get(ThemeCount, (board_id, axis))


def counts_of(session: Session, board_id: UUID) -> dict[Axis, ThemeCount]:
    """By every axis, in one query."""
    rows = session.scalars(select(ThemeCount).where(ThemeCount.board_id == board_id))
    return {row.axis: row for row in rows}


def benchmarks(session: Session, board_id: UUID) -> list[Benchmark]:
    """Whom the board expects to hear, the most first."""
    wanted = select(Benchmark).where(Benchmark.board_id == board_id)
    return list(
        session.scalars(wanted.order_by(Benchmark.axis, Benchmark.people.desc(), Benchmark.group))
    )


def boards_with_themes(session: Session) -> list[UUID]:
    return list(session.scalars(select(Theme.board_id).distinct()))


def mark_of(session: Session, board_id: UUID) -> str:
    """Another one when a theme, a label or a coding is another."""
    themes = select(Theme.id, Theme.revision, Theme.state).where(Theme.board_id == board_id)
    book = session.get(Codebook, board_id)
    codings = select(func.count(), func.max(Coding.put_on)).join(Coding.passage)
    parts = [
        sorted(map(str, session.execute(themes))),
        book.version if book else 0,
        str(session.execute(codings.where(Passage.board_id == board_id)).one()),
    ]
    return sha256(repr(parts).encode()).hexdigest()


def is_to_count(session: Session, board_id: UUID) -> bool:
    """Whether the last count may give way to another. Cheap: nothing is opened."""
    return is_due(
        count_of(session, board_id, Axis.LANGUAGE),
        people=theming.heard_count(session, board_id),
        mark=mark_of(session, board_id),
        today=london(now()).date(),
    )


def everybody(
    session: Session, board_id: UUID, *, areas: Mapping[UUID, str]
) -> tuple[list[Spoke], list[UUID]]:
    """Everybody who was heard, and all themes. `areas`: by contribution, where a person said one.

    It opens every label on the board: for the background.
    """
    themes = theming.themes(session, board_id)
    behind: dict[UUID, set[UUID]] = {}
    for theme_id, passages in theming.evidence_of_all(session, board_id, themes).items():
        for passage_id in passages:
            behind.setdefault(passage_id, set()).add(theme_id)
    rows = session.execute(
        select(Passage.id, Passage.contribution_id, Contribution.speaks, Contribution.channel)
        .join(Passage.contribution)
        .where(
            Passage.board_id == board_id,
            Contribution.erased_on.is_(None),
            select(Coding.id).where(Coding.passage_id == Passage.id).exists(),
        )
    )
    groups: dict[UUID, dict[Axis, str]] = {}
    said: dict[UUID, set[UUID]] = {}
    for passage_id, one, speaks, channel in rows:
        groups[one] = {
            Axis.LANGUAGE: speaks,
            Axis.AREA: areas.get(one, UNSAID),
            Axis.CHANNEL: channel.value,
        }
        said.setdefault(one, set()).update(behind.get(passage_id, ()))
    people = [Spoke(by, frozenset(said[one])) for one, by in groups.items()]
    return people, [theme.id for theme in themes]
