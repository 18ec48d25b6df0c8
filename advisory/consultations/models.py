from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.contributions.models import Contribution
from advisory.foundation.database import Base, Id
from advisory.routing.models import Topic
from advisory.voting.models import Poll
from advisory.words.models import Text


class Stage(StrEnum):
    DRAFT = "draft"
    TRANSLATED = "translated"
    OPEN = "open"
    CLOSED = "closed"
    MAKING_SENSE = "making_sense"
    CHECKED = "checked"
    """Checked by the community: what we understood is what they meant."""
    ANSWERED = "answered"
    FOLLOWED = "followed"


class Level(StrEnum):
    """How much the people who answer may change. The promise made to them."""

    TOLD = "told"
    HEARD = "heard"
    TOGETHER = "together"
    YOURS = "yours"


class Consultation(Base):
    """What the board asks, why, who acts on it, and what became of it."""

    __tablename__ = "consultations"
    __table_args__ = (
        CheckConstraint("closes_on >= opens_on", name="closes_after_it_opens"),
        CheckConstraint("heard_on IS NULL OR heard_id IS NOT NULL", name="heard_has_words"),
        CheckConstraint("answered_on IS NULL OR will_id IS NOT NULL", name="answered_has_words"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    stage: Mapped[Stage]
    title_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    purpose_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    who_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    """Who acts on the answers."""
    can_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    cannot_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    level: Mapped[Level]
    languages: Mapped[list[str]]
    """Those it shall be asked in besides English; `openings` says in which it is."""
    places: Mapped[list[str]]
    sample: Mapped[str] = mapped_column(default="")
    """Whom we hope to hear, in words. For the board, not for members."""
    topic_id: Mapped[UUID | None] = mapped_column(ForeignKey("topics.id"))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    acts_on: Mapped[date]
    """The day on which those who act will have made up their mind."""
    is_settled: Mapped[bool] = mapped_column(default=False)
    """Somebody has made up their mind already: then it is not asked."""
    heard_by_on: Mapped[date | None]
    act_by_on: Mapped[date | None]
    heard_id: Mapped[UUID | None] = mapped_column(ForeignKey("texts.id"))
    heard_on: Mapped[date | None]
    will_id: Mapped[UUID | None] = mapped_column(ForeignKey("texts.id"))
    answered_on: Mapped[date | None]
    checked_by: Mapped[str] = mapped_column(default="")
    """Which people of the community looked at it, and what they said. No names."""
    followed: Mapped[str] = mapped_column(default="")
    made_on: Mapped[date]

    title: Mapped[Text] = relationship(foreign_keys=[title_id])
    purpose: Mapped[Text] = relationship(foreign_keys=[purpose_id])
    who: Mapped[Text] = relationship(foreign_keys=[who_id])
    can: Mapped[Text] = relationship(foreign_keys=[can_id])
    cannot: Mapped[Text] = relationship(foreign_keys=[cannot_id])
    heard: Mapped[Text | None] = relationship(foreign_keys=[heard_id])
    will: Mapped[Text | None] = relationship(foreign_keys=[will_id])
    topic: Mapped[Topic | None] = relationship()
    questions: Mapped[list["Question"]] = relationship(
        back_populates="consultation", order_by="Question.position"
    )
    openings: Mapped[list["Opening"]] = relationship(order_by="Opening.language")


class Opening(Base):
    """A language in which people are asked: every word of it was checked there."""

    __tablename__ = "consultation_openings"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    opened_on: Mapped[date]


class QuestionKind(StrEnum):
    SHORT = "short"
    LONG = "long"
    ONE = "one"
    SEVERAL = "several"
    PICTURES = "pictures"
    YES_NO = "yes_no"
    SCALE = "scale"
    FACES = "faces"
    NUMBER = "number"
    MONTH = "month"
    RANKING = "ranking"
    MATRIX = "matrix"
    PLACE = "place"
    VOICE = "voice"
    FILE = "file"
    """Pictures, made anew or refused. Nothing else is taken."""
    OPINIONS = "opinions"
    """Sentences of a poll, one at a time: agree, disagree, not sure."""
    SECTION = "section"
    """Words between the questions: nothing is asked."""


class Question(Base):
    __tablename__ = "questions"

    id: Mapped[Id]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultations.id"), index=True)
    position: Mapped[int]
    kind: Mapped[QuestionKind]
    name: Mapped[str] = mapped_column(default="")
    """What it is called in the form it came from. Empty: its number."""
    title_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    hint_id: Mapped[UUID | None] = mapped_column(ForeignKey("texts.id"))
    poll_id: Mapped[UUID | None] = mapped_column(ForeignKey("polls.id"), unique=True)

    consultation: Mapped[Consultation] = relationship(back_populates="questions")
    title: Mapped[Text] = relationship(foreign_keys=[title_id])
    hint: Mapped[Text | None] = relationship(foreign_keys=[hint_id])
    poll: Mapped[Poll | None] = relationship()
    options: Mapped[list["Option"]] = relationship(order_by="Option.axis, Option.position")
    conditions: Mapped[list["Condition"]] = relationship(
        order_by="Condition.position", foreign_keys="Condition.question_id"
    )


class Axis(StrEnum):
    """What an option is: an answer to choose, or a row of a table that is answered."""

    CHOICE = "choice"
    ROW = "row"


class Option(Base):
    __tablename__ = "question_options"

    id: Mapped[Id]
    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id"), index=True)
    axis: Mapped[Axis]
    position: Mapped[int]
    text_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    picture: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    """As a question's."""

    text: Mapped[Text] = relationship()


class Says(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    ANSWERED = "answered"


class Condition(Base):
    """A question is asked only when all its conditions hold. They are looked at on the server."""

    __tablename__ = "question_conditions"
    __table_args__ = (UniqueConstraint("question_id", "position"),)

    id: Mapped[Id]
    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id"), index=True)
    position: Mapped[int]
    on_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id"), index=True)
    says: Mapped[Says]
    pick: Mapped[str]
    """What must (not) be chosen there: an option's id, "yes", "3". Empty: any answer."""


class Response(Base):
    """What one code answered. It can be changed until the consultation closes."""

    __tablename__ = "responses"

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultations.id"), index=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), unique=True)
    language: Mapped[str]
    """The language it was asked in."""
    sent_on: Mapped[date | None]
    """Empty while the person has stopped and will finish later."""
    is_late: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bytes]
    """What was chosen, what was skipped and what was not asked, under the contribution's key."""

    contribution: Mapped[Contribution] = relationship()
    consultation: Mapped[Consultation] = relationship()
    own_words: Mapped[list["OwnWords"]] = relationship(back_populates="response")
    entry: Mapped["Entry | None"] = relationship(back_populates="response")


class Wrote(StrEnum):
    """Whose hand it was. The answers are always the person's own."""

    THEMSELVES = "themselves"
    ONE_OF_THEM = "one_of_them"
    HELPER = "helper"


class Interpreter(StrEnum):
    """Through whom somebody spoke."""

    NONE = "none"
    BESIDE = "beside"
    TELEPHONE = "telephone"
    OWN = "own"


class Entry(Base):
    """How a response came in that somebody of ours typed: who wrote it, and who interpreted."""

    __tablename__ = "response_entries"

    response_id: Mapped[UUID] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    wrote: Mapped[Wrote]
    interpreter: Mapped[Interpreter]
    languages: Mapped[list[str]]
    """All that were spoken, when it was a group."""
    dissent_id: Mapped[UUID | None] = mapped_column(ForeignKey("texts.id"), unique=True)
    """What some of a group saw otherwise: it never disappears in what the others said."""

    response: Mapped[Response] = relationship(back_populates="entry")
    dissent: Mapped[Text | None] = relationship()


class OwnWords(Base):
    """An answer in somebody's own words, sealed and translated like all that people say."""

    __tablename__ = "response_words"
    __table_args__ = (UniqueConstraint("response_id", "question_id"),)

    id: Mapped[Id]
    response_id: Mapped[UUID] = mapped_column(ForeignKey("responses.id"))
    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id"), index=True)
    text_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"), unique=True)

    response: Mapped[Response] = relationship(back_populates="own_words")
    text: Mapped[Text] = relationship()


class Advised(Base):
    """What the board asks a team to change because of what people answered."""

    __tablename__ = "consultation_recommendations"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    recommendation_id: Mapped[UUID] = mapped_column(
        ForeignKey("recommendations.id"), primary_key=True, index=True
    )


class Tally(Base):
    """How often something was chosen, in which language. It leads back to no response."""

    __tablename__ = "response_tallies"

    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    pick: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class ImportedInstance(Base):
    """An answered form of another program that came in once. A keyed mark of its number there.

    It leads back to no response, and stays when one is deleted: the same file cannot bring it back.
    """

    __tablename__ = "imported_instances"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True)
