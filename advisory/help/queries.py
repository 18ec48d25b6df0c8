from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from advisory.help.models import HelpNumber
from advisory.words.models import Text


def numbers(session: Session, board_id: UUID) -> list[HelpNumber]:
    """The numbers in use, in the board's order, with their words and owners."""
    return list(
        session.scalars(
            select(HelpNumber)
            .where(HelpNumber.board_id == board_id, HelpNumber.retired_on.is_(None))
            .options(
                joinedload(HelpNumber.name).selectinload(Text.versions),
                joinedload(HelpNumber.note).selectinload(Text.versions),
                joinedload(HelpNumber.owner),
            )
            .order_by(HelpNumber.position)
        ).unique()
    )


def number(session: Session, number_id: UUID) -> HelpNumber | None:
    return session.get(HelpNumber, number_id)
