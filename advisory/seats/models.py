from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.foundation.database import Base, Id
from advisory.foundation.keys import DataKey
from advisory.words.models import Text


class TermsOfReference(Base):
    """What a board is for and how it works, in versions: a new one never overwrites an old one."""

    __tablename__ = "terms_of_reference"
    __table_args__ = (
        UniqueConstraint("board_id", "number"),
        CheckConstraint("quorum >= 1", name="somebody_is_there"),
        CheckConstraint("months BETWEEN 1 AND 60", name="terms_end"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    number: Mapped[int]
    text_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    quorum: Mapped[int]
    """With fewer people nothing is decided; what they say is noted all the same."""
    months: Mapped[int]
    """How long somebody has a seat before it is offered anew."""
    agreed_on: Mapped[date]
    review_on: Mapped[date]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))

    text: Mapped[Text] = relationship()


class Kept(StrEnum):
    """For whom a seat is kept. Nothing here says anything about anybody's papers."""

    ANYBODY = "anybody"
    WOMEN = "women"
    YOUNG = "young"
    DISABLED = "disabled"
    PARENTS = "parents"
    LGBTQ = "lgbtq"
    SMALL_LANGUAGE = "small_language"


class BoardSeat(Base):
    __tablename__ = "seats"
    __table_args__ = (UniqueConstraint("board_id", "name"),)

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    name: Mapped[str]
    kept_for: Mapped[Kept]


class Route(StrEnum):
    """How somebody wishes to be paid back. Their choice, and never the reason for it."""

    EXPENSES_ONLY = "expenses_only"
    VOUCHER = "voucher"
    FEE = "fee"
    DONATE = "donate"
    DECLINE = "decline"


class Standing(StrEnum):
    INVITED = "invited"
    BEGINNING = "beginning"
    ACTIVE = "active"
    PAUSED = "paused"
    MOVED_AWAY = "moved_away"
    """Lives elsewhere now, and stays a member from afar."""
    LEFT = "left"


class Member(Base):
    """Somebody who was invited to a seat. All they told us of themselves is sealed."""

    __tablename__ = "members"
    __table_args__ = (
        CheckConstraint("(standing = 'left') = (left_on IS NOT NULL)", name="left_on_a_day"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seats.id"))
    data_key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    sealed: Mapped[bytes]
    standing: Mapped[Standing]
    from_on: Mapped[date]
    to_on: Mapped[date]
    """When the seat is offered anew, to them or to somebody else."""
    left_on: Mapped[date | None]
    form_token_hash: Mapped[str] = mapped_column(unique=True)

    data_key: Mapped[DataKey] = relationship()
    seat: Mapped[BoardSeat | None] = relationship()
    steps: Mapped[list["InductionStep"]] = relationship(cascade="all, delete-orphan")


class Learnt(StrEnum):
    """What a member was told, or asked, at the beginning."""

    PURPOSE = "purpose"
    WHO_SEES_WHAT = "who_sees_what"
    LIMITS = "limits"
    MONEY = "money"
    SAFE_CONTACT = "safe_contact"
    HOW_I_READ = "how_i_read"
    ACCESS = "access"
    INTERPRETING = "interpreting"
    NO_NAMES = "no_names"
    BUDDY = "buddy"
    LEAVING = "leaving"
    SAFEGUARDING = "safeguarding"


class InductionStep(Base):
    __tablename__ = "induction_steps"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"), primary_key=True)
    learnt: Mapped[Learnt] = mapped_column(primary_key=True)
    done_on: Mapped[date]
