from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.foundation.database import Base, Id
from advisory.foundation.keys import DataKey
from advisory.meetings.models import Meeting
from advisory.words.models import Text


class Floor(Base):
    """A meeting with a number on the wall, by which phones find it while it is open."""

    __tablename__ = "floors"
    __table_args__ = (UniqueConstraint("number"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    number: Mapped[str]
    data_key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()
    data_key: Mapped[DataKey] = relationship()


class Phone(Base):
    """A phone in the room: only the hash of a chance word it was given. It leads to no person."""

    __tablename__ = "floor_phones"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("floors.meeting_id"), index=True)


class Turn(StrEnum):
    """Where a question is in the queue."""

    WAITING = "waiting"
    SHOWN = "shown"
    ANSWERED = "answered"
    SET_ASIDE = "set_aside"


class FloorQuestion(Base):
    """What somebody in the room would like to know. Nothing says whose it is."""

    __tablename__ = "floor_questions"
    __table_args__ = (
        CheckConstraint("turn <> 'shown' OR sealed_english IS NOT NULL", name="shown_in_english"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("floors.meeting_id"), index=True)
    language: Mapped[str]
    sealed: Mapped[bytes]
    sealed_english: Mapped[bytes | None]
    """What the interpreter in the room made of it."""
    asked_at: Mapped[datetime]
    turn: Mapped[Turn]
    form_token_hash: Mapped[str] = mapped_column(unique=True)

    floor: Mapped[Floor] = relationship()


class Scale(StrEnum):
    """What can be answered with a hand. Its words are there in every language."""

    YES_NO = "yes_no"
    AGREE = "agree"


class Show(Base):
    """A show of hands: one question to the room, answered at once and without names."""

    __tablename__ = "shows_of_hands"
    # Two facilitators at once do not ask two questions of one room.
    __table_args__ = (
        Index(
            "ix_one_show_is_open",
            "meeting_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("floors.meeting_id"))
    scale: Mapped[Scale]
    words_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    floor: Mapped[Floor] = relationship()
    words: Mapped[Text] = relationship()
    hands: Mapped[list["Hand"]] = relationship(back_populates="show")


class Hand(Base):
    """One phone's answer to one show. The hash is another one for each show."""

    __tablename__ = "hands"

    show_id: Mapped[UUID] = mapped_column(ForeignKey("shows_of_hands.id"), primary_key=True)
    phone_hash: Mapped[str] = mapped_column(primary_key=True)
    pick: Mapped[str]

    show: Mapped[Show] = relationship(back_populates="hands")


class CardKind(StrEnum):
    SLOWER = "slower"
    NOT_CLEAR = "not_clear"
    PAUSE = "pause"


class Card(Base):
    """Held up until the facilitator has seen it. A phone holds up one of a kind."""

    __tablename__ = "floor_cards"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("floors.meeting_id"), primary_key=True)
    kind: Mapped[CardKind] = mapped_column(primary_key=True)
    phone_hash: Mapped[str] = mapped_column(primary_key=True)
