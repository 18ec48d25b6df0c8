from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.contributions.models import Contribution
from advisory.foundation.database import Base, Id
from advisory.words.models import Text


class Passage(Base):
    """A piece of somebody's words, in English, names and places taken out, that teams may read."""

    __tablename__ = "passages"

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), index=True)
    text_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    released_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    released_at: Mapped[datetime]

    text: Mapped[Text] = relationship()
    contribution: Mapped[Contribution] = relationship()
