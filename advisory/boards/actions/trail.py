from uuid import UUID

from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat


def note(session: Session, what: str, about: str, about_id: UUID, *, by: Hat) -> None:
    """Puts a change of the board's settings into the audit log."""
    audit.record(
        session,
        what,
        about,
        about_id,
        person_id=by.person_id,
        role=by.role,
        board_id=by.board_id,
    )
