from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.foundation.database import Base, Id
from advisory.people.models import Person
from advisory.words.models import Text


class HelpNumber(Base):
    """A number somebody owns and rings: never a truth in the code."""

    __tablename__ = "help_numbers"

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    name_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    note_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    number: Mapped[str]
    is_emergency: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    checked_on: Mapped[date | None]
    retired_on: Mapped[date | None]

    name: Mapped[Text] = relationship(foreign_keys=[name_id])
    note: Mapped[Text] = relationship(foreign_keys=[note_id])
    owner: Mapped[Person | None] = relationship()
