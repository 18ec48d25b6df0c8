"""What time does by itself: lateness climbs, silence counts, reminders go out, quiet ends."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from advisory.answers import actions as answers
from advisory.answers import queries as asked
from advisory.answers.models import DidThisAnswer
from advisory.answers.rules import owes
from advisory.clocks import queries as clocks
from advisory.clocks.models import Clock
from advisory.feedback import queries, rules
from advisory.feedback.actions import answering, ending, moving, reading
from advisory.feedback.models import Due, Feedback, Owed, State
from advisory.foundation.access import Role
from advisory.foundation.database import now
from advisory.languages.dates import london
from advisory.letters import actions as letters
from advisory.people import queries as people
from advisory.people.models import Board, Person, Profile

REMINDERS = (Clock.REMIND_1, Clock.REMIND_2, Clock.REMIND_3)


def climb_overdue(session: Session) -> int:
    """Each date that passed climbs: team, parent team, board, public. Returns how many did."""
    return sum(_climb(session, due) for due in queries.unmet(session, now()))


def _climb(session: Session, due: Due) -> bool:
    feedback = due.feedback
    board = moving.board_of(session, feedback.board_id)
    ask = asked.open_ask(session, feedback.contribution_id)
    if due.owed is Owed.ACKNOWLEDGE and ask is not None and feedback.state is State.ROUTED:
        answering.acknowledge(session, feedback, ask, by=None, by_silence=True)
        return True
    if due.owed is Owed.ANSWER and ask is not None and not owes(ask):
        return False
    level = _level(due)
    if level <= due.climbed:
        return False
    due.climbed = level
    small = board.profile is Profile.SMALL
    if due.owed is not Owed.NEWS:  # news is ours to give: it says nothing about a team
        feedback.escalation = max(feedback.escalation, rules.escalation_of(level, small=small))
    moving.note(session, feedback, f"late: {due.owed} {level}", by=None)
    letters.tell(
        session,
        _told(session, due, level, board),
        board_id=board.id,
        kind="answer_late" if level == 1 else "late_climbed",
        about={"feedback_id": str(feedback.id), "due_at": due.due_at.isoformat()},
        key=f"late/{due.id}/{level}",
    )
    return True


def _level(due: Due) -> int:
    """1 when late, 2 when twice the time has passed, 3 when it is late by that much again."""
    at = now()
    if at < due.very_late_at:
        return 1
    return 2 if at < due.very_late_at + (due.very_late_at - due.due_at) else 3


def _told(session: Session, due: Due, level: int, board: Board) -> list[Person]:
    readers = people.readers(session, board.id)
    if due.owed is not Owed.ANSWER:
        return readers if level == 1 else _chairs(session, board)
    team = due.feedback.team
    if team is None:
        return readers
    if level == 1:
        return [*people.leads_of(session, team.id), *readers]
    parent = people.leads_of(session, team.parent_id) if team.parent_id else []
    return (parent or _chairs(session, board)) if level == 2 else _chairs(session, board)


def _chairs(session: Session, board: Board) -> list[Person]:
    return people.staff_of(session, board.id, Role.ADMINISTRATOR)


def remind(session: Session) -> int:
    """ "Did this answer you" on days 3, 10 and 24; 7 days after the last, a quiet end."""
    return sum(_remind(session, asked_once) for asked_once in asked.unreplied(session))


def _remind(session: Session, asked_once: DidThisAnswer) -> bool:
    # Only answers to somebody's own words are asked about.
    contribution_id = asked_once.answer.contribution_id
    feedback = queries.item_of(session, contribution_id) if contribution_id else None
    if feedback is None or feedback.held or feedback.state is not State.ANSWERED:
        return False
    board = moving.board_of(session, feedback.board_id)
    if asked_once.reminded == len(REMINDERS):
        last = _since(session, board, REMINDERS[-1], asked_once.asked_at)
        if now() < last + timedelta(days=_days(session, board, Clock.CLOSE_QUIETLY)):
            return False
        ending.close_quietly(session, feedback)
        return True
    if now() < _since(session, board, REMINDERS[asked_once.reminded], asked_once.asked_at):
        return False
    asked_once.reminded += 1
    reading.tell_member(session, feedback, "reminder", f"{asked_once.id}/{asked_once.reminded}")
    return True


def _since(session: Session, board: Board, clock: Clock, start: datetime) -> datetime:
    return clocks.due_at(session, board.calendar_id, clock, start)


def _days(session: Session, board: Board, clock: Clock) -> int:
    return clocks.allowance(session, board.calendar_id, clock, london(now()).date()).amount


def ask_about_promises(session: Session) -> int:
    """A planned change is asked about on its day, and again 90 days after it happened."""
    due = asked.commitments_due(session, london(now()).date())
    for commitment in due:
        answers.ask_whether_it_happened(session, commitment)
    return len(due)


def stop_waiting(session: Session) -> int:
    """A question to a member that stayed without reply for 20 open days ends quietly."""
    ended = [row for row in queries.waiting_for_member(session) if _waited(session, row)]
    for feedback in ended:
        ending.close_quietly(session, feedback)
    return len(ended)


def _waited(session: Session, feedback: Feedback) -> bool:
    board = moving.board_of(session, feedback.board_id)
    if feedback.paused_at is None:
        return False
    return now() > _since(session, board, Clock.NEEDS_MEMBER_PAUSE, feedback.paused_at)
