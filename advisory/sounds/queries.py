from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from advisory.files.models import File
from advisory.sounds.models import Spoken

_WHOLE = (joinedload(Spoken.file).joinedload(File.data_key), joinedload(Spoken.made_by))


def spoken(session: Session, spoken_id: UUID) -> Spoken | None:
    return session.scalar(select(Spoken).where(Spoken.id == spoken_id).options(*_WHOLE))


def spoken_of(session: Session, board_id: UUID, about: str, language: str) -> Spoken | None:
    return session.scalar(
        select(Spoken)
        .where(Spoken.board_id == board_id, Spoken.about == about, Spoken.language == language)
        .options(*_WHOLE)
    )


def spoken_in(session: Session, board_id: UUID, language: str) -> list[Spoken]:
    """All of one language, approved or not."""
    mine = Spoken.board_id == board_id, Spoken.language == language
    return list(session.scalars(select(Spoken).where(*mine).options(*_WHOLE)))


def heard_by_everybody(session: Session, board_id: UUID, language: str) -> list[Spoken]:
    rows = spoken_in(session, board_id, language)
    return [row for row in rows if row.is_open and row.approved_by_id is not None]


def heard_by_one(session: Session, data_key_id: UUID) -> list[Spoken]:
    """What is spoken for one person only: their answers."""
    return list(
        session.scalars(
            select(Spoken)
            .join(Spoken.file)
            .where(
                File.data_key_id == data_key_id,
                Spoken.is_open.is_(False),
                Spoken.approved_by_id.is_not(None),
            )
            .options(*_WHOLE)
        )
    )
