from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.clocks.models import Calendar
from advisory.foundation.access import Role
from advisory.foundation.database import Base, Id


class Profile(StrEnum):
    SMALL = "small"
    FULL = "full"


class Board(Base):
    __tablename__ = "boards"

    id: Mapped[Id]
    name: Mapped[str]
    public_name: Mapped[str]
    calendar_id: Mapped[UUID] = mapped_column(ForeignKey("calendars.id"))
    profile: Mapped[Profile] = mapped_column(default=Profile.SMALL)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    sending_opened_at: Mapped[datetime | None]
    last_reference: Mapped[int] = mapped_column(default=1000)

    calendar: Mapped[Calendar] = relationship()


class Standing(StrEnum):
    """What a team has agreed to. Only agreed teams are ever overdue."""

    AGREED = "agreed"
    ASKED_BY_LETTER = "asked_by_letter"
    OUTSIDE = "outside"


class Team(Base):
    """A function that answers, never a named person: people and bodies change."""

    __tablename__ = "teams"
    __table_args__ = (
        CheckConstraint("parent_id <> id", name="has_another_parent"),
        UniqueConstraint("board_id", "name"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    name: Mapped[str]
    shown_as: Mapped[str | None]
    """For members, when the name could name an accommodation; empty means the neutral words."""
    standing: Mapped[Standing]
    email: Mapped[str | None]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    is_fallback: Mapped[bool] = mapped_column(default=False)
    acknowledge_days: Mapped[int | None]
    answer_days: Mapped[int | None]
    closed_on: Mapped[date | None]

    parent: Mapped["Team | None"] = relationship(remote_side="Team.id")


class Person(Base):
    __tablename__ = "persons"

    id: Mapped[Id]
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    second_factor: Mapped[bytes | None]
    """The TOTP secret, sealed under the staff key."""
    second_factor_key_id: Mapped[UUID | None] = mapped_column(ForeignKey("data_keys.id"))
    last_step: Mapped[int] = mapped_column(default=0)
    """The last TOTP time step used: a number opens the door once."""
    recovery_hashes: Mapped[list[str]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(default="en")
    speaks: Mapped[list[str]] = mapped_column(default=list)
    """Languages this person understands well enough to read people's words in them."""
    is_woman: Mapped[bool] = mapped_column(default=False)
    """Told by the person, so that a wish for a woman can be honoured."""
    sign_on_account: Mapped[str | None] = mapped_column(unique=True)
    """The account elsewhere that opened for this person first, as a hash. No other one does."""
    misses: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    forgotten_on: Mapped[date | None]
    """The name and the address are gone; the id stays where something was signed."""

    grants: Mapped[list["Grant"]] = relationship(
        back_populates="person", order_by="Grant.role", foreign_keys="Grant.person_id"
    )
    passkeys: Mapped[list["Passkey"]] = relationship(
        back_populates="person", order_by="Passkey.made_at", cascade="all, delete-orphan"
    )


class Passkey(Base):
    """A key that lives in a phone, a computer or on a stick; we hold its public half only."""

    __tablename__ = "passkeys"

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    credential_id: Mapped[str] = mapped_column(unique=True)
    """As the device names it, in base64url."""
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    """How often it signed, as it says itself; one that counts backwards is a copy."""
    transports: Mapped[list[str]]
    name: Mapped[str]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(back_populates="passkeys")


class Grant(Base):
    """A role of a person on a board, from a day, to a day."""

    __tablename__ = "grants"
    __table_args__ = (
        CheckConstraint("(role = 'policy_lead') = (team_id IS NOT NULL)", name="leads_have_a_team"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ends_after_it_begins"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    role: Mapped[Role]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    given_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])
    team: Mapped[Team | None] = relationship()
    board: Mapped[Board] = relationship()


class Invitation(Base):
    """A one-time link by which a person sets a password; its secret is derived, not stored."""

    __tablename__ = "invitations"

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    invited_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class SetupKey(Base):
    """The one-time key by which the first administrator is set up; printed by the server."""

    __tablename__ = "setup_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str]
    made_at: Mapped[datetime]
