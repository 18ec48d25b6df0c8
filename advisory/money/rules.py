"""What may be paid, by which way, and with which receipt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from advisory.foundation.access import Hat, Role
from advisory.money.models import Kind, LedgerLine, PaymentPolicy, Spent
from advisory.seats.models import Route

KEPT_YEARS = 7
MOST_PENCE = 100_000
WAYS: Mapping[Route, frozenset[Kind]] = {
    Route.EXPENSES_ONLY: frozenset({Kind.EXPENSE}),
    Route.VOUCHER: frozenset({Kind.EXPENSE, Kind.VOUCHER}),
    Route.FEE: frozenset({Kind.EXPENSE, Kind.INVOLVEMENT}),
    Route.DONATE: frozenset({Kind.EXPENSE, Kind.INVOLVEMENT}),
    Route.DECLINE: frozenset(),
}
"""What goes with the way that somebody chose."""


@dataclass(frozen=True, kw_only=True)
class Payment:
    """As its form says it."""

    kind: Kind
    route: Route
    pence: int
    spent_on: date
    paid_on: date
    spent: Spent | None = None
    has_receipt: bool = False


def may_pay(hat: Hat, board_id: object) -> bool:
    return hat.role is Role.FACILITATOR and hat.board_id == board_id


def may_export(hat: Hat, board_id: object) -> bool:
    return hat.role is Role.ADMINISTRATOR and hat.board_id == board_id


def is_on(kind: Kind, policy: PaymentPolicy | None) -> bool:
    """Expenses always; the rest only once the newest policy is signed and allows it."""
    if kind is Kind.EXPENSE:
        return True
    return policy is not None and policy.signed_on is not None and kind.value in policy.allowed


def goes_with(route: Route, kind: Kind) -> bool:
    return kind in WAYS[route]


def lacks_receipt(payment: Payment, policy: PaymentPolicy | None) -> bool:
    """Only for what was spent, from the amount on that the policy names."""
    if payment.kind is not Kind.EXPENSE or payment.has_receipt or policy is None:
        return False
    return payment.pence >= policy.receipts_from_pence


def is_late(line: LedgerLine) -> bool:
    """Paid on a later day: nobody who lives on ten pounds a week can wait."""
    return line.paid_on > line.spent_on


def totals(lines: Iterable[LedgerLine]) -> dict[tuple[str, Kind], int]:
    """Pence by month and kind, of what counts."""
    found: dict[tuple[str, Kind], int] = {}
    for line in lines:
        if line.struck_on is None:
            key = (f"{line.paid_on:%Y-%m}", line.kind)
            found[key] = found.get(key, 0) + line.pence
    return found
