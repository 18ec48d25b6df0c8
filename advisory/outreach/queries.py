"""Posters and how many they led here."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.outreach.models import Poster, PosterCount


def poster(session: Session, board_id: UUID, poster_id: UUID) -> Poster | None:
    return session.scalar(select(Poster).where(Poster.id == poster_id, Poster.board_id == board_id))


def poster_marked(session: Session, mark: str) -> Poster | None:
    return session.scalar(select(Poster).where(Poster.mark == mark))


def posters_and_counts(session: Session, board_id: UUID) -> Sequence[tuple[Poster, int]]:
    """The newest first, each with how many it has led here so far."""
    rows = session.execute(
        select(Poster, func.coalesce(func.sum(PosterCount.count), 0))
        .outerjoin(PosterCount, PosterCount.poster_id == Poster.id)
        .where(Poster.board_id == board_id)
        .group_by(Poster.id)
        .order_by(Poster.made_on.desc(), Poster.mark)
    )
    return [(poster, int(count)) for poster, count in rows]
