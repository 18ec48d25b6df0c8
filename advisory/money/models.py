from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.foundation.database import Base, Id
from advisory.seats.models import Route


class Kind(StrEnum):
    """Three different things, which the law treats differently: never one field "payment"."""

    EXPENSE = "expense"
    """What somebody really spent, or what we paid before."""
    INVOLVEMENT = "involvement"
    """For the time that somebody gave."""
    VOUCHER = "voucher"


class Spent(StrEnum):
    TRAVEL = "travel"
    FOOD = "food"
    CHILDCARE = "childcare"
    PHONE = "phone"
    OTHER = "other"


class PaymentPolicy(Base):
    """How a board pays, in versions. Only a signed one opens vouchers and payments for time."""

    __tablename__ = "payment_policies"
    __table_args__ = (
        UniqueConstraint("board_id", "number"),
        CheckConstraint("(signed_by IS NULL) = (signed_on IS NULL)", name="signed_on_a_day"),
        CheckConstraint("receipts_from_pence >= 0", name="no_less_than_nothing"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    number: Mapped[int]
    words: Mapped[str]
    receipts_from_pence: Mapped[int]
    """Below it no receipt is asked for."""
    allowed: Mapped[list[str]]
    """Kinds besides expenses, which are always paid."""
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    signed_by: Mapped[str | None]
    """Who looked at the law for the board: a name and a role, as they sign."""
    signed_on: Mapped[date | None]
    sign_recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class LedgerLine(Base):
    """One payment. Nothing here leads to a person, a reply, a code or a meeting, nor back."""

    __tablename__ = "ledger_lines"
    __table_args__ = (
        CheckConstraint("pence >= 1", name="some_money"),
        CheckConstraint("(kind = 'expense') = (spent IS NOT NULL)", name="expenses_say_for_what"),
        CheckConstraint("(struck_on IS NULL) = (struck_by_id IS NULL)", name="struck_by_somebody"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    slip: Mapped[str] = mapped_column(unique=True)
    """Eight random letters, on the paper that the person keeps. Made for this line alone."""
    kind: Mapped[Kind]
    spent: Mapped[Spent | None]
    route: Mapped[Route]
    """The way the person chose. Never why."""
    pence: Mapped[int]
    spent_on: Mapped[date]
    paid_on: Mapped[date]
    has_receipt: Mapped[bool]
    policy_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment_policies.id"))
    paid_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    form_token_hash: Mapped[str] = mapped_column(unique=True)
    struck_on: Mapped[date | None]
    """It was a mistake: it stays to be read, and counts no more."""
    struck_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))

    policy: Mapped[PaymentPolicy | None] = relationship()
