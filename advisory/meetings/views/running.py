"""The run sheet: an item on a page of its own, so that it is quick on a phone."""

from typing import Any
from uuid import UUID

from flask import request
from flask_wtf import FlaskForm

from advisory.foundation.access import Impossible
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, session, show
from advisory.meetings import queries
from advisory.meetings.actions import running as actions
from advisory.meetings.forms.agenda import KINDS
from advisory.meetings.forms.running import OVERTAKEN, ROW_KINDS, SEATS, CountForm, RowForm
from advisory.meetings.models import ItemKind, Meeting, SheetRow
from advisory.meetings.rules import run_sheet as rules
from advisory.meetings.views import BOTH, FACILITATOR, here, room, there, today
from advisory.people import queries as people
from advisory.words.actions import Overtaken


def answered(template: str, form: FlaskForm, **context: object) -> Page:
    """All that was typed stays: 409 when somebody was faster, 422 when something is missing."""
    status = 409 if OVERTAKEN in form.form_errors else 422 if form.errors else 200
    return show(template, form=form, **context), status


def overtaken(form: FlaskForm, *, seen: str) -> None:
    """From here on the words that were typed are beside the newest."""
    form.form_errors.append(OVERTAKEN)
    form.seen.data = seen


def _frame(found: Meeting) -> dict[str, Any]:
    return {
        "meeting": found,
        "english": queries.english,
        "kinds": KINDS,
        "row_kinds": ROW_KINDS,
        "seats": SEATS,
        "may_note": rules.may_note(found, now()),
        "has_come": rules.has_come(found, now()),
        "today": today(),
        "now": now(),
    }


def _lines(rows: list[SheetRow]) -> list[rules.Line]:
    return [rules.Line(row, queries.row_words(session(), row)) for row in rows]


@room.page("/staff/meetings/<uuid:meeting_id>/run", opens=FACILITATOR, methods=BOTH)
def run(meeting_id: UUID) -> Page:
    found = here(meeting_id)
    form = CountForm(data=_counted(found))
    if not form.validate_on_submit():
        return _run_page(found, form)
    try:
        actions.count_people(
            session(),
            found,
            actions.Counted(form.came.data, form.with_interpreter.data),
            seen=form.seen.data or "",
            by=hat(),
        )
    except Overtaken:
        overtaken(form, seen=str(_counted(found)["seen"]))
        return _run_page(found, form)
    return go("meetings.run", meeting_id=found.id)


def _counted(found: Meeting) -> dict[str, object]:
    came, interpreted = (
        (found.sheet.came, found.sheet.with_interpreter) if found.sheet else (None, None)
    )
    return {
        "came": came,
        "with_interpreter": interpreted,
        "seen": rules.mark(came, interpreted),
    }


def _run_page(found: Meeting, form: CountForm) -> Page:
    rows = rules.standing(queries.rows(session(), found.id))
    earlier = queries.to_do(session(), found.board_id, before=found.starts_at)
    return answered(
        "staff/meetings/run.html",
        form,
        **_frame(found),
        slots=list(rules.slots(found)),
        noted={slot.item.id: _noted_at(slot, rows) for slot in rules.slots(found)},
        earlier=_lines(earlier),
        own=_lines([row for row in rows if row.due_on]),
    )


def _noted_at(slot: rules.Slot, rows: list[SheetRow]) -> int:
    return sum(row.item_id == slot.item.id for row in rows)


@room.page("/staff/meetings/<uuid:meeting_id>/run/<uuid:item_id>", opens=FACILITATOR, methods=BOTH)
def run_item(meeting_id: UUID, item_id: UUID) -> Page:
    found = here(meeting_id)
    slot = there(next((slot for slot in rules.slots(found) if slot.item.id == item_id), None))
    form = _row_form({"kind": "said"})
    if not form.validate_on_submit():
        return _item_page(found, slot, form)
    token = str(form.token.data)
    try:
        row = actions.add_row(session(), slot.item, form.noted(), token=token, by=hat())
    except Impossible as why:
        form.form_errors.append(str(why))
        return _item_page(found, slot, form)
    return go("meetings.run_item", meeting_id=found.id, item_id=item_id, _anchor=f"row-{row.id}")


def _row_form(typed: dict[str, object]) -> RowForm:
    return RowForm(data=typed, teams=people.teams_of(session(), hat().board_id))


def _item_page(found: Meeting, slot: rules.Slot, form: RowForm) -> Page:
    slots = list(rules.slots(found))
    turn = slots.index(slot)
    rows = rules.standing(queries.rows(session(), found.id))
    is_report_back = slot.item.kind is ItemKind.REPORT_BACK
    earlier = (
        queries.to_do(session(), found.board_id, before=found.starts_at) if is_report_back else []
    )
    return answered(
        "staff/meetings/run_item.html",
        form,
        **_frame(found),
        slot=slot,
        before=slots[turn - 1] if turn else None,
        after=slots[turn + 1] if turn + 1 < len(slots) else None,
        lines=_lines([row for row in rows if row.item_id == slot.item.id]),
        earlier=_lines(earlier),
    )


def _row(sheet_row_id: UUID) -> SheetRow:
    """The row, or 404 when it is not of this board."""
    row = there(queries.row(session(), sheet_row_id))
    here(row.meeting_id)
    return row


@room.page("/staff/meetings/rows/<uuid:sheet_row_id>", opens=FACILITATOR, methods=BOTH)
def correct_row(sheet_row_id: UUID) -> Page:
    row = _row(sheet_row_id)
    newest = rules.newest(queries.rows(session(), row.meeting_id), row)
    if request.method == "GET" and newest is not row:
        return go("meetings.correct_row", sheet_row_id=newest.id)
    form = _row_form(_typed(row))
    if not form.validate_on_submit():
        return _row_page(row, form)
    try:
        actions.correct_row(session(), row, form.noted(), token=str(form.token.data), by=hat())
    except Overtaken:
        form.form_errors.append(OVERTAKEN)
        return _row_page(row, form)
    return go(
        "meetings.run_item",
        meeting_id=row.meeting_id,
        item_id=row.item_id,
        _anchor=f"at-{row.item_id}",
    )


def _typed(row: SheetRow) -> dict[str, object]:
    return {
        "kind": row.kind.value,
        "body": queries.row_words(session(), row),
        "who": row.seat.value if row.seat else str(row.team_id or ""),
        "due_on": row.due_on,
    }


def _row_page(row: SheetRow, form: RowForm) -> Page:
    """Beside an older wording stands the newest: what is kept is kept as its correction."""
    newest = rules.newest(queries.rows(session(), row.meeting_id), row)
    return answered(
        "staff/meetings/correct_row.html",
        form,
        **_frame(row.meeting),
        row=newest,
        newest=None if newest is row else _lines([newest])[0],
    )


@room.page("/staff/meetings/rows/<uuid:sheet_row_id>/done", opens=FACILITATOR, methods=("POST",))
def finish_action(sheet_row_id: UUID) -> Page:
    """Says what it is to be, so that a double tap does not undo itself."""
    row = _row(sheet_row_id)
    actions.finish_action(session(), row, done=request.form.get("done") != "no", by=hat())
    return go("meetings.run", meeting_id=row.meeting_id, _anchor="to-do")
