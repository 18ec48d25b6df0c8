from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.themes.models import Passage
from advisory.words.models import Text


def passages_of(session: Session, contribution_id: UUID) -> list[Passage]:
    """What was released of one contribution, in the order of release."""
    return released(session, {contribution_id})


def released(session: Session, contribution_ids: set[UUID]) -> list[Passage]:
    """What was released of several contributions, in the order of release."""
    return list(
        session.scalars(
            select(Passage)
            .where(Passage.contribution_id.in_(contribution_ids))
            .options(
                joinedload(Passage.text).options(
                    joinedload(Text.data_key), selectinload(Text.versions)
                )
            )
            .order_by(Passage.released_at, Passage.id)
        ).unique()
    )
