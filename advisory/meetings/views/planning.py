"""Planning a meeting, its timetable, and who comes."""

from typing import Any
from uuid import UUID

from flask import request

from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import SPOKEN
from advisory.meetings import queries
from advisory.meetings.actions import coming
from advisory.meetings.actions import planning as actions
from advisory.meetings.forms.planning import (
    MODES,
    SUPPORT,
    CallOffForm,
    PlanForm,
    as_next,
    as_typed,
)
from advisory.meetings.models import Meeting, Standing
from advisory.meetings.rules.agenda import minutes_over, talked_about
from advisory.meetings.rules.timetable import STEP_NAMES, has_begun, is_due
from advisory.meetings.views import BOTH, FACILITATOR, here, room, there, today
from advisory.people.models import Board
from advisory.words import queries as words

STANDINGS = {
    Standing.ASKED: for_staff("Said “I may come”"),
    Standing.CONFIRMED: for_staff("Has a place"),
    Standing.WAITING: for_staff("On the waiting list"),
}


def _board() -> Board:
    return session().get_one(Board, hat().board_id)


@room.page("/staff/meetings", opens=FACILITATOR)
def planned() -> Page:
    return show(
        "staff/meetings/planned.html",
        meetings=queries.meetings(session(), hat().board_id),
        english=queries.english,
        modes=MODES,
        now=now(),
    )


@room.page("/staff/meetings/plan", opens=FACILITATOR, methods=BOTH)
def plan() -> Page:
    form = _form(_like())
    if not form.validate_on_submit():
        return _plan_page(form)
    made = actions.plan(
        session(), form.plan(), board=_board(), ready_agenda=form.ready_agenda.data, by=hat()
    )
    return go("meetings.meeting", meeting_id=made.id)


def _like() -> dict[str, object]:
    """What the meeting that this one is like brings along; an empty form otherwise."""
    try:
        like = UUID(request.args.get("like", ""))
    except ValueError:
        return {"places": "12", "ready_agenda": True}
    return as_next(here(like))


def _form(typed: dict[str, object]) -> PlanForm:
    opened = [row for row, _draft in words.opened_languages(session(), hat().board_id)]
    return PlanForm(data=typed, opened=opened, now=now())


def _plan_page(form: PlanForm, meeting: Meeting | None = None) -> Page:
    shown = problems if form.errors else show
    return shown("staff/meetings/plan.html", form=form, meeting=meeting)


@room.page("/staff/meetings/<uuid:meeting_id>", opens=FACILITATOR)
def meeting(meeting_id: UUID) -> Page:
    found = here(meeting_id)
    return show("staff/meetings/meeting.html", **_facts(found), steps=STEP_NAMES, is_due=is_due)


def _facts(found: Meeting) -> dict[str, Any]:
    return {
        "meeting": found,
        "english": queries.english,
        "modes": MODES,
        "support": [SUPPORT[support] for support in SUPPORT if support.value in found.support],
        "languages": [SPOKEN[tag] for tag in found.languages if tag in SPOKEN],
        "items": talked_about(found.items),
        "over": minutes_over(found),
        "begun": has_begun(found, now()),
        "today": today(),
        "places_taken": sum(row.standing is not Standing.WAITING for row in found.guests),
    }


@room.page("/staff/meetings/<uuid:meeting_id>/change", opens=FACILITATOR, methods=BOTH)
def change(meeting_id: UUID) -> Page:
    found = here(meeting_id)
    form = _form(as_typed(found))
    del form.ready_agenda
    if not form.validate_on_submit():
        return _plan_page(form, found)
    actions.change(session(), found, form.plan(), board=_board(), by=hat())
    return go("meetings.meeting", meeting_id=found.id)


@room.page("/staff/meetings/<uuid:meeting_id>/call-off", opens=FACILITATOR, methods=BOTH)
def call_off(meeting_id: UUID) -> Page:
    found = here(meeting_id)
    form = CallOffForm()
    if not form.validate_on_submit():
        shown = problems if form.errors else show
        return shown("staff/meetings/call_off.html", form=form, meeting=found)
    actions.call_off(session(), found, reason=form.reason.data or "", by=hat())
    return go("meetings.meeting", meeting_id=found.id)


@room.page(
    "/staff/meetings/<uuid:meeting_id>/tasks/<uuid:task_id>", opens=FACILITATOR, methods=("POST",)
)
def tick(meeting_id: UUID, task_id: UUID) -> Page:
    found = here(meeting_id)
    task = there(next((task for task in found.tasks if task.id == task_id), None))
    actions.tick(session(), task, by=hat())
    return go("meetings.meeting", meeting_id=found.id, _anchor="timetable")


@room.page("/staff/meetings/<uuid:meeting_id>/invite", opens=FACILITATOR, methods=("POST",))
def invite(meeting_id: UUID) -> Page:
    actions.open_invitation(session(), here(meeting_id), by=hat())
    return go("meetings.meeting", meeting_id=meeting_id)


@room.page("/staff/meetings/<uuid:meeting_id>/people", opens=FACILITATOR)
def guests(meeting_id: UUID) -> Page:
    found = here(meeting_id)
    return show(
        "staff/meetings/guests.html",
        **_facts(found),
        guests=[(guest, queries.needs_of(session(), guest)) for guest in found.guests],
        spoken=SPOKEN,
        standings=STANDINGS,
    )


@room.page(
    "/staff/meetings/<uuid:meeting_id>/people/<uuid:guest_id>/confirm",
    opens=FACILITATOR,
    methods=("POST",),
)
def confirm(meeting_id: UUID, guest_id: UUID) -> Page:
    found = here(meeting_id)
    guest = there(next((guest for guest in found.guests if guest.id == guest_id), None))
    coming.confirm(session(), guest, by=hat())
    return go("meetings.guests", meeting_id=found.id)
