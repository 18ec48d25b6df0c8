from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.contributions.models import Contribution
from advisory.foundation.database import Base, Id
from advisory.foundation.keys import DataKey
from advisory.people.models import Person


class RequestState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    """A second person said yes; the one who asked has a day to open it."""
    REFUSED = "refused"
    OPENED = "opened"
    ENDED = "ended"
    """Sealed again: the time is over, or the person took their address back."""


class ContactRequest(Base):
    """One person asks to see an address, a second one says yes or no. It is never kept open."""

    __tablename__ = "contact_requests"
    __table_args__ = (
        CheckConstraint("decided_by_id <> asked_by_id", name="needs_two_people"),
        CheckConstraint(
            "state NOT IN ('agreed', 'refused', 'opened') OR decided_by_id IS NOT NULL",
            name="opens_with_a_yes",
        ),
        CheckConstraint(
            "state <> 'opened' OR (opened_at IS NOT NULL AND ends_at IS NOT NULL)",
            name="open_has_an_end",
        ),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), index=True)
    contact_id: Mapped[UUID]
    """The address that was there when it was asked for; a new one needs a new request."""
    data_key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    state: Mapped[RequestState] = mapped_column(default=RequestState.ASKED)
    sealed_reason: Mapped[bytes | None]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    asked_at: Mapped[datetime]
    sealed_refusal: Mapped[bytes | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    decided_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    ends_at: Mapped[datetime]
    """When the question, the yes, or the open address ends by itself."""

    data_key: Mapped[DataKey] = relationship()
    contribution: Mapped[Contribution] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
