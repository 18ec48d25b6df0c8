from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.files.models import File
from advisory.foundation.database import Base, Id
from advisory.people.models import Person


class Spoken(Base):
    """Some words of ours in one language, spoken by a person."""

    __tablename__ = "spoken"
    __table_args__ = (
        UniqueConstraint("board_id", "about", "language"),
        CheckConstraint("approved_by_id <> made_by_id", name="heard_by_another_person"),
        CheckConstraint(
            "(approved_by_id IS NULL) = (approved_on IS NULL)", name="approved_says_when"
        ),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    about: Mapped[str]
    """The id of a text, or the name of a safety sentence."""
    language: Mapped[str]
    mark: Mapped[str] = mapped_column(index=True)
    """Of the very words that were spoken: when they change, nobody hears it any more."""
    is_open: Mapped[bool]
    """For everybody; else it is sealed under the key of the person who is answered."""
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"), unique=True)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    made_on: Mapped[date]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    approved_on: Mapped[date | None]

    file: Mapped[File] = relationship()
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
