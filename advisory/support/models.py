from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.foundation.database import Base, Id
from advisory.meetings.models import Meeting, Support
from advisory.meetings.rules.coming import Rating


class Reach(StrEnum):
    """How an interpreter is there."""

    IN_ROOM = "in_room"
    PHONE = "phone"
    VIDEO = "video"
    REMOTE = "remote"
    """In a booth somewhere, into people's ears."""


class Voice(StrEnum):
    """Who interprets, where people asked for it."""

    ANYBODY = "anybody"
    WOMAN = "woman"
    MAN = "man"


class Booked(StrEnum):
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    NO_SHOW = "no_show"
    DONE = "done"
    FREED = "freed"
    """Told that they are not needed."""


class InterpreterBooking(Base):
    """A person or an agency for one language of one meeting, for as long as it lasts."""

    __tablename__ = "interpreter_bookings"
    __table_args__ = (
        CheckConstraint(
            "standing <> 'confirmed' OR confirmed_for IS NOT NULL", name="confirmed_for_a_time"
        ),
    )

    id: Mapped[Id]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), index=True)
    language: Mapped[str]
    dialect: Mapped[str]
    voice: Mapped[Voice]
    reach: Mapped[Reach]
    name: Mapped[str]
    """In words; emptied 30 days after the meeting."""
    is_agency: Mapped[bool]
    """An agency sends several people at once: it never overlaps with itself."""
    standing: Mapped[Booked]
    confirmed_for: Mapped[int | None]
    """Which of the meeting's days and places was said yes to: `Meeting.changes` then."""
    overlap_known: Mapped[bool]
    """Somebody was told of the other booking, and says that both can be kept."""
    booked_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    form_token_hash: Mapped[str] = mapped_column(unique=True)

    meeting: Mapped[Meeting] = relationship()


class Arrangement(Base):
    """What is arranged of one thing that a meeting offers, and for how many it is enough."""

    __tablename__ = "arrangements"
    __table_args__ = (
        UniqueConstraint("meeting_id", "support"),
        CheckConstraint("enough_for >= 0", name="for_somebody_or_nobody"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"))
    support: Mapped[Support]
    words: Mapped[str]
    enough_for: Mapped[int]
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class InterpretingTally(Base):
    """How often people said so of the interpreting. It leads to nobody."""

    __tablename__ = "interpreting_tallies"
    __table_args__ = (CheckConstraint("times >= 0", name="never_less_than_nobody"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    rating: Mapped[Rating] = mapped_column(primary_key=True)
    times: Mapped[int]
