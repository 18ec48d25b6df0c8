"""What is noted while people talk. Rows are only added, so that two who write lose nothing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from advisory.contributions.rules import token_hash
from advisory.foundation import keys
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.meetings import queries
from advisory.meetings.actions.trail import note
from advisory.meetings.models import AgendaItem, Meeting, RowKind, RunSheet, Seat, SheetRow
from advisory.meetings.rules import run_sheet as rules
from advisory.meetings.rules.agenda import may_plan
from advisory.people import queries as people
from advisory.words.actions import Overtaken

NOT_NOW = for_staff(
    "Notes are written from the day of the meeting on, until its minutes are put to members."
)


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What a facilitator heard. Who does something is a team or a seat, never a name."""

    kind: RowKind
    body: str
    team_id: UUID | None = None
    seat: Seat | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Counted:
    """How many came, never who."""

    came: int
    with_interpreter: int


def sheet_of(session: Session, meeting: Meeting) -> RunSheet:
    """Made with the first word. Whoever else writes to this meeting waits from here on."""
    take_turns(session, f"run sheet of {meeting.id}")
    session.refresh(meeting, ["sheet"])
    if meeting.sheet is not None:
        session.refresh(meeting.sheet)
        return meeting.sheet
    meeting.sheet = RunSheet(data_key=keys.make_data_key(session, keys.Purpose.WORDS))
    session.flush()
    return meeting.sheet


def count_people(
    session: Session, meeting: Meeting, counted: Counted, *, seen: str, by: Hat
) -> None:
    """Raises Overtaken when somebody else counted since the page was shown."""
    sheet = _allow_note(session, meeting, by)
    if (sheet.came, sheet.with_interpreter) == (counted.came, counted.with_interpreter):
        return
    if seen != rules.mark(sheet.came, sheet.with_interpreter):
        raise Overtaken
    sheet.came, sheet.with_interpreter = counted.came, counted.with_interpreter
    note(session, "people counted", meeting, by=by)


def add_row(session: Session, item: AgendaItem, noted: Noted, *, token: str, by: Hat) -> SheetRow:
    """The same form sent again finds its row."""
    sheet = _allow_note(session, item.meeting, by)
    hashed = token_hash(f"{token}/{item.id}/{noted.kind}/{clean(noted.body)}")
    if (known := queries.row_of_form(session, hashed)) is not None:
        return known
    row = SheetRow(id=uuid4(), item=item, noted_at=now(), form_token_hash=hashed)
    return _keep(session, sheet, row, noted, by, "row noted")


def correct_row(session: Session, row: SheetRow, noted: Noted, *, token: str, by: Hat) -> SheetRow:
    """A new row in its place. Raises Overtaken when somebody corrected this one already."""
    sheet = _allow_note(session, row.meeting, by)
    hashed = token_hash(f"{token}/{row.id}/{noted.kind}/{clean(noted.body)}")
    if (known := queries.row_of_form(session, hashed)) is not None:
        return known
    if row not in rules.standing(queries.rows(session, row.meeting_id)):
        raise Overtaken
    newer = SheetRow(
        id=uuid4(),
        item=row.item,
        noted_at=row.noted_at,
        form_token_hash=hashed,
        corrects_id=row.id,
    )
    if noted.kind is RowKind.TO_DO:
        newer.done_on, newer.done_by_id = row.done_on, row.done_by_id
    return _keep(session, sheet, newer, noted, by, "row corrected")


def finish_action(session: Session, row: SheetRow, *, done: bool, by: Hat) -> None:
    """What was to do is done; or it is not, after all."""
    allow(may_plan(by, row.meeting.board_id), exists=False)
    sheet_of(session, row.meeting)
    if row not in rules.standing(queries.rows(session, row.meeting_id)):
        raise Impossible(for_staff("Somebody corrected this row. Look at its newest words."))
    if row.kind is not RowKind.TO_DO or done == (row.done_on is not None):
        return
    row.done_on = london(now()).date() if done else None
    row.done_by_id = by.person_id if done else None
    what = f"action {'done' if done else 'opened again'}"
    note(session, what, row.meeting, by=by, about_id=row.id)


def _keep(
    session: Session, sheet: RunSheet, row: SheetRow, noted: Noted, by: Hat, what: str
) -> SheetRow:
    meeting = sheet.meeting
    if noted.team_id is not None:
        team = people.team(session, noted.team_id)
        allow(team is not None and team.board_id == meeting.board_id, exists=False)
    row.meeting, row.kind, row.noted_by_id = meeting, noted.kind, by.person_id
    row.team_id, row.seat, row.due_on = noted.team_id, noted.seat, noted.due_on
    place = queries.row_place(row)
    row.sealed = keys.seal(session, sheet.data_key, place, clean(noted.body))
    session.add(row)
    session.flush()
    note(session, what, meeting, by=by, about_id=row.id)
    return row


def _allow_note(session: Session, meeting: Meeting, by: Hat) -> RunSheet:
    allow(may_plan(by, meeting.board_id), exists=False)
    if not rules.has_come(meeting, now()):
        raise Impossible(NOT_NOW)
    sheet = sheet_of(session, meeting)
    if not rules.may_note(meeting, now()):
        raise Impossible(NOT_NOW)
    return sheet
