from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.contributions.models import Contribution
from advisory.foundation.database import Base, Id
from advisory.foundation.keys import DataKey
from advisory.safeguarding.models import Concern
from advisory.words.models import Text


class Poll(Base):
    """Sentences to agree with or not: those of one question, or of a folder from elsewhere."""

    __tablename__ = "polls"

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    title_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    """The question's own words, where there is a question."""
    may_add: Mapped[bool] = mapped_column(default=False)
    """People who answer may add a sentence. It is read before others see it."""
    revision: Mapped[int] = mapped_column(default=0)
    """Grows with every opinion and every sentence: a result of an earlier one is old."""
    made_on: Mapped[date]
    data_key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    """Seals what was found in it, and the rows of an imported folder."""

    title: Mapped[Text] = relationship()
    data_key: Mapped[DataKey] = relationship()
    statements: Mapped[list["Statement"]] = relationship(
        back_populates="poll", order_by="Statement.position, Statement.id"
    )


class State(StrEnum):
    WAITING = "waiting"
    PUBLISHED = "published"
    KEPT_BACK = "kept_back"
    MERGED = "merged"


class Reason(StrEnum):
    """Why a sentence is not shown. Told to the person who wrote it."""

    NAMES_SOMEBODY = "names_somebody"
    OTHER_QUESTION = "other_question"
    HURTS = "hurts"
    NOT_CLEAR = "not_clear"


class Statement(Base):
    """One sentence. A member's text is sealed under the member's key, and goes with it."""

    __tablename__ = "statements"
    __table_args__ = (
        CheckConstraint("reason IS NULL OR state = 'kept_back'", name="only_kept_back_says_why"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_has_one"),
        UniqueConstraint("poll_id", "contribution_id"),
    )

    id: Mapped[Id]
    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id"))
    position: Mapped[int]
    text_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"), unique=True)
    contribution_id: Mapped[UUID | None] = mapped_column(ForeignKey("contributions.id"), index=True)
    """Who added it; nobody for the board's own sentences."""
    state: Mapped[State]
    reason: Mapped[Reason | None]
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("statements.id"), index=True)
    agreed: Mapped[int] = mapped_column(default=0)
    disagreed: Mapped[int] = mapped_column(default=0)
    passed: Mapped[int] = mapped_column(default=0)
    """How many; who is sealed."""

    poll: Mapped[Poll] = relationship(back_populates="statements")
    text: Mapped[Text] = relationship()
    contribution: Mapped[Contribution | None] = relationship()
    concern: Mapped[Concern | None] = relationship(
        primaryjoin="foreign(Statement.contribution_id) == Concern.contribution_id",
        viewonly=True,
        lazy="joined",
    )
    """Whether the person's words are held for safety: then nobody here sees the sentence."""
    merged_into: Mapped["Statement | None"] = relationship(remote_side="Statement.id")


class Vote(StrEnum):
    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105 - a way to answer


class Voter(Base):
    """One person's place in one poll: a contribution's, or a row of an imported folder.

    What they think is sealed under their own key, an imported row's under the poll's: whoever takes
    the table learns how many, never who. No time is kept.
    """

    __tablename__ = "voters"
    __table_args__ = (UniqueConstraint("poll_id", "contribution_id"),)

    id: Mapped[Id]
    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id"))
    contribution_id: Mapped[UUID | None] = mapped_column(ForeignKey("contributions.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    """The row in an imported folder."""
    sealed: Mapped[bytes]
    """JSON: a vote by the sentence's id."""

    contribution: Mapped[Contribution | None] = relationship()
    poll: Mapped[Poll] = relationship()


class PollResult(Base):
    """What the background work found. It goes when anybody in it goes."""

    __tablename__ = "poll_results"

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    revision: Mapped[int]
    made_on: Mapped[date]
    sealed: Mapped[bytes]
    """JSON, under the poll's key: see actions.analysing. It says who is in which group."""

    poll: Mapped[Poll] = relationship()
