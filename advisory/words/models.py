from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.foundation.database import Base, Id
from advisory.foundation.keys import DataKey
from advisory.people.models import Person


class TextKind(StrEnum):
    CONTRIBUTION = "contribution"
    MESSAGE = "message"
    ANSWER = "answer"
    PASSAGE = "passage"
    NOTICE = "notice"
    NAME = "name"
    HELP = "help"
    SIGNPOST = "signpost"
    AWAY = "away"
    CONSENT = "consent"
    """What a person agrees to. This kind and the next two publish as one set."""
    PRIVACY = "privacy"
    """What we keep, what we cannot hide, and what deleting means."""
    SAFETY = "safety"
    """What we are not, when we read, and what leaving does not do."""


class Method(StrEnum):
    ORIGINAL = "original"
    GIST = "gist"
    """What an interpreter said it means: a spoken summary, written down."""
    TRANSCRIPT = "transcript"
    """What a voice says, written down by a person in the language of the voice."""
    HUMAN = "human"
    HUMAN_FROM_MACHINE = "human_from_machine"
    MACHINE = "machine"


class Status(StrEnum):
    MISSING = "missing"
    DRAFT = "draft"
    TO_CHECK = "to_check"
    CHECKED = "checked"
    OUT_OF_DATE = "out_of_date"


class Text(Base):
    """Something said or written once, whatever languages it is read in. Sealed if it has a key."""

    __tablename__ = "texts"

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    kind: Mapped[TextKind]
    language: Mapped[str]
    """The language of the original; 'und' while nobody knows it."""
    revision: Mapped[int] = mapped_column(default=1)
    meaning_revision: Mapped[int] = mapped_column(default=1)
    """The revision that last changed the meaning: what renders an earlier one is out of date."""
    meaning_changed_on: Mapped[date | None]
    data_key_id: Mapped[UUID | None] = mapped_column(ForeignKey("data_keys.id"), index=True)
    made_at: Mapped[datetime]

    data_key: Mapped[DataKey | None] = relationship()
    versions: Mapped[list["Version"]] = relationship(
        back_populates="text", order_by="Version.language, Version.method"
    )


class Version(Base):
    """A text in one language, made in one way."""

    __tablename__ = "versions"
    __table_args__ = (
        UniqueConstraint("text_id", "language", "method"),
        CheckConstraint("checker_id <> translator_id", name="checked_by_another_person"),
        CheckConstraint(
            "status <> 'checked' OR method = 'original' OR checker_id IS NOT NULL OR by_starter",
            name="checked_has_a_checker",
        ),
        CheckConstraint("body IS NULL OR sealed IS NULL", name="sealed_or_open"),
        CheckConstraint(
            "status = 'missing' OR body IS NOT NULL OR sealed IS NOT NULL OR erased",
            name="has_words_unless_missing",
        ),
        Index("ix_versions_open_work", "language", "status"),
    )

    id: Mapped[Id]
    text_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    language: Mapped[str]
    direction: Mapped[str]
    method: Mapped[Method]
    status: Mapped[Status]
    revision: Mapped[int]
    """The revision of the original that this version renders."""
    glossary_revision: Mapped[int | None]
    """The revision of the termbase that stood beside the translator."""
    body: Mapped[str | None]
    sealed: Mapped[bytes | None]
    erased: Mapped[bool] = mapped_column(default=False)
    by_starter: Mapped[bool] = mapped_column(default=False)
    """Came with the product, as a draft or with a sign-off outside."""
    translator_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    checker_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    asked_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    contested_at: Mapped[datetime | None]
    """The person said: this is not what I meant."""

    text: Mapped[Text] = relationship(back_populates="versions")
    translator: Mapped[Person | None] = relationship(foreign_keys=[translator_id])
    checker: Mapped[Person | None] = relationship(foreign_keys=[checker_id])


class OpenedLanguage(Base):
    """A language a board has opened: signed off, or knowingly as a draft."""

    __tablename__ = "opened_languages"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    as_draft: Mapped[bool]
    signed: Mapped[str | None]
    """The mark of all its safety words (languages/signing.py) when they were signed off."""
    opened_on: Mapped[date]
    opened_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Wording(Base):
    """What a text of the board's own once said, and who made it: never changed, never sealed."""

    __tablename__ = "wordings"
    __table_args__ = (
        UniqueConstraint("text_id", "language", "revision"),
        CheckConstraint("checker_id <> translator_id", name="checked_by_another_person"),
    )

    id: Mapped[Id]
    text_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    language: Mapped[str]
    revision: Mapped[int]
    """Of the original. A translation keeps the last wording that rendered it."""
    body: Mapped[str]
    meaning_changed: Mapped[bool] = mapped_column(default=False)
    """Of an original: whether it meant something else than the wording before."""
    translator_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    """Who wrote it; none for what came with the product."""
    checker_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    glossary_revision: Mapped[int | None]
    written_on: Mapped[date]


class SetText(Base):
    """A safety string of the product that a board words itself, by its name in the catalogue."""

    __tablename__ = "set_texts"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    text_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"), unique=True)

    text: Mapped[Text] = relationship()


class Edition(Base):
    """The set as everybody reads it from one moment on, in all languages at once."""

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("board_id", "number"),
        CheckConstraint("published_by_id <> written_by_id", name="published_by_another_person"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    number: Mapped[int]
    written_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    """Who wrote the newest of its English."""
    published_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    published_at: Mapped[datetime]


class EditionWording(Base):
    """One text of an edition in one language, word for word. It is never changed."""

    __tablename__ = "edition_wordings"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int]
    body: Mapped[str]
    translator_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    checker_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Term(Base):
    """How a board says one English term in a language, and what it never says for it."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("board_id", "language", "english"),)

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    language: Mapped[str]
    english: Mapped[str]
    preferred: Mapped[str]
    """Empty while nobody has chosen the word."""
    allowed: Mapped[list[str]]
    never: Mapped[list[str]]
    note: Mapped[str]
    revision: Mapped[int]
    """The revision of this language's termbase in which the term last changed."""
    changed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
