from uuid import UUID

from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.meetings.models import Meeting


def note(
    session: Session, what: str, meeting: Meeting, *, by: Hat | None, about_id: UUID | None = None
) -> None:
    """Into the audit log. What somebody without an account did keeps the day only."""
    audit.record(
        session,
        what,
        "meeting",
        about_id or meeting.id,
        by=by,
        board_id=meeting.board_id,
        coarse=by is None,
    )
