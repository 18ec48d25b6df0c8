from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from advisory.foundation.database import Base, Id


class Kept(StrEnum):
    """What has a time of its own."""

    SOUND = "sound"
    """Counted from when somebody understood it; a checked transcript ends it at once."""
    CONTACT = "contact"
    """Counted from the end, as words are."""
    WORDS = "words"
    CONCERNS = "concerns"
    """The log of what was done to keep somebody safe; counted from its decision."""
    LETTERS = "letters"
    LINKS = "links"
    STAFF = "staff"
    """Counted from the day the account was ended."""


class KeepingTime(Base):
    """How many days something is kept, from a day on."""

    __tablename__ = "keeping_times"
    __table_args__ = (
        UniqueConstraint("board_id", "kept", "valid_from"),
        CheckConstraint("days >= 1", name="at_least_a_day"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    kept: Mapped[Kept]
    days: Mapped[int]
    valid_from: Mapped[date]


class Authority(StrEnum):
    IMMIGRATION = "immigration"
    POLICE = "police"
    COURT = "court"
    OTHER = "other"


class RequestCount(Base):
    """How often somebody asked us for what we hold in a year, as known on a day."""

    __tablename__ = "request_counts"
    __table_args__ = (
        UniqueConstraint("board_id", "year", "authority", "known_on"),
        CheckConstraint("asked >= 0 AND given >= 0", name="never_less_than_none"),
        CheckConstraint("given <= asked", name="no_more_given_than_asked"),
        CheckConstraint("year BETWEEN 2000 AND 2200", name="a_year"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    year: Mapped[int]
    authority: Mapped[Authority]
    asked: Mapped[int]
    given: Mapped[int]
    """How often we gave something because we had to."""
    known_on: Mapped[date]
