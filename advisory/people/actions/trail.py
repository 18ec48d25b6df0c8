from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.people.models import Person


def record_own(session: Session, person: Person, *, what: str) -> None:
    """What a person did to their own account, or somebody at its door."""
    board_id = person.grants[0].board_id if person.grants else None
    audit.record(session, what, "person", person.id, person_id=person.id, board_id=board_id)


def record_by(session: Session, person: Person, *, what: str, by: Hat) -> None:
    audit.record(
        session,
        what,
        "person",
        person.id,
        person_id=by.person_id,
        role=by.role,
        board_id=by.board_id,
    )
