from uuid import UUID

from advisory.boards import queries, rules
from advisory.boards.actions import time as actions
from advisory.boards.forms.time import AwayForm, ClockForm, HoursForm, hours_form
from advisory.boards.views import ADMINISTRATOR, READERS, board, done, paper, room, there, today
from advisory.clocks.models import Closure, Unit
from advisory.foundation.pages import Page, hat, session
from advisory.languages.catalogues import for_staff

EMPTY_WEEK = for_staff("People can send words, so somebody must read. Close sending first.")


@room.page("/staff/settings/hours", opens=READERS, methods=("GET", "POST"))
def hours() -> Page:
    form = hours_form(board().calendar)
    if form.validate_on_submit() and _somebody_reads(form):
        actions.set_hours(session(), board(), hours=form.hours(), by=hat())
        return done("boards.hours")
    return paper(
        "staff/boards/hours.html",
        form,
        closures=queries.closures_from(session(), board().calendar_id, today()),
        today=today(),
    )


@room.page("/staff/settings/hours/away", opens=READERS, methods=("GET", "POST"))
def away() -> Page:
    form = AwayForm(data={"first_on": today()}, today=today())
    if form.validate_on_submit():
        actions.go_away(
            session(),
            board(),
            first_on=form.first_on.data,
            last_on=form.last_on.data,
            reason=form.reason.data,
            by=hat(),
        )
        return done("boards.hours")
    return paper("staff/boards/away.html", form)


@room.page("/staff/settings/hours/<uuid:closure_id>/end", opens=READERS, methods=("POST",))
def end_closure(closure_id: UUID) -> Page:
    closure = session().get(Closure, closure_id)
    mine = closure is not None and closure.calendar_id == board().calendar_id
    actions.come_back(session(), there(closure if mine else None), today=today(), by=hat())
    return done("boards.hours")


@room.page("/staff/settings/clocks", opens=ADMINISTRATOR, methods=("GET", "POST"))
def clocks() -> Page:
    form = ClockForm(data={"from_on": today()}, today=today())
    if form.validate_on_submit():
        actions.change_clock(
            session(),
            board(),
            clock=form.clock_name,
            amount=form.amount.data,
            unit=Unit(form.unit.data),
            from_on=form.from_on.data,
            by=hat(),
        )
        return done("boards.clocks")
    return paper(
        "staff/boards/clocks.html",
        form,
        clocks=queries.clocks(session(), board().calendar_id, today()),
        names=rules.CLOCK_NAMES,
        lasts=rules.lasts,
    )


def _somebody_reads(form: HoursForm) -> bool:
    if board().sending_opened_at is None or any(form.hours().values()):
        return True
    form.form_errors.append(EMPTY_WEEK)
    return False
