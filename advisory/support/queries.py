"""Bookings and arrangements of a meeting, and what people said of the interpreting."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from advisory.disclosure import rules as disclosure
from advisory.meetings import queries as meetings
from advisory.meetings.models import Meeting, Support
from advisory.meetings.rules.coming import KEPT_AFTER, Rating
from advisory.support import rules
from advisory.support.models import Arrangement, InterpreterBooking, InterpretingTally
from advisory.words.models import Text

YEAR = timedelta(days=365)


def bookings(session: Session, meeting_id: UUID) -> list[InterpreterBooking]:
    found = select(InterpreterBooking).where(InterpreterBooking.meeting_id == meeting_id)
    return list(
        session.scalars(
            found.options(joinedload(InterpreterBooking.meeting)).order_by(
                InterpreterBooking.language, InterpreterBooking.id
            )
        )
    )


def booking_of_form(session: Session, form_token_hash: str) -> InterpreterBooking | None:
    return session.scalar(
        select(InterpreterBooking).where(InterpreterBooking.form_token_hash == form_token_hash)
    )


def bookings_around(session: Session, meeting: Meeting) -> list[InterpreterBooking]:
    """Of all meetings of the board at the same time, this one too."""
    return list(
        session.scalars(
            select(InterpreterBooking)
            .join(InterpreterBooking.meeting)
            .where(
                Meeting.board_id == meeting.board_id,
                Meeting.called_off_at.is_(None),
                Meeting.starts_at < meeting.ends_at,
                Meeting.ends_at > meeting.starts_at,
                InterpreterBooking.standing.in_(rules.ACTIVE),
            )
            .options(
                contains_eager(InterpreterBooking.meeting)
                .joinedload(Meeting.title)
                .selectinload(Text.versions)
            )
            .order_by(Meeting.starts_at, InterpreterBooking.id)
        )
    )


def old_bookings(session: Session, at: datetime) -> list[InterpreterBooking]:
    """Of meetings long enough over; the name of the interpreter is still there."""
    found = select(InterpreterBooking).join(InterpreterBooking.meeting)
    return list(
        session.scalars(
            found.where(Meeting.ends_at < at - KEPT_AFTER, InterpreterBooking.name != "")
        )
    )


def arrangements(session: Session, meeting_id: UUID) -> dict[Support, Arrangement]:
    found = session.scalars(select(Arrangement).where(Arrangement.meeting_id == meeting_id))
    return {row.support: row for row in found}


def wanted(session: Session, meeting: Meeting) -> rules.Wanted:
    """Counted from the replies of those who have a place or may get one."""
    asked = (meetings.needs_of(session, row) for row in rules.with_a_place(meeting.guests))
    return rules.counted(needs for needs in asked if needs is not None)


def tally(
    session: Session, meeting_id: UUID, language: str, rating: Rating
) -> InterpretingTally | None:
    return session.get(InterpretingTally, (meeting_id, language, rating))


def interpreting_rated(
    session: Session, board_id: UUID, at: datetime
) -> Mapping[str, disclosure.Row[Rating]]:
    """By language, over all meetings of a year: of one meeting it would single people out."""
    rows = session.execute(
        select(
            InterpretingTally.language, InterpretingTally.rating, func.sum(InterpretingTally.times)
        )
        .join(Meeting, Meeting.id == InterpretingTally.meeting_id)
        .where(Meeting.board_id == board_id, Meeting.ends_at > at - YEAR)
        .group_by(InterpretingTally.language, InterpretingTally.rating)
        .order_by(InterpretingTally.language)
    )
    counts: dict[str, dict[Rating, int]] = {}
    for language, rating, times in rows:
        counts.setdefault(language, dict.fromkeys(Rating, 0))[rating] = times
    return {
        language: disclosure.safe_row(row, sum(row.values())) for language, row in counts.items()
    }
