"""The one way a state changes, with its event, its dates and its audit entry."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from advisory.clocks import queries as clocks
from advisory.clocks.models import Clock, Unit
from advisory.clocks.rules import Allowance, due, open_days_between
from advisory.feedback import rules
from advisory.feedback.models import Due, Event, Feedback, Owed, State
from advisory.feedback.rules import Column, Move
from advisory.foundation import audit
from advisory.foundation.access import Hat, Impossible
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.people.models import Board


def move(session: Session, feedback: Feedback, step: Move, *, by: Hat | None) -> None:
    """Raises Impossible when the state does not allow the step: two people acted, one was first."""
    before = feedback.state
    if not rules.may_move(before, step):
        raise Impossible(for_staff("Somebody was faster. Look at the item again."))
    _claim_state(session, feedback, before, rules.target(step, feedback.resumes))
    note(session, feedback, step.value, by=by, before=before)
    settle(feedback)


def _claim_state(session: Session, feedback: Feedback, before: State, after: State) -> None:
    # The row must still be where we read it: of two at once, one finds nothing to change.
    session.flush()
    changed = session.execute(
        update(Feedback)
        .where(Feedback.id == feedback.id, Feedback.state == before)
        .values(state=after)
        .returning(Feedback.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if changed is None:
        raise Impossible(for_staff("Somebody was faster. Look at the item again."))
    session.refresh(feedback, ["state"])
    if after in rules.IS_CLOSED:
        feedback.closed_on = london(now()).date()


def note(
    session: Session,
    feedback: Feedback,
    what: str,
    *,
    by: Hat | None,
    before: State | None = None,
    coarse: bool = False,
) -> None:
    """One line of the item's timeline and of the audit log.

    What follows a colon (a language, a kind) stands in the timeline only: the log outlives the
    words, and nothing can be taken out of it.
    """
    at = now().replace(microsecond=0)
    if coarse or by is None:
        at = at.replace(hour=0, minute=0, second=0)
    feedback.events.append(
        Event(
            number=len(feedback.events) + 1,
            at=at,
            what=what,
            from_state=before,
            to_state=feedback.state if before else None,
            person_id=by.person_id if by else None,
        )
    )
    audit.record(
        session,
        what.partition(":")[0],
        "feedback",
        feedback.id,
        by=by,
        board_id=feedback.board_id,
        coarse=by is None,
    )


def settle(feedback: Feedback) -> None:
    """Brings what the inbox sorts and filters by in line with the state."""
    awaits = feedback.awaits_translation
    feedback.column = rules.column(feedback.state, awaits_translation=awaits)
    paused = feedback.paused_at is not None or feedback.column in {Column.FINISHED, Column.GONE}
    feedback.due_at = None if paused else rules.nearest_due(feedback.dues)
    feedback.urgency = rules.urgency(
        understood=feedback.understood_at is not None, due_at=feedback.due_at
    )


def owe(
    session: Session,
    feedback: Feedback,
    owed: Owed,
    clock: Clock,
    *,
    board: Board,
    start: datetime,
    due_at: datetime | None = None,
) -> Due:
    """Sets a date once; `due_at` when somebody else's clock gave it."""
    on = london(start).date()
    open_time = clocks.open_time(session, board.calendar_id, on)
    allowance = clocks.allowance(session, board.calendar_id, clock, on)
    if due_at is not None:
        days = open_days_between(open_time, start, due_at)
        allowance = Allowance(max(1, days), Unit.OPEN_DAYS)
    row = Due(
        owed=owed,
        round=1 + sum(due.owed is owed for due in feedback.dues),
        due_at=due_at or due(open_time, allowance, start),
        very_late_at=due(open_time, allowance.doubled, start),
    )
    feedback.dues.append(row)
    return row


def owe_understanding(session: Session, feedback: Feedback) -> None:
    """There are words that nobody has understood: somebody owes that, by a date, once."""
    feedback.understood_at = feedback.understood_how = feedback.understood_by_id = None
    closed = feedback.state in rules.IS_CLOSED
    if not closed and rules.open_due(feedback.dues, Owed.UNDERSTOOD) is None:
        board = board_of(session, feedback.board_id)
        owe(session, feedback, Owed.UNDERSTOOD, Clock.UNDERSTOOD, board=board, start=now())
    settle(feedback)


def refuse_held(feedback: Feedback) -> None:
    """What is held for safeguarding goes to no team and gets no answer until that is decided."""
    if feedback.held:
        raise Impossible(for_staff("Somebody was faster. Look at the item again."))


def meet(feedback: Feedback, *owed: Owed) -> None:
    for row in feedback.dues:
        if row.owed in owed and row.met_at is None:
            row.met_at = now()
            row.climbed = 0
    settle(feedback)


def unmeet_none(feedback: Feedback) -> None:
    """Nothing is owed any more: it ended."""
    meet(feedback, *Owed)
    feedback.escalation = 0


def board_of(session: Session, board_id: UUID) -> Board:
    return session.get_one(Board, board_id)
