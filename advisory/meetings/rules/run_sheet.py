"""When each item should begin, what of the rows stands, and how minutes come to be approved."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from advisory.clocks.rules import OpenTime
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.meetings.models import AgendaItem, Meeting, RowKind, RunSheet, Seat, SheetRow
from advisory.meetings.rules.agenda import minutes_spoken, talked_about
from advisory.meetings.rules.timetable import day_of, working_day

DAYS_TO_CONTEST = 5
"""Working days in which those who came can say that it was not so."""

# The minutes are in English, whatever language the facilitator's pages are in.
SEATS = {Seat.BOARD: "the board", Seat.CHAIR: "the chair", Seat.FACILITATOR: "the facilitator"}
_SAID, _DECIDED, _TO_DO = "A member said: ", "Decided: ", "To do: "


@dataclass(frozen=True)
class Slot:
    """An item with the time at which it should begin and end, interpreting included."""

    item: AgendaItem
    begins_at: datetime
    ends_at: datetime

    def is_on(self, at: datetime) -> bool:
        return self.begins_at <= at < self.ends_at


@dataclass(frozen=True)
class Line:
    """A row with its words opened."""

    row: SheetRow
    body: str


def slots(meeting: Meeting) -> Iterator[Slot]:
    at = meeting.starts_at
    for item in talked_about(meeting.items):
        ends_at = at + timedelta(minutes=minutes_spoken(item))
        yield Slot(item, at, ends_at)
        at = ends_at


def has_come(meeting: Meeting, at: datetime) -> bool:
    """Its day is here: the room fills before the hour."""
    return london(at).date() >= day_of(meeting)


def may_note(meeting: Meeting, at: datetime) -> bool:
    return has_come(meeting, at) and (meeting.sheet is None or meeting.sheet.put_on is None)


def may_edit(meeting: Meeting, at: datetime) -> bool:
    """Also while the minutes are before those who came: what was not so is put right."""
    return has_come(meeting, at) and (meeting.sheet is None or meeting.sheet.approved_at is None)


def may_approve(sheet: RunSheet | None, today: date) -> bool:
    """After the last day on which somebody can say that it was not so."""
    if sheet is None or sheet.until_on is None or sheet.approved_at is not None:
        return False
    return today > sheet.until_on


def why_not_published(meeting: Meeting) -> str | None:
    if meeting.sheet is None or meeting.sheet.approved_at is None:
        return for_staff("The minutes come first: a summary is published once they are approved.")
    if meeting.opened_at is None:
        return for_staff("Not everybody was invited to this meeting: it has no public page.")
    return None


def until(put_on: date, open_time: OpenTime) -> date:
    return working_day(open_time, put_on, DAYS_TO_CONTEST)


def standing(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """Those that nobody corrected since."""
    corrected = {row.corrects_id for row in rows}
    return [row for row in rows if row.id not in corrected]


def newest(rows: Sequence[SheetRow], row: SheetRow) -> SheetRow:
    """What stands in the place of a row now: itself when nobody corrected it."""
    corrections = {one.corrects_id: one for one in rows if one.corrects_id}
    while row.id in corrections:
        row = corrections[row.id]
    return row


def drafted(lines: Iterable[Line]) -> str:
    """What the minutes say of an item before anybody wrote them: its rows, attributed to nobody."""
    return "\n".join(map(_in_words, lines))


def _in_words(line: Line) -> str:
    row = line.row
    if row.kind is RowKind.SAID:
        return _SAID + line.body
    if row.kind is RowKind.DECIDED:
        return _DECIDED + line.body
    return f"{_TO_DO}{line.body} ({who(row)}, by {row.due_on:%-d %B %Y})"


def who(row: SheetRow) -> str:
    if row.team is not None:
        return row.team.name
    return SEATS[row.seat] if row.seat else ""


def mark(*seen: object) -> str:
    """Of what a page showed: it has another mark once somebody changed it."""
    return sha256("\n".join(map(str, seen)).encode()).hexdigest()[:32]
