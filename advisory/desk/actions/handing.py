"""A hand-over and the item it is about: its page, its letters, and who has it afterwards."""

from sqlalchemy.orm import Session

from advisory.feedback.actions import moving, reading
from advisory.feedback.models import Feedback
from advisory.foundation.access import Hat
from advisory.handovers import actions as handovers
from advisory.handovers.actions import Receiver
from advisory.handovers.models import HandOver


def ask_for_yes(
    session: Session, feedback: Feedback, *, to: Receiver, what: str, by: Hat
) -> HandOver:
    """Puts the question on the person's page, and tells them that there is news."""
    hand_over = handovers.ask_for_yes(session, feedback.contribution, to=to, what=what, by=by)
    reading.tell_member(session, feedback, "question_for_you", f"yes/{hand_over.id}")
    return hand_over


def accept(session: Session, hand_over: HandOver, feedback: Feedback | None, *, by: Hat) -> None:
    """The item keeps its owner until now; from now on a colleague who took it has it."""
    handovers.accept(session, hand_over, by=by)
    if feedback is not None and hand_over.person_id is not None:
        feedback.owner_id = hand_over.person_id
        moving.note(session, feedback, "taken", by=by)
