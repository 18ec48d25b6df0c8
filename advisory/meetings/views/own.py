"""What the holder of a code said about meetings: to see, to change, to take back."""

from dataclasses import dataclass
from uuid import UUID

from flask import session as visit
from werkzeug.wrappers import Response

from advisory.foundation.access import ANYONE, CODE_HOLDER, Impossible, allow
from advisory.foundation.database import now
from advisory.foundation.pages import Page, attachment, close, go, problems, session, show
from advisory.languages.catalogues import current, for_public
from advisory.meetings import queries
from advisory.meetings.actions import coming as actions
from advisory.meetings.forms.coming import ComeForm
from advisory.meetings.models import Guest, ProposedItem, Reception, Standing
from advisory.meetings.rules import calendar
from advisory.meetings.rules.coming import (
    Rating,
    has_moved,
    is_open,
    may_rate,
    may_take_back,
    sees_venue,
)
from advisory.meetings.views import BOTH, room, there
from advisory.meetings.views.coming import guest_language
from advisory.meetings.views.inviting import Invitation, invitation, reason
from advisory.words.rules import Shown

# Translators: The title of an entry in a phone's calendar. Neutral: others may see it.
NEUTRAL_TITLE = for_public("Appointment")
STANDINGS = {
    Standing.ASKED: for_public("We have your reply."),
    Standing.CONFIRMED: for_public("You have a place."),
    Standing.WAITING: for_public("It is full now. You are on the waiting list."),
}
CALLED_OFF = for_public("This meeting does not take place.")
RATINGS = {
    Rating.GOOD.value: {"label": for_public("Good"), "icon": "good"},
    Rating.OK.value: {"label": for_public("OK"), "icon": "so_so"},
    Rating.BAD.value: {"label": for_public("Bad"), "icon": "bad"},
}
RECEPTIONS = {
    Reception.WAITING: for_public("We will tell you here if we can talk about it."),
    Reception.TAKEN: for_public("Yes, we will talk about it."),
    Reception.NOT_TAKEN: for_public("Not this time, because:"),
}


@dataclass(frozen=True)
class Place:
    guest: Guest
    invitation: Invitation
    said: str
    venue: str
    is_off: bool
    has_moved: bool
    reason: Shown | None
    may_take_back: bool
    may_change: bool
    may_rate: bool
    rated: str


@dataclass(frozen=True)
class Topic:
    topic: ProposedItem
    words: Shown | None
    said: str
    reason: Shown | None


def _holder_id() -> UUID:
    return UUID(visit["contribution"])


@room.page("/<lang:l>/mine/meetings", opens=CODE_HOLDER)
def own() -> Page:
    places = queries.own_places(session(), _holder_id())
    return show(
        "public/meetings/own.html",
        places=list(map(_place, places)),
        topics=list(map(_topic, queries.own_topics(session(), _holder_id()))),
        ratings=RATINGS,
    )


def _place(guest: Guest) -> Place:
    needs = queries.needs_of(session(), guest)
    return Place(
        guest,
        invitation(guest.meeting),
        STANDINGS[guest.standing] if guest.meeting.called_off_at is None else CALLED_OFF,
        guest.meeting.venue if sees_venue(guest) else "",
        guest.meeting.called_off_at is not None,
        has_moved(guest.meeting, now()),
        reason(guest.meeting),
        may_take_back(guest.meeting, now()),
        is_open(guest.meeting, now()),
        may_rate(guest, needs, now()),
        needs.rated if needs else "",
    )


def _topic(topic: ProposedItem) -> Topic:
    return Topic(
        topic,
        queries.topic_shown(session(), topic),
        RECEPTIONS[topic.reception],
        queries.reason_shown(session(), topic, current().tag),
    )


def _own_place(guest_id: UUID) -> Guest:
    """404 for the place of anybody else."""
    places = queries.own_places(session(), _holder_id())
    return there(next((guest for guest in places if guest.id == guest_id), None))


@room.page("/<lang:l>/mine/meetings/<uuid:guest_id>", opens=CODE_HOLDER, methods=BOTH)
def change_reply(guest_id: UUID) -> Page:
    guest = _own_place(guest_id)
    needs = queries.needs_of(session(), guest)
    form = ComeForm(obj=needs, meeting=guest.meeting)
    if not form.validate_on_submit():
        return _change_page(guest, form)
    try:
        _change(guest, form)
    except Impossible as why:
        close()
        form.form_errors.append(str(why))
        return _change_page(_own_place(guest_id), form)
    return go("meetings.own")


def _change(guest: Guest, form: ComeForm) -> None:
    actions.change_needs(session(), guest, form.needs())
    actions.propose_topic(
        session(),
        guest,
        str(form.topic.data or ""),
        language=guest_language(form),
        token=str(form.token.data),
    )


def _change_page(guest: Guest, form: ComeForm) -> Page:
    shown = problems if form.errors else show
    return shown(
        "public/meetings/change_reply.html",
        form=form,
        guest=guest,
        invitation=invitation(guest.meeting),
    )


# Anyone: of a double tap the second finds no reply any more, and must not be asked for a code.
@room.page("/<lang:l>/mine/meetings/<uuid:guest_id>/back", opens=ANYONE, methods=("POST",))
def take_back(guest_id: UUID) -> Page:
    if "contribution" not in visit:
        return go("mine.deleted")
    places = queries.own_places(session(), _holder_id())
    guest = next((guest for guest in places if guest.id == guest_id), None)
    if guest is not None and actions.take_back(session(), guest):
        visit.pop("contribution")
        return go("mine.deleted")
    return go("meetings.own")


@room.page("/<lang:l>/mine/meetings/<uuid:guest_id>/calendar", opens=CODE_HOLDER)
def calendar_entry(guest_id: UUID) -> Page:
    guest = _own_place(guest_id)
    allow(sees_venue(guest), exists=False)
    meeting = guest.meeting
    entry = calendar.Entry(
        id=meeting.id,
        changes=meeting.changes,
        title=str(NEUTRAL_TITLE),
        where=meeting.venue,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        is_called_off=meeting.called_off_at is not None,
    )
    response: Response = attachment(calendar.written(entry, now()), "text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return response
