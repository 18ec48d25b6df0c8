"""What was released, and what of it is there to be labelled."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.contributions.models import Contribution
from advisory.themes.models import Passage
from advisory.words.models import Text

_TEXT = (joinedload(Text.data_key), selectinload(Text.versions))
WITH_WORDS = (
    joinedload(Passage.text).options(*_TEXT),
    joinedload(Passage.origin).options(*_TEXT),
    joinedload(Passage.contribution).joinedload(Contribution.data_key),
)


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


def passage(session: Session, passage_id: UUID) -> Passage | None:
    """With its words and those it was taken from."""
    return session.scalar(select(Passage).where(Passage.id == passage_id).options(*WITH_WORDS))


def several(session: Session, passage_ids: Collection[UUID]) -> list[Passage]:
    """With their words, in the order of release: the same few queries for any number."""
    wanted = select(Passage).where(Passage.id.in_(passage_ids)).options(*WITH_WORDS)
    return list(session.scalars(wanted.order_by(Passage.released_at, Passage.id)).unique())


def passages_from(session: Session, origin_id: UUID) -> list[Passage]:
    """What was released of one text."""
    wanted = select(Passage).where(Passage.origin_id == origin_id).options(*WITH_WORDS)
    return list(session.scalars(wanted.order_by(Passage.released_at, Passage.id)).unique())


def released_from(session: Session, origin_ids: Collection[UUID]) -> set[UUID]:
    """Those texts of which something was released."""
    wanted = select(Passage.origin_id).where(Passage.origin_id.in_(origin_ids))
    return {one for one in session.scalars(wanted) if one is not None}
