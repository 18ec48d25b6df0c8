"""What waits for one person today."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers.models import Commitment
from advisory.desk.queries import rows as lines
from advisory.desk.queries.inbox import counted
from advisory.desk.queries.rows import Address, Row, clock_of
from advisory.desk.queries.turns import Said, said
from advisory.feedback import queries as feedback
from advisory.feedback.queries import Filters
from advisory.feedback.rules import Column
from advisory.foundation import jobs
from advisory.foundation.access import Hat
from advisory.foundation.jobs import JobRun
from advisory.foundation.keys import Erased
from advisory.languages.dates import london
from advisory.letters import queries as letters
from advisory.letters.models import Letter
from advisory.meetings import queries as meetings
from advisory.meetings.models import MeetingTask, SheetRow
from advisory.meetings.rules.run_sheet import who
from advisory.meetings.rules.timetable import STEP_NAMES
from advisory.people.models import Board
from advisory.recommendations import queries as recommendations
from advisory.recommendations.models import Recommendation
from advisory.recommendations.rules import number_of
from advisory.safeguarding import queries as safeguarding
from advisory.words import rules as words

ROWS, PROMISES, TROUBLES, STEPS = 10, 5, 10, 8


@dataclass(frozen=True)
class Promise:
    """What a team said it will change, and by when."""

    team: str
    will: Said | None
    """None when the person deleted what it answers."""
    due_on: date
    is_late: bool


@dataclass(frozen=True)
class MeetingStep:
    """What is to be done today for a meeting."""

    task: MeetingTask
    name: str
    title: str
    is_late: bool


@dataclass(frozen=True)
class MeetingAction:
    """What a meeting left to do."""

    row: SheetRow
    words: str
    who: str
    is_late: bool


@dataclass(frozen=True)
class Work:
    """Counts are words, because they stop at 1,000."""

    not_understood: str
    due_this_week: str
    late: str
    needs_translation: str
    rows: list[Row]
    promises: list[Promise]
    meeting_steps: list[MeetingStep]
    meeting_actions: list[MeetingAction]
    recommendations: list[tuple[str, Recommendation]]
    """Each with its number: an answer to look at, or a team that needs something."""


def facilitators_work(
    session: Session, board: Board, *, hat: Hat, at: datetime, week_ends: datetime, address: Address
) -> Work:
    every = Filters(column=None)
    items = feedback.inbox(session, board.id, every, at=at, limit=ROWS, skip=0)

    def count(filters: Filters) -> str:
        return counted(feedback.how_many(session, board.id, filters, at=at))

    return Work(
        not_understood=count(Filters(column=None, not_understood=True)),
        due_this_week=count(Filters(column=None, due_before=week_ends)),
        late=count(Filters(column=None, late=True)),
        needs_translation=count(Filters(column=Column.NEEDS_TRANSLATION)),
        rows=lines.rows(
            session, items, hat=hat, clock=clock_of(session, board, at), address=address
        ),
        promises=promises(session, board.id, at.date()),
        meeting_steps=meeting_steps(session, board.id, london(at).date()),
        meeting_actions=meeting_actions(session, board.id, london(at).date()),
        recommendations=[
            (number_of(own), own) for own in recommendations.to_do(session, board.id)[:STEPS]
        ],
    )


def meeting_steps(session: Session, board_id: UUID, on: date) -> list[MeetingStep]:
    """The latest first to be late: they come in the order of their days."""
    return [
        MeetingStep(row, STEP_NAMES[row.step], meetings.english(row.meeting.title), row.due_on < on)
        for row in meetings.tasks_due(session, board_id, on)[:STEPS]
    ]


def meeting_actions(session: Session, board_id: UUID, on: date) -> list[MeetingAction]:
    """The nearest day first, until they are done."""
    return [
        MeetingAction(row, meetings.row_words(session, row), who(row), _is_late(row, on))
        for row in meetings.to_do(session, board_id, most=STEPS)
    ]


def _is_late(row: SheetRow, on: date) -> bool:
    return row.due_on is not None and row.due_on < on


def promises(session: Session, board_id: UUID, on: date) -> list[Promise]:
    """The nearest first, with the ones that are late."""
    return [_promise(session, row, on) for row in answers.commitments(session, board_id)[:PROMISES]]


def _promise(session: Session, commitment: Commitment, on: date) -> Promise:
    try:
        will = said(session, words.original(commitment.answer.will))
    except Erased:
        will = None
    return Promise(
        team=commitment.team.name,
        will=will,
        due_on=commitment.due_on,
        is_late=commitment.due_on < on,
    )


@dataclass(frozen=True)
class Troubles:
    """Letters that do not arrive and jobs that do not run."""

    letters: list[Letter]
    more_letters: int
    jobs: list[JobRun]
    call_missed: bool
    """Somebody was called about safeguarding and did not answer. Nothing else is said of it."""

    def __bool__(self) -> bool:
        return bool(self.letters or self.jobs or self.call_missed)


def troubles(session: Session, board_id: UUID) -> Troubles:
    found = letters.troubled(session, board_id)
    missed = safeguarding.call_was_missed(session, board_id)
    return Troubles(found[:TROUBLES], len(found[TROUBLES:]), jobs.troubled(session), missed)
