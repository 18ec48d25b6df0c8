from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.foundation.database import Base, Id
from advisory.people.models import Team
from advisory.words.models import Text


class Topic(Base):
    """What words are about; its name is a text with versions."""

    __tablename__ = "topics"

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    name_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    position: Mapped[int]
    retired_on: Mapped[date | None]

    name: Mapped[Text] = relationship()


class Service(Base):
    """A kind of service people meet: a doctor's practice, a hospital ..."""

    __tablename__ = "services"

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    name_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    position: Mapped[int]
    retired_on: Mapped[date | None]

    name: Mapped[Text] = relationship()


class RoutingRule(Base):
    """Proposes a team. An empty condition fits everything; the most specific rule wins."""

    __tablename__ = "routing_rules"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ends_after_it_begins"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    topic_id: Mapped[UUID | None] = mapped_column(ForeignKey("topics.id"))
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"))
    place: Mapped[str | None]
    language: Mapped[str | None]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"))
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    team: Mapped[Team] = relationship()
    topic: Mapped[Topic | None] = relationship()
    service: Mapped[Service | None] = relationship()
