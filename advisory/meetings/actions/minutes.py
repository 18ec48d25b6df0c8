"""From rows to minutes: written, put to those who came, approved, and summed up for everybody."""

from uuid import uuid4

from sqlalchemy.orm import Session

from advisory.clocks import queries as clocks
from advisory.foundation import keys
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.meetings import queries
from advisory.meetings.actions.running import sheet_of
from advisory.meetings.actions.trail import note
from advisory.meetings.actions.wording import ask_translations, board_text
from advisory.meetings.models import AgendaItem, Meeting, MinutesPart, RunSheet
from advisory.meetings.rules import run_sheet as rules
from advisory.meetings.rules.agenda import may_plan
from advisory.meetings.rules.timetable import has_begun
from advisory.people.models import Board
from advisory.words import actions as words
from advisory.words.actions import Overtaken


def change_part(session: Session, item: AgendaItem, *, body: str, seen: str, by: Hat) -> None:
    """Raises Overtaken when these minutes changed since the page was shown."""
    meeting = item.meeting
    allow(may_plan(by, meeting.board_id), exists=False)
    if not rules.has_come(meeting, now()):
        raise Impossible(NOT_YET)
    sheet = sheet_of(session, meeting)
    if not rules.may_edit(meeting, now()):
        raise Impossible(for_staff("These minutes are approved. They can no longer change."))
    stands = queries.minutes_of(session, meeting)[item]
    if clean(body) == stands:
        return
    if seen != rules.mark(stands):
        raise Overtaken
    _write(session, sheet, item, clean(body), by)
    note(session, "minutes changed", meeting, by=by, about_id=item.id)


NOT_YET = for_staff("This meeting has not been held yet.")


def put_minutes(session: Session, meeting: Meeting, *, board: Board, by: Hat) -> None:
    """Before those who came, for five working days. From here on nothing more is noted."""
    allow(may_plan(by, meeting.board_id), exists=False)
    if not has_begun(meeting, now()):
        raise Impossible(NOT_YET)
    sheet = sheet_of(session, meeting)
    if sheet.put_on is not None:
        return
    said = queries.minutes_of(session, meeting)
    if not any(said.values()):
        raise Impossible(for_staff("Nothing is noted yet."))
    for item, body in said.items():
        _write(session, sheet, item, body, by)
    today = london(now()).date()
    sheet.put_on = today
    sheet.until_on = rules.until(today, clocks.open_time(session, board.calendar_id, today))
    note(session, "minutes put to members", meeting, by=by)


def approve_minutes(session: Session, meeting: Meeting, *, by: Hat) -> None:
    """The wordings that were corrected go: a name noted by mistake stays nowhere."""
    allow(may_plan(by, meeting.board_id), exists=False)
    if meeting.sheet is None:
        raise Impossible(NOT_PUT)
    sheet = sheet_of(session, meeting)
    if sheet.approved_at is not None:
        return
    if not rules.may_approve(sheet, london(now()).date()):
        raise Impossible(NOT_PUT)
    sheet.approved_at, sheet.approved_by_id = now(), by.person_id
    _let_go_of_corrected(session, meeting)
    note(session, "minutes approved", meeting, by=by)


NOT_PUT = for_staff("First the minutes are put to those who came, for five working days.")


def publish_summary(
    session: Session,
    meeting: Meeting,
    *,
    body: str,
    seen: str,
    by: Hat,
    meaning_changed: bool = True,
) -> None:
    """For everybody, in the languages of the meeting; once more, and it says something new.

    Raises Overtaken when the summary changed since the page was shown.
    """
    allow(may_plan(by, meeting.board_id), exists=False)
    why_not = rules.why_not_published(meeting)
    if why_not is not None:
        raise Impossible(why_not)
    sheet = sheet_of(session, meeting)
    for version in sheet.summary.versions if sheet.summary else ():
        session.refresh(version)
    stands = queries.english(sheet.summary) if sheet.summary else ""
    if clean(body) == stands:
        return
    if seen != rules.mark(stands):
        raise Overtaken
    if sheet.summary is not None:
        words.revise_text(session, sheet.summary, body=body, by=by, meaning_changed=meaning_changed)
    else:
        sheet.summary = board_text(session, meeting, body, by)
        ask_translations(session, meeting, [sheet.summary], until=None)
    note(session, "summary published", meeting, by=by)


def _write(session: Session, sheet: RunSheet, item: AgendaItem, body: str, by: Hat) -> None:
    part = queries.minutes_part(session, item.id)
    if part is None:
        part = MinutesPart(id=uuid4(), meeting_id=sheet.meeting_id, item_id=item.id)
    part.sealed = keys.seal(session, sheet.data_key, queries.part_place(part), body)
    part.changed_by_id = by.person_id
    session.add(part)
    session.flush()


def _let_go_of_corrected(session: Session, meeting: Meeting) -> None:
    rows = queries.rows(session, meeting.id)
    stand = rules.standing(rows)
    for row in rows:
        row.corrects_id = None
    session.flush()
    for row in rows:
        if row not in stand:
            session.delete(row)
    session.flush()
