from datetime import date

from advisory.foundation.access import Role, staff
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.dates import london
from advisory.people.models import Board
from advisory.rights.actions import settings as actions
from advisory.rights.forms import CountForm, TimeForm
from advisory.rights.models import Authority, Kept
from advisory.rights.queries import requests, times
from advisory.rights.rules import AUTHORITY_NAMES, FIXED, NAMES, lasts
from advisory.rights.views import room

ADMINISTRATOR = staff(Role.ADMINISTRATOR)
BOTH = ("GET", "POST")


def board() -> Board:
    return session().get_one(Board, hat().board_id)


def today() -> date:
    return london(now()).date()


@room.page("/staff/settings/keeping", opens=ADMINISTRATOR, methods=BOTH)
def keeping() -> Page:
    form = TimeForm(data={"from_on": today()}, today=today())
    if form.validate_on_submit():
        actions.change_time(
            session(),
            board(),
            kept=Kept(form.kept.data),
            days=form.days.data,
            from_on=form.from_on.data,
            by=hat(),
        )
        return go("rights.keeping")
    page = problems if form.errors else show
    settings = times.keeping_times(session(), hat().board_id)
    return page(
        "staff/rights/keeping.html",
        form=form,
        rows=[
            (NAMES[kept], times.keeping_days(session(), hat().board_id, kept, today()))
            for kept in times.KEEPERS
        ],
        words=times.days_of_words(session(), board(), today()),
        later=[(NAMES[row.kept], row) for row in settings if row.valid_from > today()],
        fixed=FIXED,
        lasts=lasts,
    )


@room.page("/staff/settings/requests", opens=ADMINISTRATOR, methods=BOTH)
def count_requests() -> Page:
    form = CountForm(data={"year": today().year}, today=today())
    if form.validate_on_submit():
        actions.note_requests(
            session(),
            board(),
            year=form.year.data,
            authority=Authority(form.authority.data),
            asked=form.asked.data,
            given=form.given.data,
            on=today(),
            by=hat(),
        )
        return go("rights.count_requests")
    page = problems if form.errors else show
    return page(
        "staff/rights/count_requests.html",
        form=form,
        asked=requests.requests(session(), hat().board_id, today().year),
        names=AUTHORITY_NAMES,
    )
