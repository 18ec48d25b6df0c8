"""Finding words that are sealed: filter first, then open them one by one, with a cap."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.contributions.models import Contribution, Message
from advisory.contributions.rules import may_read
from advisory.desk.queries.rows import declared_among
from advisory.feedback.models import Feedback
from advisory.feedback.rules import GONE
from advisory.foundation.access import Hat
from advisory.foundation.keys import Erased
from advisory.languages.text import fold
from advisory.words import queries as words
from advisory.words.models import Status, Text

SEARCHED = 500
SHOWN = 50


def containing(session: Session, hat: Hat, typed: str) -> list[Feedback]:
    """Of the newest 500 items that this reader may open: those that say it, in any version."""
    newest = _newest(session, hat.board_id)
    declared = declared_among(session, hat, newest)
    open_to_reader = (
        item
        for item in newest
        if may_read(hat, item.contribution, declared=item.contribution_id in declared)
    )
    return [item for item in open_to_reader if _says(session, item, typed)][:SHOWN]


def _newest(session: Session, board_id: UUID) -> list[Feedback]:
    return list(
        session.scalars(
            select(Feedback)
            .where(
                Feedback.board_id == board_id,
                Feedback.held.is_(False),
                Feedback.state.not_in(GONE),
            )
            .options(
                joinedload(Feedback.contribution).options(
                    joinedload(Contribution.data_key),
                    selectinload(Contribution.messages)
                    .joinedload(Message.text)
                    .options(joinedload(Text.data_key), selectinload(Text.versions)),
                ),
                joinedload(Feedback.owner),
            )
            .order_by(Feedback.reference.desc())
            .limit(SEARCHED)
        ).unique()
    )


def _says(session: Session, item: Feedback, typed: str) -> bool:
    for message in item.contribution.messages:
        for version in message.text.versions:
            if version.status is Status.MISSING or version.erased:
                continue
            try:
                body = words.reading(session, version)
            except Erased:
                continue
            if fold(typed, version.language) in fold(body, version.language):
                return True
    return False
