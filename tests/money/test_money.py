"""Three separate things; a ledger that leads to nobody; nothing but expenses until it is signed."""

import csv
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from advisory.app.schema import whole_schema
from advisory.contributions.rules import new_form_token
from advisory.foundation.access import Hat, Impossible, Refused, Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import commit, now
from advisory.money import actions, queries, rules
from advisory.money.jobs import let_go_of_lines
from advisory.money.models import Kind, LedgerLine, PaymentPolicy, Spent
from advisory.money.rules import Payment
from advisory.seats.models import Route
from tests.browser import Browser
from tests.building import a_person, hat_of
from tests.meetings.building import in_days
from tests.meetings.conftest import Hosts

BUS = Payment(
    kind=Kind.EXPENSE,
    spent=Spent.TRAVEL,
    route=Route.EXPENSES_ONLY,
    pence=350,
    spent_on=in_days(0),
    paid_on=in_days(0),
)
A_VOUCHER = replace(BUS, kind=Kind.VOUCHER, spent=None, route=Route.VOUCHER, pence=1000)


@pytest.fixture
def admin(hosts: Hosts) -> Hat:
    person = a_person(hosts.session, hosts.board, Role.ADMINISTRATOR)
    return hat_of(person, hosts.board, Role.ADMINISTRATOR)


def pay(hosts: Hosts, payment: Payment = BUS) -> LedgerLine:
    return actions.record_payment(hosts.session, payment, token=new_form_token(), by=hosts.by)


def policy(hosts: Hosts, admin: Hat, words: str = "Vouchers.", *allowed: Kind) -> PaymentPolicy:
    kinds = list(allowed) or [Kind.VOUCHER]
    return actions.write_policy(
        hosts.session, words, receipts_from_pence=1000, allowed=kinds, by=admin
    )


def test_vouchers_and_payments_for_time_stay_off_until_the_policy_is_signed(
    hosts: Hosts, admin: Hat
) -> None:
    for unsigned in (False, True):
        if unsigned:
            policy(hosts, admin)
        with pytest.raises(Impossible):
            pay(hosts, A_VOUCHER)
    written = queries.policy_in_force(hosts.session, hosts.board.id)
    assert written is not None
    actions.sign_policy(hosts.session, written, signed_by="A. Lawyer", by=hosts.by)
    pay(hosts, A_VOUCHER)
    with pytest.raises(Impossible):
        pay(hosts, replace(A_VOUCHER, kind=Kind.INVOLVEMENT, route=Route.FEE))
    policy(hosts, admin, "New words.")
    with pytest.raises(Impossible):
        pay(hosts, A_VOUCHER)
    pay(hosts)


def test_who_wrote_a_policy_does_not_record_that_it_is_signed(hosts: Hosts, admin: Hat) -> None:
    written = policy(hosts, admin)
    with pytest.raises(Impossible):
        actions.sign_policy(hosts.session, written, signed_by="Me", by=admin)
    assert written.signed_on is None


def test_the_way_somebody_chose_is_kept_to() -> None:
    assert not rules.goes_with(Route.DECLINE, Kind.EXPENSE)
    assert not rules.goes_with(Route.EXPENSES_ONLY, Kind.VOUCHER)
    assert not rules.goes_with(Route.VOUCHER, Kind.INVOLVEMENT)
    assert rules.goes_with(Route.DONATE, Kind.INVOLVEMENT)


def test_below_the_threshold_no_receipt_is_asked_for(hosts: Hosts, admin: Hat) -> None:
    policy(hosts, admin)
    pay(hosts, replace(BUS, pence=999))
    with pytest.raises(Impossible):
        pay(hosts, replace(BUS, pence=1000))
    pay(hosts, replace(BUS, pence=1000, has_receipt=True))


