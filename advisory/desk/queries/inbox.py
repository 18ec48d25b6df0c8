"""The inbox: one page of rows, the columns' counts, and what can be filtered by."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from advisory.desk.queries import rows as lines
from advisory.desk.queries.choices import Choices, choices
from advisory.desk.queries.rows import Address, Row, clock_of
from advisory.feedback import queries as feedback
from advisory.feedback.queries import COUNT_UP_TO, Filters
from advisory.feedback.rules import Column
from advisory.foundation.access import Hat
from advisory.people.models import Board


@dataclass(frozen=True)
class Listing:
    """A page of the inbox. `total` is counted up to 1,000 only."""

    rows: list[Row]
    columns: dict[Column, int]
    total: int
    has_more: bool
    choices: Choices


def listing(
    session: Session,
    board: Board,
    filters: Filters,
    *,
    hat: Hat,
    at: datetime,
    limit: int,
    skip: int,
    address: Address,
) -> Listing:
    columns = feedback.column_counts(session, board.id)
    plain = filters.column is not None and filters == Filters(column=filters.column)
    total = (
        columns[filters.column]
        if plain and filters.column
        else feedback.how_many(session, board.id, filters, at=at)
    )
    items = feedback.inbox(session, board.id, filters, at=at, limit=limit + 1, skip=skip)
    return Listing(
        rows=lines.rows(
            session,
            items[:limit],
            hat=hat,
            clock=clock_of(session, board, at),
            address=address,
        ),
        columns=columns,
        total=total,
        has_more=len(items) > limit,
        choices=choices(session, board.id),
    )


def counted(number: int) -> str:
    """ "1,000+" past what is counted."""
    return f"{COUNT_UP_TO:,}+" if number > COUNT_UP_TO else f"{number:,}"
