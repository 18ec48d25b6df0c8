from datetime import date, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.foundation.database import Base, Id


class Clock(StrEnum):
    FIRST_READING = "first_reading"
    UNDERSTOOD = "understood"
    HELD_SEEN = "held_seen"
    """Somebody on the rota has seen a held item: the same open day."""
    HELD_DECIDED = "held_decided"
    ACKNOWLEDGE = "acknowledge"
    """An agreed team's silence after this counts as accepted."""
    ANSWER = "answer"
    """Counted from routing; translation and review are inside."""
    ANSWER_THEME = "answer_theme"
    REMIND_1 = "remind_1"
    """The three reminders of "did this answer you" count from the answer."""
    REMIND_2 = "remind_2"
    REMIND_3 = "remind_3"
    CLOSE_QUIETLY = "close_quietly"
    """Counted from the last reminder."""
    REOPEN_UNTIL = "reopen_until"
    """Counted from the quiet closing."""
    NEEDS_MEMBER_PAUSE = "needs_member_pause"
    """The longest that waiting for a member may stop the answer's clock."""
    CHANGE_CHECK = "change_check"
    """A promised change is asked about again this long after its date."""


class Unit(StrEnum):
    OPEN_DAYS = "open_days"
    HOURS = "hours"
    """Hours on the wall, nights and holidays too."""
    DAYS = "days"


class Calendar(Base):
    """When a board is open. Its bank holidays are known; closures are extra."""

    __tablename__ = "calendars"

    id: Mapped[Id]
    name: Mapped[str]
    zone: Mapped[str] = mapped_column(default="Europe/London")
    holidays_of: Mapped[str] = mapped_column(default="GB-ENG")
    """Country and part, as in ISO 3166; empty for a board that keeps no bank holidays."""

    hours: Mapped[list["OpenHours"]] = relationship(
        back_populates="calendar",
        order_by="OpenHours.weekday, OpenHours.opens_at",
        cascade="all, delete-orphan",
    )


class OpenHours(Base):
    """One stretch of reading time in a week; a day may have several."""

    __tablename__ = "open_hours"
    __table_args__ = (
        UniqueConstraint("calendar_id", "weekday", "opens_at"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="a_day_of_the_week"),
    )

    id: Mapped[Id]
    calendar_id: Mapped[UUID] = mapped_column(ForeignKey("calendars.id"))
    weekday: Mapped[int]
    """0 is Monday."""
    opens_at: Mapped[time]
    closes_at: Mapped[time]
    """00:00 is the midnight that ends the day."""

    calendar: Mapped[Calendar] = relationship(back_populates="hours")


class Closure(Base):
    """Days on which nobody reads although the week says so: "we are away until"."""

    __tablename__ = "closures"
    __table_args__ = (CheckConstraint("first_on <= last_on", name="ends_after_it_begins"),)

    id: Mapped[Id]
    calendar_id: Mapped[UUID] = mapped_column(ForeignKey("calendars.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    """Still closed on this day."""
    reason: Mapped[str]
    """For staff; members only read until when."""


class ClockSetting(Base):
    """How long a clock runs from a day on. What is already due does not move."""

    __tablename__ = "clock_settings"
    __table_args__ = (
        UniqueConstraint("calendar_id", "clock", "valid_from"),
        CheckConstraint("amount >= 0", name="never_backwards"),
    )

    id: Mapped[Id]
    calendar_id: Mapped[UUID] = mapped_column(ForeignKey("calendars.id"))
    clock: Mapped[Clock]
    amount: Mapped[int]
    unit: Mapped[Unit]
    valid_from: Mapped[date]
