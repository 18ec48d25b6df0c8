from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.answers.models import Outcome
from advisory.foundation.database import Base, Id
from advisory.words.models import Text


class Publication(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    """Approved by one person on a small board: it waits two open days, and can be stopped."""
    PUBLISHED = "published"
    STOPPED = "stopped"
    RETRACTED = "retracted"


class Notice(Base):
    """You said / we did: text of its own, so that nothing points back to a person."""

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint(
            "approved_by_id <> proposed_by_id OR waits_until IS NOT NULL",
            name="two_people_or_two_days",
        ),
        CheckConstraint(
            "state <> 'published' OR published_on IS NOT NULL", name="published_has_a_day"
        ),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    title_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    said_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    did_id: Mapped[UUID | None] = mapped_column(ForeignKey("texts.id"))
    outcome: Mapped[Outcome]
    promised_for: Mapped[date | None]
    happened_on: Mapped[date | None]
    asked_on: Mapped[date | None]
    state: Mapped[Publication]
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    proposed_at: Mapped[datetime]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    waits_until: Mapped[datetime | None]
    stopped_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    published_on: Mapped[date | None]

    title: Mapped[Text] = relationship(foreign_keys=[title_id])
    said: Mapped[Text] = relationship(foreign_keys=[said_id])
    did: Mapped[Text | None] = relationship(foreign_keys=[did_id])
