from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.foundation.database import Base, Id
from advisory.foundation.keys import DataKey
from advisory.words.models import Text


class Channel(StrEnum):
    WEB = "web"
    HELPER = "helper"
    """Written by staff for a person beside them, read back, with spoken consent."""
    PAPER = "paper"
    VOICE_NOTE = "voice_note"
    EMAIL = "email"
    PHONE = "phone"
    GROUP = "group"
    IMPORT = "import"
    """Asked by another program on a telephone, and brought here in a file."""


class Use(StrEnum):
    """What the person allows: words shown without a name, or only counted."""

    QUOTE = "quote"
    COUNT = "count"


class Contribution(Base):
    """What one person (or a group) told us at once. It keeps a day, never a second."""

    __tablename__ = "contributions"
    __table_args__ = (CheckConstraint("heads >= 1", name="somebody_spoke"),)

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    data_key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"), unique=True)
    made_on: Mapped[date]
    channel: Mapped[Channel]
    speaks: Mapped[str]
    """The language of the words, as the person says; 'und' when nobody knows."""
    reads: Mapped[str]
    """The language the answer should come in."""
    heads: Mapped[int] = mapped_column(default=1)
    use: Mapped[Use] = mapped_column(default=Use.COUNT)
    wants_woman: Mapped[bool] = mapped_column(default=False)
    not_my_country: Mapped[bool] = mapped_column(default=False)
    helped_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    erased_on: Mapped[date | None]

    data_key: Mapped[DataKey] = relationship()
    messages: Mapped[list["Message"]] = relationship(
        back_populates="contribution", order_by="Message.position"
    )


class Speaker(StrEnum):
    MEMBER = "member"
    FACILITATOR = "facilitator"
    TEAM = "team"


class MessageKind(StrEnum):
    WORDS = "words"
    MORE = "more"
    QUESTION = "question"
    NEWS = "news"
    REPLY = "reply"
    UNSATISFIED = "unsatisfied"


class Message(Base):
    """One turn of the conversation; the first is the words themselves."""

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("contribution_id", "position"),)

    id: Mapped[Id]
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"))
    position: Mapped[int]
    speaker: Mapped[Speaker]
    kind: Mapped[MessageKind]
    text_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"), unique=True)
    said_on: Mapped[date]
    form_token_hash: Mapped[str | None] = mapped_column(unique=True)
    """The form that brought it, so that a double tap says it once."""
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))

    contribution: Mapped[Contribution] = relationship(back_populates="messages")
    text: Mapped[Text] = relationship()


class Code(Base):
    """The 16 digits, as locator and hash. Paper codes are made before anybody has spoken."""

    __tablename__ = "codes"

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    contribution_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("contributions.id"), unique=True
    )
    locator: Mapped[str] = mapped_column(unique=True)
    secret_hash: Mapped[str]
    made_on: Mapped[date]
    misses: Mapped[int] = mapped_column(default=0)
    misses_month: Mapped[str] = mapped_column(default="")
    missed_on: Mapped[date | None]
    last_opened_on: Mapped[date | None]
    opened_before_on: Mapped[date | None]
    dropped_on: Mapped[date | None]
    """The person said: I do not want a code."""


class Receipt(Base):
    """What one form was answered with, for 24 hours: the same form again gets the same code."""

    __tablename__ = "receipts"

    form_token_hash: Mapped[str] = mapped_column(primary_key=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"))
    content_hash: Mapped[str]
    """A keyed hash of what was sent, to tell a repeat from other words under the same form."""
    sealed_code: Mapped[bytes]
    """Sealed under a key only the form itself carries."""
    ends_at: Mapped[datetime]


class Draft(Base):
    """Words not sent yet, sealed under a key only the form carries; gone after 24 hours."""

    __tablename__ = "drafts"

    id: Mapped[Id]
    form_token_hash: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[bytes]
    ends_at: Mapped[datetime]


class ConsentTo(StrEnum):
    """Each use of somebody's words is allowed apart from the others."""

    BEING_READ = "being_read"
    QUOTE = "quote"
    COUNT = "count"
    CONTACT = "contact"
    ASK_AGAIN = "ask_again"


class Consent(Base):
    """What the person agreed to, how, to which wording, and until when."""

    __tablename__ = "consents"

    id: Mapped[Id]
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), index=True)
    to: Mapped[str]
    spoken: Mapped[bool]
    wording: Mapped[str]
    """A revision of ConsentWording; before there were any, the month of the release."""
    given_on: Mapped[date]
    taken_back_on: Mapped[date | None]
    heard_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class ConsentWording(Base):
    """The sentence a consent was given to, word for word. It belongs to nobody, and stays."""

    __tablename__ = "consent_wordings"

    revision: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str]
    sentence: Mapped[str]


class LegalHold(Base):
    """Somebody has the right that this is kept longer than its time. It needs two people."""

    __tablename__ = "legal_holds"
    __table_args__ = (
        CheckConstraint("confirmed_by_id <> asked_by_id", name="held_by_two_people"),
        CheckConstraint("(ended_on IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), index=True)
    sealed_reason: Mapped[bytes]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    asked_on: Mapped[date]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    ended_on: Mapped[date | None]

    contribution: Mapped[Contribution] = relationship()


class Contact(Base):
    """Where a person wants to be told that there is news; sealed under the contact key."""

    __tablename__ = "contacts"

    id: Mapped[Id]
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), unique=True)
    data_key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    sealed: Mapped[bytes]
    language: Mapped[str]

    data_key: Mapped[DataKey] = relationship()


class Declaration(Base):
    """A reader said: I am not from this person's country. Before that the words stay closed."""

    __tablename__ = "declarations"

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    declared_on: Mapped[date]
