from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.rights.models import Authority, RequestCount


@dataclass(frozen=True)
class Asked:
    """How often one authority asked in a year, and how often we had to give something."""

    year: int
    authority: Authority
    asked: int
    given: int


def count_known_on(
    session: Session, board_id: UUID, year: int, authority: Authority, on: date
) -> RequestCount | None:
    return session.scalar(
        select(RequestCount).where(
            RequestCount.board_id == board_id,
            RequestCount.year == year,
            RequestCount.authority == authority,
            RequestCount.known_on == on,
        )
    )


def requests(session: Session, board_id: UUID, this_year: int) -> list[Asked]:
    """Each year since the first that was counted, and this one, each authority: also the zeros."""
    rows = session.scalars(
        select(RequestCount)
        .where(RequestCount.board_id == board_id)
        .order_by(RequestCount.known_on)
    )
    latest = {(row.year, row.authority): row for row in rows}
    first = min([this_year, *(year for year, _authority in latest)])
    return [
        Asked(year, authority, row.asked if row else 0, row.given if row else 0)
        for year in range(this_year, first - 1, -1)
        for authority in Authority
        for row in [latest.get((year, authority))]
    ]
