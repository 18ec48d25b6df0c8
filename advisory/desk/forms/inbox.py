"""The inbox's address: what it shows, read from it and written back into it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from advisory.contributions.models import Channel
from advisory.desk.rules.naming import COLUMN_NAMES
from advisory.feedback.models import Kind
from advisory.feedback.queries import Filters
from advisory.feedback.rules import Column
from advisory.foundation.access import Hat
from advisory.languages.dates import london
from advisory.languages.registry import SPOKEN
from advisory.routing.rules import BOROUGHS
from advisory.words.rules import UNKNOWN

SIZES = (25, 50, 100)
ALL_OPEN = "open"
NAMES = (
    "due",
    "language",
    "topic",
    "place",
    "service",
    "channel",
    "kind",
    "owner",
    "team",
    "understood",
)
"""The parts of the address that filter, in the order of the form."""

Closed = TypeVar("Closed", bound=StrEnum)


@dataclass(frozen=True)
class Wanted:
    """What an address asks for. What makes no sense in it is left out, not refused."""

    filters: Filters
    parts: dict[str, str]
    """The filters of the address that make sense, as they stand in it."""
    column: str
    show: int
    skip: int

    def address(self, **changes: str | int | None) -> dict[str, str | int]:
        """The parts of this address with some changed, None leaving one out; from the first row."""
        parts: dict[str, str | int | None] = {"column": self.column, **self.parts}
        if self.show != SIZES[0]:
            parts["show"] = self.show
        return {name: value for name, value in {**parts, **changes}.items() if value}


def wanted(address: Mapping[str, str], *, hat: Hat, at: datetime) -> Wanted:
    column = address.get("column", Column.TO_READ.value)
    if column != ALL_OPEN and _one_of(Column, column) not in COLUMN_NAMES:
        column = Column.TO_READ.value
    filters = Filters(
        column=None if column == ALL_OPEN else Column(column),
        language=_listed(address.get("language"), {*SPOKEN, UNKNOWN}),
        topic_id=_id(address.get("topic")),
        service_id=_id(address.get("service")),
        place=_listed(address.get("place"), BOROUGHS),
        channel=_one_of(Channel, address.get("channel")),
        kind=_one_of(Kind, address.get("kind")),
        team_id=_id(address.get("team")),
        owner=hat.person_id if address.get("owner") == "me" else None,
        nobody=address.get("owner") == "nobody",
        late=address.get("due") == "late",
        due_before=end_of_week(at) if address.get("due") == "week" else None,
        not_understood=address.get("understood") == "no",
    )
    return Wanted(
        filters,
        {name: address[name] for name in NAMES if address.get(name) and _used(name, filters)},
        column,
        _size(address.get("show")),
        _position(address.get("from")),
    )


def end_of_week(at: datetime) -> datetime:
    """The Sunday night that ends this week in London."""
    midnight = london(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=7 - midnight.weekday())


def _used(name: str, filters: Filters) -> bool:
    return {
        "due": filters.late or filters.due_before is not None,
        "language": filters.language is not None,
        "topic": filters.topic_id is not None,
        "place": filters.place is not None,
        "service": filters.service_id is not None,
        "channel": filters.channel is not None,
        "kind": filters.kind is not None,
        "owner": filters.nobody or filters.owner is not None,
        "team": filters.team_id is not None,
        "understood": filters.not_understood,
    }[name]


def _listed(typed: str | None, known: Collection[str]) -> str | None:
    return typed if typed in known else None


def _one_of(closed: type[Closed], typed: str | None) -> Closed | None:
    return closed(typed) if typed in [member.value for member in closed] else None


def _id(typed: str | None) -> UUID | None:
    try:
        return UUID(typed or "")
    except ValueError:
        return None


def _size(typed: str | None) -> int:
    return next((size for size in SIZES if str(size) == typed), SIZES[0])


def _position(typed: str | None) -> int:
    """Rows to skip. Far past the end of any board it starts again."""
    digits = typed or ""
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 8 else 0
