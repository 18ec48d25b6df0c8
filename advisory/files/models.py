from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.files.ports.decoding import Kind
from advisory.foundation.database import Base, Id
from advisory.foundation.keys import DataKey


class File(Base):
    """One picture or sound, made anew. Before it is sent it is sealed under the form's own key."""

    __tablename__ = "files"
    __table_args__ = (
        CheckConstraint(
            "(data_key_id IS NULL) <> (form_token_hash IS NULL)", name="kept_or_not_sent"
        ),
        CheckConstraint(
            "(form_token_hash IS NULL) = (ends_at IS NULL)", name="not_sent_has_an_end"
        ),
    )

    id: Mapped[Id]
    data_key_id: Mapped[UUID | None] = mapped_column(ForeignKey("data_keys.id"), index=True)
    form_token_hash: Mapped[str | None] = mapped_column(index=True)
    turn: Mapped[int] = mapped_column(default=0)
    """The turn of the conversation that it came with."""
    kind: Mapped[Kind]
    position: Mapped[int]
    place: Mapped[str] = mapped_column(unique=True)
    """The SHA-256 of the sealed bytes, which is their name in the store."""
    sealed_size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    seconds: Mapped[int]
    made_on: Mapped[date]
    ends_at: Mapped[datetime | None]

    data_key: Mapped[DataKey | None] = relationship()


class SoundPart(Base):
    """A part of a recording on its way, sealed under the form's own key; gone after 24 hours.

    Once the recording is a file, its first part stays without sound: a repeat is seen by it.
    """

    __tablename__ = "sound_parts"
    __table_args__ = (
        UniqueConstraint("form_token_hash", "recording", "number"),
        CheckConstraint("number >= 0", name="counted_from_none"),
    )

    id: Mapped[Id]
    form_token_hash: Mapped[str]
    recording: Mapped[str]
    number: Mapped[int]
    sealed: Mapped[bytes | None]
    ends_at: Mapped[datetime]
