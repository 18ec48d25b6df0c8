from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.contributions.models import Contribution
from advisory.foundation.database import Base, Id


class PaperEdition(Base):
    """What the rows of a printed form mean; other rows, or another order, make the next one.

    The number alone says which form it is: a board counts all its forms together.
    """

    __tablename__ = "paper_editions"
    __table_args__ = (UniqueConstraint("board_id", "number"),)

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    number: Mapped[int]
    topic_ids: Mapped[list[str]]
    """The rows: topics; or, of a consultation, its questions with their newest words."""
    asks_id: Mapped[UUID | None] = mapped_column(index=True)
    """What of a room above it asks: a consultation. None on the form for feedback."""
    made_on: Mapped[date]


class PaperBatch(Base):
    """Forms of one edition in one language, keyed by one person in one go."""

    __tablename__ = "paper_batches"
    __table_args__ = (
        CheckConstraint("checked_on IS NULL OR keyed_on IS NOT NULL", name="keyed_then_checked"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("paper_editions.id"))
    language: Mapped[str]
    begun_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    begun_on: Mapped[date]
    keyed_on: Mapped[date | None]
    """All forms are in, and the sample for the second person is drawn."""
    checked_on: Mapped[date | None]
    form_count: Mapped[int] = mapped_column(default=0)
    sample_count: Mapped[int] = mapped_column(default=0)
    difference_count: Mapped[int] = mapped_column(default=0)
    """Forms of the sample that the second person keyed otherwise."""

    edition: Mapped[PaperEdition] = relationship()
    forms: Mapped[list["PaperForm"]] = relationship(
        back_populates="batch", order_by="PaperForm.position"
    )


class PaperForm(Base):
    """A form that was keyed. It goes when its batch is checked: the words are kept elsewhere."""

    __tablename__ = "paper_forms"

    id: Mapped[Id]
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("paper_batches.id"), index=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), unique=True)
    position: Mapped[int]
    in_sample: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bytes]
    """What the first person keyed, under the contribution's own key."""

    batch: Mapped[PaperBatch] = relationship(back_populates="forms")
    contribution: Mapped[Contribution] = relationship()
