from typing import cast
from uuid import UUID

from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from advisory.foundation.access import Impossible, Role, allow, staff
from advisory.foundation.database import now
from advisory.foundation.pages import (
    Page,
    Room,
    attachment,
    close,
    go,
    hat,
    problems,
    session,
    show,
)
from advisory.languages.dates import london
from advisory.money import actions, queries, rules
from advisory.money.forms import KINDS, SPENT, PaymentForm, PolicyForm, SignForm
from advisory.money.models import Kind, LedgerLine
from advisory.seats.forms import ROUTES

room = Room("money", __name__)
FACILITATOR = staff(Role.FACILITATOR)
ADMINISTRATOR = staff(Role.ADMINISTRATOR)
READERS = staff(Role.FACILITATOR, Role.ADMINISTRATOR)
BOTH = ("GET", "POST")
POST = ("POST",)


@room.page("/staff/money", opens=READERS)
def ledger() -> Page:
    found = queries.lines(session(), hat().board_id)
    policy = queries.policy_in_force(session(), hat().board_id)
    return show(
        "staff/money/ledger.html",
        lines=[(row, rules.is_late(row)) for row in found],
        totals=sorted(rules.totals(found).items(), reverse=True),
        policy=policy,
        kinds=[(kind, KINDS[kind], rules.is_on(kind, policy)) for kind in Kind],
        names={"kind": KINDS, "spent": SPENT, "route": ROUTES},
        may_pay=rules.may_pay(hat(), hat().board_id),
        may_export=rules.may_export(hat(), hat().board_id),
    )


@room.page("/staff/money/new", opens=FACILITATOR, methods=BOTH)
def pay() -> Page:
    today = london(now()).date()
    form = PaymentForm(data={"paid_on": today, "spent_on": today}, today=today)
    if form.validate_on_submit():
        try:
            made = actions.record_payment(
                session(), form.payment(), token=str(form.token.data), by=hat()
            )
        except Impossible as why:
            close()
            form.kind.errors = [str(why)]
        else:
            return go("money.slip", line_id=made.id)
    return _form_page("staff/money/pay.html", form)


def _form_page(template: str, form: FlaskForm, **context: object) -> Page:
    shown = problems if form.errors else show
    return shown(template, form=form, **context)


@room.page("/staff/money/<uuid:line_id>", opens=FACILITATOR)
def slip(line_id: UUID) -> Page:
    """What the person keeps on paper."""
    return show("staff/money/slip.html", line=_line(line_id), names={"kind": KINDS, "spent": SPENT})


@room.page("/staff/money/<uuid:line_id>/strike", opens=FACILITATOR, methods=POST)
def strike(line_id: UUID) -> Page:
    actions.strike(session(), _line(line_id), by=hat())
    return go("money.ledger")


def _line(line_id: UUID) -> LedgerLine:
    """404 when it is not of this board."""
    found = queries.line(session(), line_id)
    allow(found is not None and rules.may_pay(hat(), found.board_id), exists=False)
    return cast("LedgerLine", found)


@room.page("/staff/money/policy", opens=ADMINISTRATOR, methods=BOTH)
def policy() -> Page:
    stands = queries.policy_in_force(session(), hat().board_id)
    typed: dict[str, object] = {"receipts_from": "10"}
    if stands is not None:
        pence = stands.receipts_from_pence
        typed = {
            "words": stands.words,
            "receipts_from": f"{pence // 100}.{pence % 100:02}",
            "allowed": stands.allowed,
        }
    form = PolicyForm(data=typed)
    if not form.validate_on_submit():
        return _form_page("staff/money/policy.html", form, stands=stands)
    actions.write_policy(
        session(),
        form.words.data or "",
        receipts_from_pence=form.receipts_from.pence,
        allowed=[Kind(kind) for kind in form.allowed.data or []],
        by=hat(),
    )
    return go("money.ledger")


@room.page("/staff/money/policy/sign", opens=READERS, methods=BOTH)
def sign() -> Page:
    stands = queries.policy_in_force(session(), hat().board_id)
    form = SignForm()
    if stands is None or not form.validate_on_submit():
        return _form_page("staff/money/sign.html", form, stands=stands)
    actions.sign_policy(session(), stands, signed_by=form.signed_by.data or "", by=hat())
    return go("money.ledger")


@room.page("/staff/money/export", opens=ADMINISTRATOR, methods=POST)
def export() -> Page:
    content = actions.export_ledger(session(), by=hat()).encode("utf-8-sig")
    response: Response = attachment(content, "text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="ledger.csv"'
    return response
