from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.contributions.models import Contribution
from advisory.foundation.database import Base, Id
from advisory.foundation.keys import DataKey


class ConcernState(StrEnum):
    FLAGGED = "flagged"
    HELD = "held"
    PASSED_ON = "passed_on"
    CLEARED = "cleared"


class Concern(Base):
    """A contribution in which somebody may be hurt, or an allegation. Held from the start."""

    __tablename__ = "concerns"

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), unique=True)
    data_key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    state: Mapped[ConcernState]
    is_allegation: Mapped[bool] = mapped_column(default=False)
    """About a team or a facilitator here: only the outside person opens it."""
    flagged_by_member: Mapped[bool]
    flagged_at: Mapped[datetime]
    see_by: Mapped[datetime]
    decide_by: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    climbed: Mapped[int] = mapped_column(default=0)

    contribution: Mapped[Contribution] = relationship()
    data_key: Mapped[DataKey] = relationship()
    log: Mapped[list["LogEntry"]] = relationship(
        back_populates="concern", order_by="LogEntry.written_at"
    )


class LogEntry(Base):
    """What was done about a concern and why: sealed under the safeguarding key, never changed."""

    __tablename__ = "concern_log"

    id: Mapped[Id]
    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concerns.id"), index=True)
    what: Mapped[str]
    sealed: Mapped[bytes]
    written_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    written_at: Mapped[datetime]

    concern: Mapped[Concern] = relationship(back_populates="log")
