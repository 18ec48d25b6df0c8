"""What a new board begins with: the starter topics, services, numbers and ready answers."""

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from advisory.boards import queries
from advisory.boards.ports import Words, starter
from advisory.feedback.models import Signpost
from advisory.foundation import audit
from advisory.foundation.access import Hat, Role, allow
from advisory.foundation.database import take_turns
from advisory.help import actions as help_numbers
from advisory.routing import actions as routing
from advisory.words import actions as words
from advisory.words.models import Text, TextKind


def furnish_empty(session: Session, board_id: UUID, *, by: Hat) -> None:
    """Adds the starter texts, unless the board has or had texts of its own: a double tap."""
    allow(by.role is Role.ADMINISTRATOR and by.board_id == board_id)
    take_turns(session, f"starter texts of {board_id}")
    if queries.is_empty(session, board_id):
        furnish(session, board_id, by=by)


def furnish(session: Session, board_id: UUID, *, by: Hat | None) -> None:
    """Adds the starter texts. What is there already stays, so call it once."""
    begun = starter()
    for topic in begun.topics:
        row = routing.add_topic(session, board_id=board_id, name=topic["en"])
        words.add_starter(session, row.name, topic)
        session.flush()
    for service in begun.services:
        kind = routing.add_service(session, board_id=board_id, name=service["en"])
        words.add_starter(session, kind.name, service)
        session.flush()
    for number in begun.numbers:
        added = help_numbers.add_number(
            session,
            board_id=board_id,
            name=number.name["en"],
            note=number.note["en"],
            number=number.number,
            by=by,
        )
        words.add_starter(session, added.name, number.name)
        words.add_starter(session, added.note, number.note)
        session.flush()
    for position, (name, ready) in enumerate(begun.signposts):
        _add_signpost(session, board_id, name, ready, position)
    words.add_starter_terms(session, board_id=board_id)
    if by is not None:
        audit.record(
            session,
            "starter texts added",
            "board",
            board_id,
            person_id=by.person_id,
            role=by.role,
            board_id=board_id,
        )


def _add_signpost(session: Session, board_id: UUID, name: str, ready: Words, position: int) -> None:
    text: Text = words.write_text(
        session, board_id=board_id, kind=TextKind.SIGNPOST, language="en", body=ready["en"]
    )
    words.add_starter(session, text, ready)
    session.add(Signpost(id=uuid4(), board_id=board_id, name=name, text=text, position=position))
