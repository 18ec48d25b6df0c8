from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.contributions.models import Contribution
from advisory.foundation.database import Base, Id


class CalendarFeed(Base):
    """A secret address from which a calendar keeps itself up to date, until it is ended.

    The secret is derived from the id and the pepper (keys.Keyring.link_token), and not kept.
    """

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (contribution_id IS NULL)", name="of_somebody"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    contribution_id: Mapped[UUID | None] = mapped_column(ForeignKey("contributions.id"), index=True)
    made_on: Mapped[date]
    ended_on: Mapped[date | None]

    contribution: Mapped[Contribution | None] = relationship()
