from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.contributions.models import Contribution
from advisory.foundation import keys
from advisory.safeguarding.models import Concern, ConcernState, LogEntry
from advisory.safeguarding.rules import HOLDS


def log_place(entry: LogEntry) -> str:
    return f"concern_log.sealed/{entry.id}"


def concerns(session: Session, board_id: UUID, *, allegations: bool) -> list[Concern]:
    """Open ones first, the nearest date first; allegations only when asked for."""
    wanted = select(Concern).where(Concern.board_id == board_id)
    if not allegations:
        wanted = wanted.where(Concern.is_allegation.is_(False))
    return list(
        session.scalars(
            wanted.options(joinedload(Concern.contribution)).order_by(
                Concern.state.in_(HOLDS).desc(), Concern.decide_by, Concern.id
            )
        )
    )


def concern(session: Session, concern_id: UUID) -> Concern | None:
    return session.scalar(
        select(Concern)
        .where(Concern.id == concern_id)
        .options(
            joinedload(Concern.data_key),
            joinedload(Concern.contribution).joinedload(Contribution.data_key),
            selectinload(Concern.log),
        )
    )


def concern_of(session: Session, contribution_id: UUID) -> Concern | None:
    return session.scalar(
        select(Concern)
        .where(Concern.contribution_id == contribution_id)
        .options(joinedload(Concern.data_key))
    )


def log_of(session: Session, concern: Concern) -> list[tuple[LogEntry, str]]:
    """The decision log, opened."""
    return [
        (entry, keys.unseal(session, concern.data_key, log_place(entry), entry.sealed))
        for entry in concern.log
    ]


def unseen(session: Session, at: datetime) -> list[Concern]:
    """Held items whose time to be seen, or to be decided, is over."""
    return list(
        session.scalars(
            select(Concern).where(
                Concern.state.in_(HOLDS),
                or_(
                    (Concern.see_by < at) & Concern.seen_at.is_(None),
                    (Concern.decide_by < at) & (Concern.state != ConcernState.CLEARED),
                ),
            )
        )
    )


def concerns_ended_before(session: Session, board_id: UUID, at: datetime) -> list[Concern]:
    """Decided before a moment, about words that are erased."""
    return list(
        session.scalars(
            select(Concern)
            .join(Concern.contribution)
            .where(
                Concern.board_id == board_id,
                Concern.state.not_in(HOLDS),
                Concern.decided_at < at,
                Contribution.erased_on.is_not(None),
            )
            .order_by(Concern.decided_at, Concern.id)
        )
    )
