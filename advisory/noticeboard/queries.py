from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.noticeboard.models import Notice, Publication, Quote
from advisory.safeguarding.queries import withheld
from advisory.words.models import Text

_WORDS = (
    joinedload(Notice.title).selectinload(Text.versions),
    joinedload(Notice.said).selectinload(Text.versions),
    joinedload(Notice.did).selectinload(Text.versions),
    # What is held for safety stands under no notice, also not where it stood before.
    selectinload(Notice.quotes.and_(Quote.contribution_id.not_in(withheld())))
    .joinedload(Quote.text)
    .options(joinedload(Text.data_key), selectinload(Text.versions)),
)


def published(session: Session, board_id: UUID, *, limit: int = 20, skip: int = 0) -> list[Notice]:
    """What everybody may read, the newest first."""
    return list(
        session.scalars(
            select(Notice)
            .where(Notice.board_id == board_id, Notice.state == Publication.PUBLISHED)
            .options(*_WORDS)
            .order_by(Notice.published_on.desc(), Notice.id)
            .limit(limit)
            .offset(skip)
        ).unique()
    )


def published_count(session: Session, board_id: UUID) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(Notice)
            .where(Notice.board_id == board_id, Notice.state == Publication.PUBLISHED)
        )
        or 0
    )


def notice(session: Session, notice_id: UUID) -> Notice | None:
    return session.scalar(select(Notice).where(Notice.id == notice_id).options(*_WORDS))


def waiting(session: Session, board_id: UUID) -> list[Notice]:
    """Proposed, or approved and still in its two days."""
    return list(
        session.scalars(
            select(Notice)
            .where(
                Notice.board_id == board_id,
                Notice.state.in_((Publication.PROPOSED, Publication.APPROVED)),
            )
            .options(*_WORDS)
            .order_by(Notice.proposed_at, Notice.id)
        ).unique()
    )


def ready(session: Session, at: datetime) -> list[Notice]:
    """Approved, and the two open days are over."""
    return list(
        session.scalars(
            select(Notice).where(
                Notice.state == Publication.APPROVED,
                or_(Notice.waits_until.is_(None), Notice.waits_until <= at),
            )
        )
    )


def quotes_of(session: Session, contribution_id: UUID) -> list[Quote]:
    """Where one person's words stand, with their notices."""
    return list(
        session.scalars(
            select(Quote)
            .where(Quote.contribution_id == contribution_id)
            .options(joinedload(Quote.notice), joinedload(Quote.text))
        )
    )
