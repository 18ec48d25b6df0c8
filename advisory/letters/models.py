from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from advisory.foundation.database import Base, Id


class Delivery(StrEnum):
    PENDING = "pending"
    LEASED = "leased"
    SENT = "sent"
    DEAD = "dead"
    DROPPED = "dropped"
    """The recipient was erased or disabled before it left."""


class Letter(Base):
    """One thing to tell one recipient. It holds a kind and ids; it is written when it is sent."""

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint(
            "person_id IS NOT NULL OR team_id IS NOT NULL OR contact_id IS NOT NULL",
            name="has_a_recipient",
        ),
        Index("ix_letters_due", "delivery", "due_at"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    kind: Mapped[str]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    contact_id: Mapped[UUID | None]
    """A member's sealed address (contributions.Contact), opened only while the letter is sent."""
    about: Mapped[dict[str, Any]]
    delivery: Mapped[Delivery] = mapped_column(default=Delivery.PENDING)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    """Nobody takes it before then: it is being sent, or it rests after a try."""
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    problem: Mapped[str | None]
