"""Planning a meeting, moving it, and ticking off its timetable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from advisory.clocks import queries as clocks
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.meetings import queries
from advisory.meetings.actions import agenda, coming
from advisory.meetings.actions.trail import note
from advisory.meetings.actions.wording import ask_translations, board_text
from advisory.meetings.models import CallingOff, Meeting, MeetingTask, Mode
from advisory.meetings.rules import timetable
from advisory.meetings.rules.agenda import READY, may_plan, why_refused
from advisory.meetings.rules.timetable import day_of, due_days
from advisory.people.models import Board
from advisory.words import actions as words


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A meeting as its form says it. The texts are in English; translators do the rest."""

    title: str
    purpose: str
    starts_at: datetime
    ends_at: datetime
    mode: Mode
    area: str
    venue: str
    languages: Sequence[str]
    support: Sequence[str]
    places: int
    meaning_changed: bool = True
    """Of title and purpose; False for a comma or a plainer word."""


def plan(
    session: Session, planned: Plan, *, board: Board, ready_agenda: bool = False, by: Hat
) -> Meeting:
    """With its timetable. One of this title at this time is not planned again: a double tap."""
    allow(may_plan(by, board.id))
    for known in queries.meetings(session, board.id):
        same = known.starts_at == planned.starts_at
        if same and queries.english(known.title) == clean(planned.title):
            return known
    meeting = Meeting(
        id=uuid4(),
        board_id=board.id,
        planned_by_id=by.person_id,
        planned_at=now(),
        tasks=[],
        items=[],
        guests=[],
        topics=[],
    )
    meeting.title = board_text(session, meeting, planned.title, by)
    meeting.purpose = board_text(session, meeting, planned.purpose, by)
    _take_over(meeting, planned)
    session.add(meeting)
    _keep_timetable(session, meeting, board)
    session.flush()
    note(session, "meeting planned", meeting, by=by)
    for item in READY if ready_agenda else ():
        agenda.add_item(session, meeting, item, by=by)
    return meeting


def change(session: Session, meeting: Meeting, planned: Plan, *, board: Board, by: Hat) -> None:
    """Moves what is not done with it; an item that this makes too late is refused."""
    _allow_change(meeting, by)
    where_and_when = ("starts_at", "ends_at", "mode", "venue", "area")
    before = [getattr(meeting, name) for name in where_and_when]
    for text, body in ((meeting.title, planned.title), (meeting.purpose, planned.purpose)):
        words.revise_text(session, text, body=body, by=by, meaning_changed=planned.meaning_changed)
    _take_over(meeting, planned)
    if before != [getattr(meeting, name) for name in where_and_when]:
        meeting.changes += 1
        if meeting.opened_at is not None:
            meeting.moved_on = london(now()).date()
            coming.tell_guests(session, meeting)
    _keep_timetable(session, meeting, board)
    today = london(now()).date()
    for item in meeting.items:
        item.refusal = item.refusal or why_refused(item.decision_on, day_of(meeting), today)
    coming.move_up(session, meeting)
    note(session, "meeting changed", meeting, by=by)


def open_invitation(session: Session, meeting: Meeting, *, by: Hat) -> None:
    """Invites everybody on the public pages, and asks for its words in its languages."""
    allow(may_plan(by, meeting.board_id), exists=False)
    if meeting.opened_at is not None:
        return
    if timetable.has_begun(meeting, now()) or meeting.called_off_at is not None:
        raise Impossible(for_staff("This meeting has begun. Nobody can be invited any more."))
    meeting.opened_at = now()
    ask_translations(session, meeting, [meeting.title, meeting.purpose], until=meeting.starts_at)
    note(session, "invitation opened", meeting, by=by)


def call_off(session: Session, meeting: Meeting, *, reason: str, by: Hat) -> None:
    """With the reason that everybody invited reads. Said twice it is done once."""
    allow(may_plan(by, meeting.board_id), exists=False)
    # One after the other: of two who call it off the second finds it done.
    take_turns(session, f"places of {meeting.id}")
    session.refresh(meeting, ["called_off_at", "changes", "guests"])
    if meeting.called_off_at is not None:
        return
    _allow_change(meeting, by)
    why = board_text(session, meeting, reason, by)
    session.flush()
    meeting.calling_off = CallingOff(reason_id=why.id, called_off_by_id=by.person_id)
    meeting.called_off_at = now()
    meeting.changes += 1
    if meeting.opened_at is not None:
        ask_translations(session, meeting, [why], until=meeting.starts_at)
        coming.tell_guests(session, meeting)
    note(session, "meeting called off", meeting, by=by)


def _allow_change(meeting: Meeting, by: Hat) -> None:
    allow(may_plan(by, meeting.board_id), exists=False)
    if timetable.has_begun(meeting, now()):
        raise Impossible(for_staff("This meeting has begun. It can no longer be changed."))
    if meeting.called_off_at is not None:
        raise Impossible(for_staff("This meeting is called off."))


def tick(session: Session, task: MeetingTask, *, by: Hat) -> None:
    """Done; once more, and it is not done after all."""
    allow(may_plan(by, task.meeting.board_id), exists=False)
    done = task.done_on is None
    task.done_on = london(now()).date() if done else None
    task.done_by_id = by.person_id if done else None
    note(session, f"step {'done' if done else 'opened again'}: {task.step}", task.meeting, by=by)


def _take_over(meeting: Meeting, planned: Plan) -> None:
    meeting.starts_at, meeting.ends_at = planned.starts_at, planned.ends_at
    meeting.mode, meeting.places = planned.mode, planned.places
    meeting.area, meeting.venue = clean(planned.area), clean(planned.venue)
    meeting.languages, meeting.support = list(planned.languages), list(planned.support)


def _keep_timetable(session: Session, meeting: Meeting, board: Board) -> None:
    meeting_on = day_of(meeting)
    open_time = clocks.open_time(session, board.calendar_id, london(now()).date())
    known = {task.step: task for task in meeting.tasks}
    days = due_days(meeting_on, open_time, meeting.support)
    for task in known.values():
        if task.step not in days and task.done_on is None:
            meeting.tasks.remove(task)
            session.delete(task)
    for step, due_on in days.items():
        if step not in known:
            meeting.tasks.append(MeetingTask(id=uuid4(), step=step, due_on=due_on))
        elif known[step].done_on is None:
            known[step].due_on = due_on
