"""Rows around a meeting: members, money, a calendar."""

from datetime import date

from sqlalchemy.orm import Session

from advisory.contributions.rules import new_form_token
from advisory.feeds import actions as feeds
from advisory.foundation.access import Hat
from advisory.foundation.keys import keyring
from advisory.money import actions as money
from advisory.money.models import Kind, Spent
from advisory.money.rules import Payment
from advisory.seats import actions as seats
from advisory.seats.models import Route
from advisory.seats.rules import Profile

BUS = Payment(
    kind=Kind.EXPENSE,
    spent=Spent.TRAVEL,
    route=Route.EXPENSES_ONLY,
    pence=350,
    spent_on=date(2026, 11, 2),
    paid_on=date(2026, 11, 2),
)


def rows_around(session: Session, by: Hat) -> dict[str, object]:
    feed = feeds.make_feed(session, by=by)
    bird = Profile(pseudonym="Canary")
    member = seats.invite_member(session, bird, seat=None, token=new_form_token(), by=by)
    return {
        "feed_id": feed.id,
        "key": keyring(session).link_token(feed.id),
        "member_id": member.id,
        "line_id": money.record_payment(session, BUS, token=new_form_token(), by=by).id,
    }
