from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.letters import actions as letters
from advisory.people import queries as people
from advisory.recommendations.models import Recommendation


def note(session: Session, what: str, own: Recommendation, *, by: Hat | None) -> None:
    audit.record(session, what, "recommendation", own.id, by=by, board_id=own.board_id)


def tell_facilitators(session: Session, own: Recommendation, kind: str, *, key: str) -> None:
    letters.tell(
        session,
        people.readers(session, own.board_id),
        board_id=own.board_id,
        kind=kind,
        about={"recommendation_id": str(own.id)},
        key=f"{kind}/{key}",
    )
