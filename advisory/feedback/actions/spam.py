"""Words that may be spam: set aside, never lost, and gone only with two people behind it."""

from sqlalchemy.orm import Session

from advisory.answers import actions as answers
from advisory.clocks import queries as clocks
from advisory.clocks.rules import add_open_days
from advisory.feedback import queries, rules
from advisory.feedback.actions import moving
from advisory.feedback.models import Feedback
from advisory.feedback.rules import Move
from advisory.foundation.access import Hat, Impossible, Role, allow
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.letters import actions as letters
from advisory.people import queries as people
from advisory.people.models import Board, Profile

WAIT_DAYS = 2


def quarantine(session: Session, feedback: Feedback, *, by: Hat) -> None:
    """Spam suspected. The words stay, and a second person looks."""
    feedback.rejected_from = None
    moving.move(session, feedback, Move.QUARANTINE, by=by)


def restore(session: Session, feedback: Feedback, *, by: Hat) -> None:
    """Not spam. The outside person may say so too, while one person alone calls it spam."""
    allow(rules.may_restore(by, feedback), exists=False)
    feedback.rejected_from = None
    moving.move(session, feedback, Move.RESTORE, by=by)


def reject_spam(session: Session, feedback: Feedback, *, board: Board, by: Hat) -> None:
    """A second facilitator agrees, and it goes at once.

    Alone on a small board it waits two open days; the outside person is told and can stop it.
    """
    event = queries.quarantined_by(session, feedback.id)
    if event is None:
        raise Impossible(for_staff("This is not set aside as spam."))
    allow(by.role is Role.FACILITATOR and by.board_id == feedback.board_id)
    if by.person_id != event.person_id:
        _reject(session, feedback, by)
        return
    allow(board.profile is Profile.SMALL)
    if feedback.rejected_from is None:
        _wait(session, feedback, board, by)


def _wait(session: Session, feedback: Feedback, board: Board, by: Hat) -> None:
    outside = [
        person
        for person in people.staff_of(session, board.id, Role.OUTSIDE_PERSON)
        if person.id != by.person_id
    ]
    if not outside:
        raise Impossible(for_staff("Nobody from outside could stop it. Ask a second person."))
    open_time = clocks.open_time(session, board.calendar_id, london(now()).date())
    feedback.rejected_from = add_open_days(open_time, now(), WAIT_DAYS)
    letters.tell(
        session,
        outside,
        board_id=board.id,
        kind="spam_told",
        about={"feedback_id": str(feedback.id)},
        key=f"spam_told/{feedback.id}/{feedback.rejected_from:%Y%m%d}",
    )
    moving.note(session, feedback, "called spam alone", by=by)


def reject_ready(session: Session) -> int:
    """What waited its two open days and was not stopped; returns how many."""
    ready = queries.rejected_before(session, now())
    for feedback in ready:
        _reject(session, feedback, None)
    return len(ready)


def _reject(session: Session, feedback: Feedback, by: Hat | None) -> None:
    moving.move(session, feedback, Move.REJECT_SPAM, by=by)
    feedback.rejected_from = None
    answers.close_asks(session, feedback.contribution_id)
    moving.unmeet_none(feedback)
