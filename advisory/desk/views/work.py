from datetime import datetime

from flask import url_for

from advisory.desk.forms.inbox import end_of_week
from advisory.desk.queries import item as items
from advisory.desk.queries import work
from advisory.desk.queries.work import Work
from advisory.desk.views import room
from advisory.desk.views.inbox import address_of
from advisory.foundation.access import ANY_STAFF, Hat, Role
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, session, show

ELSEWHERE = {
    Role.TRANSLATOR: "desk.translations",
    Role.POLICY_LEAD: "desk.asks",
    Role.SAFEGUARDING_LEAD: "desk.concerns",
    Role.OUTSIDE_PERSON: "desk.concerns",
}
"""Where these roles work; somebody with one of them alone starts there."""


@room.page("/staff/", opens=ANY_STAFF)
def my_work() -> Page:
    reader, at = hat(), now()
    if not reader.others and reader.role in ELSEWHERE:
        return go(ELSEWHERE[reader.role])
    roles = {reader.role, *reader.others}
    return show(
        "staff/desk/my_work.html",
        today=at,
        work=_facilitators_work(reader, at),
        troubles=work.troubles(session(), reader.board_id) if Role.ADMINISTRATOR in roles else None,
        elsewhere=[(role.value, url_for(ELSEWHERE[role])) for role in ELSEWHERE if role in roles],
    )


def _facilitators_work(reader: Hat, at: datetime) -> Work | None:
    if reader.role is not Role.FACILITATOR:
        return None
    return work.facilitators_work(
        session(),
        items.board_of(session(), reader),
        hat=reader,
        at=at,
        week_ends=end_of_week(at),
        address=address_of,
    )
