"""What a facilitator can choose from: topics, services and teams by name, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, and_, literal, null, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from advisory.languages.catalogues import current
from advisory.people.models import Team
from advisory.routing.models import Service, Topic
from advisory.words.models import Method, Version
from advisory.words.rules import reading_order

Named = dict[UUID, str]
Line = tuple[str, UUID, int, str | None, str | None]
"""What it is, its id, its position, a name and the name's language."""


@dataclass(frozen=True)
class Choices:
    """Names by id, each list in its order."""

    topics: Named = field(default_factory=dict)
    services: Named = field(default_factory=dict)
    teams: Named = field(default_factory=dict)


def choices(session: Session, board_id: UUID) -> Choices:
    """Names in the page's language where somebody has written them, else in English."""
    order = reading_order(current().tag)
    teams = select(literal("team"), Team.id, literal(0), Team.name, null().label("language")).where(
        Team.board_id == board_id, Team.closed_on.is_(None)
    )
    every: CompoundSelect[*Line] = union_all(
        _names(Topic, "topic", board_id, order), _names(Service, "service", board_id, order), teams
    )
    found: dict[str, dict[UUID, tuple[tuple[int, int, str], str]]] = {}
    for what, row_id, position, name, language in session.execute(every):
        rank = order.index(language) if language in order else 0
        named = found.setdefault(what, {})
        if row_id not in named or rank < named[row_id][0][1]:
            named[row_id] = ((position, rank, name or ""), name or "")
    return Choices(*(_in_order(found.get(what, {})) for what in ("topic", "service", "team")))


def _names(
    table: type[Topic | Service], what: str, board_id: UUID, order: Iterable[str]
) -> Select[*Line]:
    name_id: InstrumentedAttribute[UUID] = table.name_id
    return (
        select(literal(what), table.id, table.position, Version.body, Version.language)
        .join(
            Version,
            and_(
                Version.text_id == name_id,
                Version.language.in_(set(order)),
                Version.method != Method.GIST,
                Version.body.is_not(None),
            ),
        )
        .where(table.board_id == board_id, table.retired_on.is_(None))
    )


def _in_order(named: dict[UUID, tuple[tuple[int, int, str], str]]) -> Named:
    ordered = sorted(named.items(), key=lambda entry: (entry[1][0][0], entry[1][0][2].casefold()))
    return {row_id: name for row_id, (_, name) in ordered}
