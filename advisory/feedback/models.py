from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.contributions.models import Contribution
from advisory.foundation.database import Base, Id
from advisory.people.models import Person, Team
from advisory.routing.models import Service, Topic
from advisory.words.models import Text


class State(StrEnum):
    RECEIVED = "received"
    QUARANTINED = "quarantined"
    IN_READING = "in_reading"
    NEEDS_MEMBER = "needs_member"
    ROUTED = "routed"
    RETURNED = "returned"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    ANSWER_REVIEW = "answer_review"
    ANSWERED = "answered"
    REOPENED = "reopened"
    CLOSED_SATISFIED = "closed_satisfied"
    CLOSED_UNSATISFIED = "closed_unsatisfied"
    CLOSED_NO_REPLY = "closed_no_reply"
    NOT_IN_REMIT = "not_in_remit"
    MERGED = "merged"
    REJECTED_SPAM = "rejected_spam"
    DELETED_BY_MEMBER = "deleted_by_member"
    ERASED = "erased"


class Kind(StrEnum):
    QUESTION = "question"
    SUGGESTION = "suggestion"
    EXPERIENCE = "experience"
    THANKS = "thanks"
    RUMOUR = "rumour"
    SAFEGUARDING = "safeguarding"
    ALLEGATION = "allegation"
    LEGAL_COMPLAINT = "legal_complaint"
    INDIVIDUAL_HELP = "individual_help"
    DATA_RIGHT = "data_right"
    PLATFORM = "platform"


class Understood(StrEnum):
    OWN_READING = "own_reading"
    GIST = "gist"
    TRANSLATION = "translation"


class Face(StrEnum):
    """How it is, as one of four pictures says it."""

    GOOD = "good"
    SO_SO = "so_so"
    BAD = "bad"
    UNSURE = "unsure"


class Feedback(Base):
    """The item staff work on. Its axes are apart: state, understood, due, escalation, held."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("board_id", "reference"),
        CheckConstraint("escalation BETWEEN 0 AND 3", name="escalation_has_four_levels"),
        CheckConstraint(
            "(understood_how IS NULL) = (understood_at IS NULL)", name="understood_says_how"
        ),
        CheckConstraint(
            "state <> 'merged' OR merged_into_id IS NOT NULL", name="merged_says_where"
        ),
        Index("ix_feedback_inbox", "board_id", "held", "column", "urgency", "id"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), unique=True)
    reference: Mapped[int]
    state: Mapped[State]
    column: Mapped[str]
    """Which of the five columns the inbox shows it in; kept with the state, for the index."""
    awaits_translation: Mapped[bool] = mapped_column(default=False)
    held: Mapped[bool] = mapped_column(default=False)
    """Held for safeguarding: absent from every list but the safeguarding lead's."""
    kind: Mapped[Kind | None]
    topic_id: Mapped[UUID | None] = mapped_column(ForeignKey("topics.id"))
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"))
    place: Mapped[str | None]
    face: Mapped[Face | None]
    """Chosen by a person who answered with pictures."""
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"), index=True)
    understood_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    understood_at: Mapped[datetime | None]
    understood_how: Mapped[Understood | None]
    returns: Mapped[int] = mapped_column(default=0)
    reopens: Mapped[int] = mapped_column(default=0)
    escalation: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]
    """The nearest date somebody here owes; empty when nothing is owed."""
    urgency: Mapped[str] = mapped_column(default="")
    """What the inbox sorts by, kept so that an index can: not understood first, then the date."""
    paused_at: Mapped[datetime | None]
    promised_on: Mapped[date]
    """The one date the member was told: news by then, even if there is no answer yet."""
    resumes: Mapped[State | None]
    """Where `needs_member` came from."""
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("feedback.id"))
    ending_id: Mapped[UUID | None] = mapped_column(ForeignKey("texts.id"))
    """The words that explain an ending without an answer (not in remit, merged)."""
    arrived_on: Mapped[date]
    closed_on: Mapped[date | None]
    rejected_from: Mapped[datetime | None]
    """One person alone calls it spam: it goes then, unless the outside person stops it."""

    contribution: Mapped[Contribution] = relationship()
    topic: Mapped[Topic | None] = relationship()
    service: Mapped[Service | None] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    understood_by: Mapped[Person | None] = relationship(foreign_keys=[understood_by_id])
    team: Mapped[Team | None] = relationship()
    ending: Mapped[Text | None] = relationship()
    dues: Mapped[list["Due"]] = relationship(back_populates="feedback", order_by="Due.due_at")
    events: Mapped[list["Event"]] = relationship(back_populates="feedback", order_by="Event.number")


class Owed(StrEnum):
    FIRST_READING = "first_reading"
    UNDERSTOOD = "understood"
    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    NEWS = "news"


class Due(Base):
    """A date that was set once: a change of the calendar does not move it."""

    __tablename__ = "dues"
    __table_args__ = (UniqueConstraint("feedback_id", "owed", "round"),)

    id: Mapped[Id]
    feedback_id: Mapped[UUID] = mapped_column(ForeignKey("feedback.id"))
    owed: Mapped[Owed]
    round: Mapped[int] = mapped_column(default=1)
    due_at: Mapped[datetime]
    very_late_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    climbed: Mapped[int] = mapped_column(default=0)

    feedback: Mapped[Feedback] = relationship(back_populates="dues")


class Event(Base):
    """A step of one item, for its timeline; members see the day of the four words."""

    __tablename__ = "feedback_events"
    __table_args__ = (UniqueConstraint("feedback_id", "number"),)

    id: Mapped[Id]
    feedback_id: Mapped[UUID] = mapped_column(ForeignKey("feedback.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    what: Mapped[str]
    from_state: Mapped[State | None]
    to_state: Mapped[State | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))

    feedback: Mapped[Feedback] = relationship(back_populates="events")
    person: Mapped[Person | None] = relationship()


class Signpost(Base):
    """A ready-made answer that shows where to go, per language."""

    __tablename__ = "signposts"

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    name: Mapped[str]
    text_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    position: Mapped[int]
    retired_on: Mapped[date | None]

    text: Mapped[Text] = relationship()
