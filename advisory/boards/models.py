from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from advisory.foundation.database import Base


class SignedOn(StrEnum):
    PAPER = "paper"
    SCREEN = "screen"


class SafetySignOff(Base):
    """Somebody who knows both languages has read one safety sentence beside its translation."""

    __tablename__ = "safety_sign_offs"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True)
    """Of the English and the translation (languages/signing.py): changed words have none."""
    checked_by: Mapped[str]
    """A name or a role, as the board chooses to call them."""
    checked_on: Mapped[date]
    signed_on: Mapped[SignedOn]
    sheet: Mapped[str] = mapped_column(default="")
    """What the board wrote on the paper to find it again."""
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    recorded_at: Mapped[datetime]
