"""The termbase of a board."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.words.models import Term


def terms_of(session: Session, board_id: UUID, language: str) -> list[Term]:
    """How a language says each term, by the English."""
    return list(
        session.scalars(
            select(Term)
            .where(Term.board_id == board_id, Term.language == language)
            .order_by(func.lower(Term.english), Term.id)
        )
    )


def glossary_revision(session: Session, board_id: UUID, language: str) -> int | None:
    """The newest revision of a language's termbase; none while it is empty."""
    return session.scalar(
        select(func.max(Term.revision)).where(Term.board_id == board_id, Term.language == language)
    )
