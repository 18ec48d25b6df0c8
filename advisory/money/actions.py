from datetime import timedelta
from secrets import choice
from uuid import uuid4

from sqlalchemy.orm import Session

from advisory.contributions.rules import token_hash
from advisory.foundation import audit
from advisory.foundation.access import Hat, Impossible, Role, allow
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.money import queries, rules
from advisory.money.models import Kind, LedgerLine, PaymentPolicy

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that look alike on paper."""


def write_policy(
    session: Session, words: str, *, receipts_from_pence: int, allowed: list[Kind], by: Hat
) -> PaymentPolicy:
    """A new version, not signed: vouchers and payments for time stop until it is."""
    allow(by.role is Role.ADMINISTRATOR)
    take_turns(session, f"money of {by.board_id}")
    before = queries.policy_in_force(session, by.board_id)
    kinds = [kind.value for kind in allowed]
    said = (clean(words), receipts_from_pence, kinds)
    if before is not None and said == (before.words, before.receipts_from_pence, before.allowed):
        return before
    policy = PaymentPolicy(
        id=uuid4(),
        board_id=by.board_id,
        number=before.number + 1 if before else 1,
        words=clean(words),
        receipts_from_pence=receipts_from_pence,
        allowed=kinds,
        written_by_id=by.person_id,
    )
    session.add(policy)
    session.flush()
    audit.record(
        session, "payment policy written", "policy", policy.id, by=by, board_id=by.board_id
    )
    return policy


def sign_policy(session: Session, policy: PaymentPolicy, *, signed_by: str, by: Hat) -> None:
    """That somebody looked at the law. Recorded by another person than the one who wrote it."""
    allow(by.role in {Role.ADMINISTRATOR, Role.FACILITATOR} and by.board_id == policy.board_id)
    newest = queries.policy_in_force(session, policy.board_id)
    if newest is None or newest.id != policy.id or policy.signed_on is not None:
        raise Impossible(for_staff("This version is signed already, or there is a newer one."))
    if policy.written_by_id == by.person_id:
        raise Impossible(for_staff("Somebody else than who wrote it records the sign-off."))
    policy.signed_by, policy.signed_on = clean(signed_by), london(now()).date()
    policy.sign_recorded_by_id = by.person_id
    audit.record(session, "payment policy signed", "policy", policy.id, by=by, board_id=by.board_id)


def record_payment(session: Session, payment: rules.Payment, *, token: str, by: Hat) -> LedgerLine:
    """A form sent twice pays once."""
    allow(rules.may_pay(by, by.board_id))
    take_turns(session, f"money of {by.board_id}")
    hashed = token_hash(f"{token}/payment")
    known = queries.line_of_form(session, hashed)
    if known is not None:
        return known
    policy = queries.policy_in_force(session, by.board_id)
    if not rules.is_on(payment.kind, policy):
        raise Impossible(
            for_staff("Vouchers and payments for time stay off until the policy is signed.")
        )
    if not rules.goes_with(payment.route, payment.kind):
        raise Impossible(for_staff("The person chose another way."))
    if rules.lacks_receipt(payment, policy):
        raise Impossible(for_staff("From this amount on the policy asks for a receipt."))
    line = LedgerLine(
        id=uuid4(),
        board_id=by.board_id,
        slip="".join(choice(LETTERS) for _ in range(8)),
        policy_id=policy.id if policy else None,
        paid_by_id=by.person_id,
        form_token_hash=hashed,
        **vars(payment),
    )
    session.add(line)
    session.flush()
    _note(session, "payment recorded", line, by)
    return line


def strike(session: Session, line: LedgerLine, *, by: Hat) -> None:
    """It was a mistake. The line stays; said twice it is struck once."""
    allow(rules.may_pay(by, line.board_id), exists=False)
    if line.struck_on is not None:
        return
    line.struck_on, line.struck_by_id = london(now()).date(), by.person_id
    _note(session, "payment struck", line, by)


def export_ledger(session: Session, *, by: Hat) -> str:
    """For finance; that somebody took it is written down."""
    allow(rules.may_export(by, by.board_id))
    audit.record(session, "ledger exported", "ledger", by.board_id, by=by, board_id=by.board_id)
    return queries.as_csv(session, by.board_id)


def let_go_of_lines(session: Session) -> int:
    old = queries.older_lines(
        session, london(now()).date() - timedelta(days=366 * rules.KEPT_YEARS)
    )
    for line in old:
        session.delete(line)
    return len(old)


def _note(session: Session, what: str, line: LedgerLine, by: Hat) -> None:
    """The day only: a second beside a reply would tell whose it is."""
    audit.record(session, what, "ledger", line.id, by=by, board_id=line.board_id, coarse=True)
