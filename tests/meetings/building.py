"""A meeting of a board, as tests need it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from advisory.contributions.rules import new_form_token
from advisory.foundation.access import Hat
from advisory.foundation.database import now
from advisory.languages.dates import london
from advisory.meetings.actions import planning
from advisory.meetings.actions.agenda import add_item
from advisory.meetings.actions.planning import Plan
from advisory.meetings.actions.running import Noted, add_row
from advisory.meetings.models import ItemKind, Meeting, Mode, RowKind, Seat, SheetRow, Support
from advisory.meetings.rules.agenda import Proposed
from advisory.meetings.rules.timetable import moment
from advisory.people.models import Board

VENUE = "Canary hall, 2 Perch Lane; ask for Robin"
A_REPORT_BACK = Proposed(kind=ItemKind.REPORT_BACK, title="What happened", minutes=15)


def in_days(days: int) -> date:
    return london(now()).date() + timedelta(days=days)


def a_plan(
    *, on: date | None = None, places: int = 12, at: datetime | None = None, title: str = ""
) -> Plan:
    starts_at = at or moment(on or in_days(60), time(14))
    return Plan(
        title=title or "Talking about health letters",
        purpose="You are invited to say what helps.",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        mode=Mode.IN_PERSON,
        area="Camden",
        venue=VENUE,
        languages=["en", "fa-AF", "ti"],
        support=[support.value for support in Support],
        places=places,
    )


def a_meeting(
    session: Session,
    board: Board,
    by: Hat,
    *,
    invited: bool = True,
    plan: Plan | None = None,
    places: int = 12,
) -> Meeting:
    """Everybody is invited to it, unless told otherwise. It flushes, and never commits."""
    planned = replace(plan, places=places) if plan else a_plan(places=places)
    meeting = planning.plan(session, planned, board=board, by=by)
    if invited:
        planning.open_invitation(session, meeting, by=by)
    session.flush()
    return meeting


def a_held_meeting(session: Session, board: Board, by: Hat) -> Meeting:
    """It was a week ago, with a report-back on its agenda."""
    plan = a_plan(title="The meeting before")
    meeting = a_meeting(session, board, by, plan=plan)
    add_item(session, meeting, A_REPORT_BACK, by=by)
    back = timedelta(days=67)
    meeting.starts_at, meeting.ends_at = meeting.starts_at - back, meeting.ends_at - back
    session.flush()
    return meeting


def noted(body: str, *, kind: RowKind = RowKind.SAID, due_in: int = 5) -> Noted:
    if kind is not RowKind.TO_DO:
        return Noted(kind=kind, body=body)
    return Noted(kind=kind, body=body, seat=Seat.CHAIR, due_on=in_days(due_in))


def a_row(
    session: Session, meeting: Meeting, body: str = "Buses are dear.", *, by: Hat, **of: Any
) -> SheetRow:
    """Noted at the first item."""
    token = new_form_token()
    return add_row(session, meeting.items[0], noted(body, **of), token=token, by=by)
