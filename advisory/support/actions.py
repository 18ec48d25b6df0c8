"""Interpreters booked and followed, the rest arranged, and what people say of the interpreting."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy.orm import Session

from advisory.contributions.rules import token_hash
from advisory.foundation import audit
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import for_staff
from advisory.languages.text import clean
from advisory.meetings.actions.coming import keep_rating
from advisory.meetings.models import Guest, Meeting, Support
from advisory.meetings.rules.agenda import may_plan
from advisory.meetings.rules.coming import Rating
from advisory.meetings.rules.timetable import has_begun
from advisory.support import queries, rules
from advisory.support.models import (
    Arrangement,
    Booked,
    InterpreterBooking,
    InterpretingTally,
    Reach,
    Voice,
)


@dataclass(frozen=True, kw_only=True)
class Interpreter:
    """A booking as its form says it."""

    language: str
    name: str
    dialect: str = ""
    voice: Voice = Voice.ANYBODY
    reach: Reach = Reach.IN_ROOM
    is_agency: bool = False
    overlap_known: bool = False


class Overlaps(Exception):
    """This person is booked at this time already: nothing is kept until somebody knows it."""

    def __init__(self, others: Sequence[InterpreterBooking]) -> None:
        self.others = others
        super().__init__()


def book(
    session: Session, meeting: Meeting, wanted: Interpreter, *, token: str, by: Hat
) -> InterpreterBooking:
    """A form sent twice books once. Raises Overlaps unless the other booking is known."""
    allow(may_plan(by, meeting.board_id), exists=False)
    # One after the other: of two facilitators who book one person, the second is told.
    take_turns(session, f"interpreters of {meeting.board_id}")
    hashed = token_hash(f"{token}/interpreter/{meeting.id}")
    known = queries.booking_of_form(session, hashed)
    if known is not None:
        return known
    if has_begun(meeting, now()):
        raise Impossible(for_staff("This meeting has begun. It can no longer be changed."))
    if meeting.called_off_at is not None:
        raise Impossible(for_staff("This meeting is called off."))
    others = queries.bookings_around(session, meeting)
    there = [] if wanted.is_agency else rules.overlapping(wanted.name, meeting, others)
    if there and not wanted.overlap_known:
        raise Overlaps(there)
    booking = InterpreterBooking(
        id=uuid4(),
        meeting=meeting,
        language=wanted.language,
        dialect=clean(wanted.dialect),
        voice=wanted.voice,
        reach=wanted.reach,
        name=clean(wanted.name),
        is_agency=wanted.is_agency,
        standing=Booked.REQUESTED,
        overlap_known=bool(there),
        booked_by_id=by.person_id,
        form_token_hash=hashed,
    )
    session.add(booking)
    session.flush()
    _note(session, "interpreter requested", booking, by)
    return booking


def mark_booking(
    session: Session, booking: InterpreterBooking, standing: Booked, *, by: Hat
) -> None:
    """Said twice it is noted once."""
    meeting = booking.meeting
    allow(may_plan(by, meeting.board_id), exists=False)
    again = standing is Booked.CONFIRMED and rules.must_be_asked_again(booking)
    if booking.standing is standing and not again:
        return
    if not rules.may_become(booking, standing, begun=has_begun(meeting, now())):
        raise Impossible(for_staff("This booking cannot change like that now."))
    booking.standing = standing
    if standing is Booked.CONFIRMED:
        booking.confirmed_for = meeting.changes
    _note(session, f"interpreter {standing}", booking, by)


def arrange(
    session: Session, meeting: Meeting, support: Support, *, words: str, enough_for: int, by: Hat
) -> Arrangement:
    allow(may_plan(by, meeting.board_id), exists=False)
    take_turns(session, f"support of {meeting.id}")
    arranged = queries.arrangements(session, meeting.id).get(support)
    if arranged is None:
        arranged = Arrangement(id=uuid4(), meeting_id=meeting.id, support=support)
        session.add(arranged)
    arranged.words, arranged.enough_for = clean(words), enough_for
    arranged.changed_by_id = by.person_id
    session.flush()
    audit.record(
        session, f"{support} arranged", "meeting", meeting.id, by=by, board_id=meeting.board_id
    )
    return arranged


def rate_interpreting(session: Session, guest: Guest, rating: Rating, *, language: str) -> None:
    """Counted once for each person; who says something else is counted there instead."""
    take_turns(session, f"interpreting of {guest.meeting_id}")
    before = keep_rating(session, guest, rating)
    if before == rating.value:
        return
    if before:
        _count(session, guest, language, Rating(before), by=-1)
    _count(session, guest, language, rating, by=1)
    meeting = guest.meeting
    audit.record(
        session, "interpreting rated", "meeting", meeting.id, board_id=meeting.board_id, coarse=True
    )


def _count(session: Session, guest: Guest, language: str, rating: Rating, *, by: int) -> None:
    row = queries.tally(session, guest.meeting_id, language, rating)
    if row is None:
        row = InterpretingTally(
            meeting_id=guest.meeting_id, language=language, rating=rating, times=0
        )
        session.add(row)
    row.times += by
    session.flush()


def let_go_of_names(session: Session) -> int:
    """Who interpreted, 30 days after the meeting; that somebody did stays."""
    old = queries.old_bookings(session, now())
    for booking in old:
        booking.name = ""
    return len(old)


def _note(session: Session, what: str, booking: InterpreterBooking, by: Hat) -> None:
    audit.record(session, what, "meeting", booking.id, by=by, board_id=booking.meeting.board_id)
