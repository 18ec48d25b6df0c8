from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from advisory.foundation.database import Base, Id


class Poster(Base):
    """A poster on a wall. Its mark is the one thing that is counted."""

    __tablename__ = "posters"

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    mark: Mapped[str] = mapped_column(unique=True)
    languages: Mapped[list[str]]
    place: Mapped[str]
    """Where it hangs, for us."""
    phone: Mapped[str]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    made_on: Mapped[date]


class PosterCount(Base):
    """How often a poster led somebody here, by day: no time, no language, no address."""

    __tablename__ = "poster_counts"

    poster_id: Mapped[UUID] = mapped_column(ForeignKey("posters.id"), primary_key=True)
    came_on: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int]
