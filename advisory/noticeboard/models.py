from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.answers.models import Outcome
from advisory.contributions.models import Contribution
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
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("notices.id"))
    """The notice that goes when this one is published."""

    replaces: Mapped["Notice | None"] = relationship(remote_side="Notice.id")
    title: Mapped[Text] = relationship(foreign_keys=[title_id])
    said: Mapped[Text] = relationship(foreign_keys=[said_id])
    did: Mapped[Text | None] = relationship(foreign_keys=[did_id])
    quotes: Mapped[list["Quote"]] = relationship(back_populates="notice", order_by="Quote.id")


class Quote(Base):
    """A piece of one person's words under a notice, sealed under that person's key."""

    __tablename__ = "quotes"
    __table_args__ = (UniqueConstraint("notice_id", "contribution_id"),)

    id: Mapped[Id]
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), index=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), index=True)
    text_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))

    notice: Mapped[Notice] = relationship(back_populates="quotes")
    contribution: Mapped[Contribution] = relationship()
    text: Mapped[Text] = relationship()
