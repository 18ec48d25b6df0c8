from typing import cast
from uuid import UUID

from flask import request
from flask import session as visit

from advisory.foundation.access import CODE_HOLDER, Role, allow, staff
from advisory.foundation.database import now
from advisory.foundation.pages import Page, Room, go, hat, problems, session, show
from advisory.languages.registry import SPOKEN
from advisory.meetings import queries as meetings
from advisory.meetings.forms.planning import SUPPORT
from advisory.meetings.models import Guest, Meeting, Support
from advisory.meetings.rules.agenda import may_plan
from advisory.meetings.rules.coming import Rating
from advisory.meetings.rules.timetable import has_begun
from advisory.support import actions, queries, rules
from advisory.support.forms import (
    BUTTONS,
    REACHES,
    STANDINGS,
    VOICES,
    ArrangementForm,
    BookingForm,
)
from advisory.support.models import Booked, InterpreterBooking, Voice

room = Room("support", __name__)
FACILITATOR = staff(Role.FACILITATOR)
BOTH = ("GET", "POST")
TONES = {Booked.CONFIRMED: "good", Booked.DONE: "good", Booked.NO_SHOW: "bad"}


def _here(meeting_id: UUID) -> Meeting:
    """The meeting, or 404 when it is not of this board."""
    found = meetings.meeting(session(), meeting_id)
    allow(found is not None and may_plan(hat(), found.board_id), exists=False)
    return cast("Meeting", found)


@room.page("/staff/meetings/<uuid:meeting_id>/support", opens=FACILITATOR)
def plan(meeting_id: UUID) -> Page:
    found = _here(meeting_id)
    booked = queries.bookings(session(), found.id)
    around = queries.bookings_around(session(), found)
    wanted = queries.wanted(session(), found)
    arranged = queries.arrangements(session(), found.id)
    return show(
        "staff/support/plan.html",
        meeting=found,
        english=meetings.english,
        begun=has_begun(found, now()),
        spoken=SPOKEN,
        languages=[(row, rules.missing(row, booked)) for row in wanted.languages],
        bookings=[(row, _overlaps(row, around), _steps(row)) for row in booked],
        again=rules.must_be_asked_again,
        offered=[
            (support, SUPPORT[support], wanted.supports[support], arranged.get(support))
            for support in rules.ARRANGED
            if support.value in found.support
        ],
        is_enough=rules.is_enough,
        anybody=Voice.ANYBODY,
        names={"reach": REACHES, "voice": VOICES, "standing": STANDINGS, "button": BUTTONS},
        tones=TONES,
        rated=queries.interpreting_rated(session(), found.board_id, now()),
        ratings=list(Rating),
    )


def _overlaps(
    booking: InterpreterBooking, around: list[InterpreterBooking]
) -> list[InterpreterBooking]:
    if booking.is_agency or booking.standing not in rules.ACTIVE:
        return []
    found = rules.overlapping(booking.name, booking.meeting, around)
    return [row for row in found if row.id != booking.id]


def _steps(booking: InterpreterBooking) -> list[Booked]:
    begun = has_begun(booking.meeting, now())
    return [step for step in BUTTONS if rules.may_become(booking, step, begun=begun)]


@room.page("/staff/meetings/<uuid:meeting_id>/interpreters", opens=FACILITATOR, methods=BOTH)
def book(meeting_id: UUID) -> Page:
    found = _here(meeting_id)
    form = BookingForm(meeting=found, data={"language": request.args.get("language", "")})
    if not form.validate_on_submit():
        return _booking_page(found, form)
    try:
        actions.book(session(), found, form.interpreter(), token=str(form.token.data), by=hat())
    except actions.Overlaps as there:
        return _booking_page(found, form, there.others)
    return go("support.plan", meeting_id=meeting_id)


def _booking_page(found: Meeting, form: BookingForm, others: object = ()) -> Page:
    shown = problems if form.errors or others else show
    return shown(
        "staff/support/book.html",
        meeting=found,
        form=form,
        others=others,
        english=meetings.english,
    )


@room.page(
    "/staff/meetings/<uuid:meeting_id>/interpreters/<uuid:booking_id>",
    opens=FACILITATOR,
    methods=("POST",),
)
def mark(meeting_id: UUID, booking_id: UUID) -> Page:
    found = _here(meeting_id)
    booked = queries.bookings(session(), found.id)
    booking = next((row for row in booked if row.id == booking_id), None)
    standing = request.form.get("standing", "")
    allow(booking is not None and standing in {step.value for step in BUTTONS}, exists=False)
    actions.mark_booking(session(), cast("InterpreterBooking", booking), Booked(standing), by=hat())
    return go("support.plan", meeting_id=meeting_id, _anchor="interpreters")


@room.page(
    "/staff/meetings/<uuid:meeting_id>/support/"
    "<any(childcare,travel,food,quiet_room,phone_credit):offer>",
    opens=FACILITATOR,
    methods=BOTH,
)
def arrange(meeting_id: UUID, offer: str) -> Page:
    found, support = _here(meeting_id), Support(offer)
    arranged = queries.arrangements(session(), found.id).get(support)
    form = ArrangementForm(
        data={"words": arranged.words, "enough_for": arranged.enough_for} if arranged else {}
    )
    if not form.validate_on_submit():
        shown = problems if form.errors else show
        return shown(
            "staff/support/arrange.html",
            meeting=found,
            form=form,
            title=SUPPORT[support],
            count=queries.wanted(session(), found).supports[support],
        )
    actions.arrange(
        session(),
        found,
        support,
        words=form.words.data or "",
        enough_for=form.enough_for.data,
        by=hat(),
    )
    return go("support.plan", meeting_id=meeting_id)


@room.page(
    "/<lang:l>/mine/meetings/<uuid:guest_id>/interpreting", opens=CODE_HOLDER, methods=("POST",)
)
def rate(guest_id: UUID) -> Page:
    """One tap on the person's own page."""
    places = meetings.own_places(session(), UUID(visit["contribution"]))
    guest = next((row for row in places if row.id == guest_id), None)
    said = request.form.get("rating", "")
    allow(guest is not None and said in set(Rating), exists=False)
    guest = cast("Guest", guest)
    needs = meetings.needs_of(session(), guest)
    allow(needs is not None, exists=False)
    actions.rate_interpreting(
        session(), guest, Rating(said), language=needs.speaks if needs else ""
    )
    return go("meetings.own")
