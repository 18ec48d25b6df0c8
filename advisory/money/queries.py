import csv
from datetime import date
from io import StringIO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.languages.text import safe_cell
from advisory.money.models import LedgerLine, PaymentPolicy

MOST = 500
HEAD = (
    *("slip", "kind", "for", "way", "pounds"),
    *("spent on", "paid on", "receipt", "policy", "struck"),
)


def policy_in_force(session: Session, board_id: UUID) -> PaymentPolicy | None:
    """The newest. Until it is signed, it opens nothing, whatever was signed before."""
    found = select(PaymentPolicy).where(PaymentPolicy.board_id == board_id)
    return session.scalar(found.order_by(PaymentPolicy.number.desc()).limit(1))


def lines(session: Session, board_id: UUID, *, most: int = MOST) -> list[LedgerLine]:
    """The latest first."""
    found = select(LedgerLine).where(LedgerLine.board_id == board_id)
    # By the slip, which is random: the order of a day says nothing of who came first.
    ordered = found.order_by(LedgerLine.paid_on.desc(), LedgerLine.slip).limit(most)
    return list(session.scalars(ordered))


def line(session: Session, line_id: UUID) -> LedgerLine | None:
    return session.get(LedgerLine, line_id)


def line_of_form(session: Session, form_token_hash: str) -> LedgerLine | None:
    return session.scalar(select(LedgerLine).where(LedgerLine.form_token_hash == form_token_hash))


def older_lines(session: Session, before: date) -> list[LedgerLine]:
    return list(session.scalars(select(LedgerLine).where(LedgerLine.paid_on < before)))


def as_csv(session: Session, board_id: UUID) -> str:
    """For finance. A spreadsheet runs nothing in it."""
    numbers = {
        row.id: row.number
        for row in session.scalars(select(PaymentPolicy).where(PaymentPolicy.board_id == board_id))
    }
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for row in lines(session, board_id, most=100_000):
        cells = (
            row.slip,
            row.kind.value,
            row.spent.value if row.spent else "",
            row.route.value,
            f"{row.pence // 100}.{row.pence % 100:02}",
            row.spent_on.isoformat(),
            row.paid_on.isoformat(),
            "yes" if row.has_receipt else "no",
            str(numbers.get(row.policy_id, "")) if row.policy_id else "",
            row.struck_on.isoformat() if row.struck_on else "",
        )
        writer.writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()
