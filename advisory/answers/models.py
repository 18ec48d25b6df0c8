from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.contributions.models import Contribution
from advisory.foundation.database import Base, Id
from advisory.foundation.keys import DataKey
from advisory.people.models import Team
from advisory.words.models import Text


class Advice(Base):
    """What a team is asked besides a person's words: a recommendation has the same id."""

    __tablename__ = "advice"

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    data_key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    """For what staff note about it. Words that everybody may read are not sealed."""

    data_key: Mapped[DataKey] = relationship()


class Ask(Base):
    """A contribution or a recommendation put to a team, with the two dates the team owes."""

    __tablename__ = "asks"
    __table_args__ = (
        CheckConstraint(
            "(contribution_id IS NULL) <> (advice_id IS NULL)", name="about_exactly_one"
        ),
        CheckConstraint(
            "returned_at IS NULL OR sealed_reason IS NOT NULL", name="returned_says_why"
        ),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    contribution_id: Mapped[UUID | None] = mapped_column(ForeignKey("contributions.id"), index=True)
    advice_id: Mapped[UUID | None] = mapped_column(ForeignKey("advice.id"), index=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    """1 the first time; 2 and more after the person said it did not answer them."""
    asked_at: Mapped[datetime]
    acknowledge_by: Mapped[datetime]
    answer_by: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    by_silence: Mapped[bool] = mapped_column(default=False)
    returned_at: Mapped[datetime | None]
    sealed_reason: Mapped[bytes | None]
    """Why it was handed back. What staff note goes with the key of the person's words."""
    closed_at: Mapped[datetime | None]

    team: Mapped[Team] = relationship()
    contribution: Mapped[Contribution | None] = relationship()
    advice: Mapped["Advice | None"] = relationship()
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="ask", order_by="Answer.written_at"
    )


class AnswerLink(Base):
    """A one-time link in a letter by which a team without account answers one ask."""

    __tablename__ = "answer_links"

    id: Mapped[Id]
    ask_id: Mapped[UUID] = mapped_column(ForeignKey("asks.id"), index=True)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    ask: Mapped[Ask] = relationship()


class Outcome(StrEnum):
    CHANGE_MADE = "change_made"
    CHANGE_PLANNED = "change_planned"
    ALREADY_IN_PLACE = "already_in_place"
    NO_CHANGE = "no_change"
    INFORMATION_GIVEN = "information_given"
    PASSED_ON = "passed_on"
    OUTSIDE_OUR_POWER = "outside_our_power"
    NO_ANSWER_RECEIVED = "no_answer_received"


class Stance(StrEnum):
    """What a team says to a recommendation."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not_accepted"
    NEEDS_MORE = "needs_more"
    """It cannot say yet: we are asked for more, and ask again."""


class Source(StrEnum):
    """How an answer came to us."""

    DESK = "desk"
    LINK = "link"
    EMAIL = "email"
    FACILITATOR = "facilitator"
    SIGNPOST = "signpost"


class AnswerState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SENT_BACK = "sent_back"
    SENT = "sent"


class Answer(Base):
    """We heard / we will or cannot, because / by when / who. The words are two texts."""

    __tablename__ = "answers"
    __table_args__ = (
        CheckConstraint(
            "(contribution_id IS NULL) <> (advice_id IS NULL)", name="about_exactly_one"
        ),
        CheckConstraint("(advice_id IS NULL) = (stance IS NULL)", name="a_stance_on_what_is_asked"),
        CheckConstraint(
            "outcome <> 'change_planned' OR by_on IS NOT NULL", name="a_plan_has_a_date"
        ),
        CheckConstraint(
            "outcome <> 'change_made' OR sealed_evidence IS NOT NULL", name="a_change_has_evidence"
        ),
        CheckConstraint(
            "source <> 'email' OR sealed_source IS NOT NULL", name="email_has_its_source"
        ),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_has_a_time"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    contribution_id: Mapped[UUID | None] = mapped_column(ForeignKey("contributions.id"), index=True)
    advice_id: Mapped[UUID | None] = mapped_column(ForeignKey("advice.id"), index=True)
    stance: Mapped[Stance | None]
    ask_id: Mapped[UUID | None] = mapped_column(ForeignKey("asks.id"), index=True)
    heard_id: Mapped[UUID | None] = mapped_column(ForeignKey("texts.id"))
    will_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    outcome: Mapped[Outcome]
    by_on: Mapped[date | None]
    sealed_evidence: Mapped[bytes | None]
    state: Mapped[AnswerState]
    source: Mapped[Source]
    sealed_source: Mapped[bytes | None]
    written_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    written_at: Mapped[datetime]
    sealed_note: Mapped[bytes | None]
    """Why a review sent it back."""
    reviewed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    sent_at: Mapped[datetime | None]

    ask: Mapped[Ask | None] = relationship(back_populates="answers")
    heard: Mapped[Text | None] = relationship(foreign_keys=[heard_id])
    will: Mapped[Text] = relationship(foreign_keys=[will_id])
    reply: Mapped["DidThisAnswer | None"] = relationship(back_populates="answer")


class Satisfied(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class DidThisAnswer(Base):
    """Asked once for every answer sent; reminded on days 3, 10 and 24."""

    __tablename__ = "did_this_answer"
    __table_args__ = (UniqueConstraint("answer_id"),)

    id: Mapped[Id]
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answers.id"))
    asked_at: Mapped[datetime]
    reminded: Mapped[int] = mapped_column(default=0)
    replied: Mapped[Satisfied | None]
    ask_again: Mapped[bool | None]
    replied_on: Mapped[date | None]

    answer: Mapped[Answer] = relationship(back_populates="reply")


class CommitmentState(StrEnum):
    PROMISED = "promised"
    HAPPENED = "happened"
    LAPSED = "lapsed"


class Commitment(Base):
    """A planned change with an owner and a date; asked again on that date and 90 days later."""

    __tablename__ = "commitments"
    __table_args__ = (
        CheckConstraint(
            "state <> 'happened' OR sealed_evidence IS NOT NULL", name="happened_has_evidence"
        ),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answers.id"), unique=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"))
    due_on: Mapped[date]
    state: Mapped[CommitmentState]
    sealed_evidence: Mapped[bytes | None]
    asked_times: Mapped[int] = mapped_column(default=0)
    next_ask_on: Mapped[date | None]

    answer: Mapped[Answer] = relationship()
    team: Mapped[Team] = relationship()
