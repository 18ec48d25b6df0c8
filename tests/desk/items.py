"""Items and the addresses of their pages, for the tests of an item and of its steps."""

from sqlalchemy.orm import Session

from advisory.feedback.models import Feedback
from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.people.models import Board, Person
from tests.building import hat_of, some_feedback, understood

TIGRINYA = "ካርድ ሓኪም የብለይን"


def page(item: Feedback, step: str = "") -> str:
    return f"/staff/inbox/{item.id}" + (f"/{step}" if step else "")


def an_item(session: Session, board: Board, person: Person | None = None) -> Feedback:
    """With a person: taken and understood by them."""
    item, _ = some_feedback(session, board)
    if person is not None:
        understood(session, item, hat_of(person, board, Role.FACILITATOR))
    commit(session)
    return item


def a_foreign_item(session: Session, board: Board) -> Feedback:
    item, _ = some_feedback(session, board, words=TIGRINYA, language="ti")
    commit(session)
    return item
