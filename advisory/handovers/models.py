from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.contributions.models import Contribution
from advisory.foundation.database import Base, Id
from advisory.foundation.keys import DataKey
from advisory.people.models import Person, Team


class Step(StrEnum):
    ASKED = "asked"
    """The person is asked on their page; nothing has left the house."""
    SAID_NO = "said_no"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REVOKED = "revoked"
    """The person took their yes back, or we took the offer back."""
    DONE = "done"


class Yes(StrEnum):
    """How the person said yes."""

    OWN_PAGE = "own_page"
    SPOKEN = "spoken"


class HandOver(Base):
    """Something a person needs, offered to an organisation, a team or a colleague.

    Nothing is offered without the person's yes, or the safeguarding lead's reason to do without.
    """

    __tablename__ = "hand_overs"
    __table_args__ = (
        CheckConstraint(
            "step <> 'rejected' OR sealed_end IS NOT NULL OR sealed_to IS NULL",
            name="a_no_has_a_reason",
        ),
        CheckConstraint(
            "step IN ('asked', 'said_no', 'revoked') OR (yes IS NOT NULL AND yes_on IS NOT NULL "
            "AND yes_wording IS NOT NULL) OR (overridden_by_id IS NOT NULL "
            "AND sealed_override IS NOT NULL)",
            name="has_a_yes_or_a_reason",
        ),
        CheckConstraint("team_id IS NULL OR person_id IS NULL", name="goes_to_one"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), index=True)
    data_key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    step: Mapped[Step]
    sealed_to: Mapped[bytes | None]
    """The name of the organisation, the team or the colleague. Empty: all was deleted."""
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    sealed_what: Mapped[bytes | None]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    made_at: Mapped[datetime]
    yes: Mapped[Yes | None]
    yes_on: Mapped[date | None]
    yes_wording: Mapped[str | None]
    heard_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    sealed_override: Mapped[bytes | None]
    overridden_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    offered_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    sealed_end: Mapped[bytes | None]
    remind_at: Mapped[datetime | None]
    """When whoever offered it is reminded next; nothing once it has ended."""

    data_key: Mapped[DataKey] = relationship()
    contribution: Mapped[Contribution] = relationship()
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
    team: Mapped[Team | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