def test_no_path_leads_from_a_payment_to_a_person_who_took_part_nor_back() -> None:
    tables = whole_schema().tables
    money = {"ledger_lines", "payment_policies"}
    leads = {name: {key.column.table.name for key in tables[name].foreign_keys} for name in money}
    assert leads == {
        "ledger_lines": {"boards", "payment_policies", "persons"},
        "payment_policies": {"boards", "persons"},
    }
    back = {
        table.name
        for table in tables.values()
        if any(key.column.table.name in money for key in table.foreign_keys)
    }
    assert back == {"ledger_lines"}
    told = ("code", "contribution", "guest", "member", "meeting", "name", "status", "immigration")
    columns = {column.name for name in money for column in tables[name].columns}
    assert [name for name in columns if any(word in name for word in told)] == []


def test_a_payment_beside_a_reply_shares_no_id_no_second_and_no_letters(hosts: Hosts) -> None:
    guest = hosts.guest()
    line = pay(hosts)
    commit(hosts.session)
    ours = {str(value) for value in vars(line).values()}
    theirs = {str(guest.id), str(guest.contribution_id), str(guest.meeting_id)}
    assert ours.isdisjoint(theirs)
    entries = hosts.session.scalars(
        select(AuditEntry).where(AuditEntry.what.in_(["payment recorded", "reply kept"]))
    ).all()
    assert {(entry.at.hour, entry.at.minute, entry.at.second) for entry in entries} == {(0, 0, 0)}
    assert len(entries) == 2


def test_a_form_sent_twice_pays_once_and_shows_the_slip(desk: Browser, hosts: Hosts) -> None:
    page = desk.get("/staff/money/new")
    typed: dict[str, Any] = {"amount": "£3.5", "has_receipt": "y"}
    first, second = (desk.press(page, "Keep it", **typed) for _ in range(2))
    assert first.url == second.url
    (line,) = queries.lines(hosts.session, hosts.board.id)
    assert line.pence == 350
    assert line.slip in first.words
    commit(hosts.session)
    assert desk.post(f"/staff/money/{line.id}/strike").says("Struck: a mistake")


@pytest.mark.parametrize("amount", ["0", "-1", "1.234", "9" * 100_000, "1e3", "=1+1", "1000.01"])
def test_what_is_no_amount_is_said_beside_its_field(
    desk: Browser, hosts: Hosts, amount: str
) -> None:
    seen = desk.press(desk.get("/staff/money/new"), "Keep it", amount=amount)
    assert seen.status == 422
    assert "Write pounds and pence" in seen.words
    assert hosts.session.scalar(select(func.count()).select_from(LedgerLine)) == 0


def test_only_an_administrator_takes_the_ledger_out_and_it_is_written_down(
    browser: Browser, hosts: Hosts, admin: Hat
) -> None:
    line = pay(hosts)
    with pytest.raises(Refused):
        actions.export_ledger(hosts.session, by=hosts.by)
    rows = list(csv.reader(StringIO(actions.export_ledger(hosts.session, by=admin))))
    commit(hosts.session)
    assert rows[1][:5] == [line.slip, "expense", "travel", "expenses_only", "3.50"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    what = select(AuditEntry.person_id).where(AuditEntry.what == "ledger exported")
    assert hosts.session.scalars(what).all() == [admin.person_id]


def test_a_mistake_is_struck_and_counts_no_more(hosts: Hosts) -> None:
    wrong, right = pay(hosts), pay(hosts, replace(BUS, paid_on=in_days(1)))
    actions.strike(hosts.session, wrong, by=hosts.by)
    found = queries.lines(hosts.session, hosts.board.id)
    assert sum(rules.totals(found).values()) == 350
    assert rules.is_late(right)
    assert not rules.is_late(wrong)


def test_a_line_goes_after_seven_years(hosts: Hosts) -> None:
    pay(hosts)
    commit(hosts.session)
    with time_machine.travel(now() + timedelta(days=366 * 6)):
        assert let_go_of_lines(hosts.database) == 0
    with time_machine.travel(now() + timedelta(days=366 * 7 + 2)):
        assert let_go_of_lines(hosts.database) == 1
