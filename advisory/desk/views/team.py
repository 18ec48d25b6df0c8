"""A team's own list, one ask with its answer, and what was promised."""

from uuid import UUID

from advisory.answers import queries as asked
from advisory.answers.models import Answer, AnswerLink, Source
from advisory.answers.rules import may_see
from advisory.desk.actions import team as actions
from advisory.desk.forms.team import AnswerForm, Came, HandBackForm, SettleForm
from advisory.desk.queries import team
from advisory.desk.queries.rows import clock_of
from advisory.desk.queries.team import AskPage, Promise
from advisory.desk.rules.timing import Clock
from advisory.desk.views import room
from advisory.feedback.actions import answering, moving
from advisory.foundation.access import Hat, Refused, Role, allow, staff
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london

LEADS = staff(Role.POLICY_LEAD)
PROMISES = staff(Role.POLICY_LEAD, Role.FACILITATOR)
FASTER = for_staff("This cannot be answered now. Copy your words before you leave this page.")


@room.page("/staff/asks", opens=LEADS)
def asks() -> Page:
    team_id = hat().team_id
    assert team_id is not None  # noqa: S101 - a lead's grant names a team
    found = team.ask_list(session(), team_id, clock=clock_on(hat().board_id))
    return show("staff/desk/asks.html", asks=found)


@room.page("/staff/asks/<uuid:ask_id>", opens=LEADS, methods=("GET", "POST"))
def ask(ask_id: UUID) -> Page:
    page = _page(ask_id)
    form = answer_form(page)
    if form.validate_on_submit():
        if page.may_write:
            keep_answer(page, form, by=hat())
            return go("desk.ask", ask_id=ask_id)
        form.form_errors.append(FASTER)
    shown = problems if form.errors else show
    return shown("staff/desk/ask.html", page=page, form=form, back=HandBackForm(formdata=None))


@room.page("/staff/asks/<uuid:ask_id>/acknowledge", opens=LEADS, methods=("POST",))
def acknowledge_ask(ask_id: UUID) -> Page:
    page = _page(ask_id)
    actions.acknowledge_ask(session(), page.item, page.ask, by=hat())
    return go("desk.ask", ask_id=ask_id)


@room.page("/staff/asks/<uuid:ask_id>/back", opens=LEADS, methods=("POST",))
def hand_back_ask(ask_id: UUID) -> Page:
    page, back = _page(ask_id), HandBackForm()
    if not back.validate_on_submit():
        form = AnswerForm(formdata=None, obj=drafted(page))
        return problems("staff/desk/ask.html", page=page, form=form, back=back)
    actions.hand_back_ask(session(), page.item, page.ask, reason=back.reason.data or "", by=hat())
    return go("desk.asks")


@room.page("/staff/commitments", opens=PROMISES)
def commitments() -> Page:
    found = team.promises(session(), hat(), london(now()).date())
    return show("staff/desk/commitments.html", promises=found)


@room.page("/staff/commitments/<uuid:commitment_id>", opens=PROMISES, methods=("GET", "POST"))
def commitment(commitment_id: UUID) -> Page:
    promise = _promise(commitment_id)
    form = SettleForm()
    if form.validate_on_submit():
        actions.settle_promise(
            session(),
            promise.commitment,
            happened=form.came.data == Came.HAPPENED,
            evidence=form.evidence.data or "",
            again_on=form.again_on.data if form.came.data == Came.LATER else None,
            by=hat(),
        )
        return go("desk.commitments")
    shown = problems if form.errors else show
    return shown("staff/desk/commitment.html", promise=promise, form=form)


# ── Also for the pages behind a one-time link ────────────────────────────────────────────────────


def clock_on(board_id: UUID) -> Clock:
    return clock_of(session(), moving.board_of(session(), board_id), now())


def answer_form(page: AskPage) -> AnswerForm:
    return AnswerForm(obj=drafted(page))


def keep_answer(
    page: AskPage, form: AnswerForm, *, link: AnswerLink | None = None, by: Hat | None
) -> None:
    """Hands the answer in, or keeps it as a draft."""
    written = form.written(Source.DESK if by else Source.LINK)
    if form.hands_in:
        actions.hand_in_answer(session(), page.item, written, ask=page.ask, link=link, by=by)
    else:
        answering.save_answer(session(), page.item, page.ask, written, by=by)


class _Drafted:
    """A kept answer as the form's fields want it."""

    def __init__(self, page: AskPage, answer: Answer) -> None:
        self.heard, self.will = page.heard, page.will
        self.outcome, self.by_on = answer.outcome.value, answer.by_on
        self.evidence = page.evidence


def drafted(page: AskPage) -> _Drafted | None:
    return _Drafted(page, page.answer) if page.answer else None


def _page(ask_id: UUID) -> AskPage:
    found = asked.ask(session(), ask_id)
    if found is None:
        raise Refused(exists=False)
    allow(may_see(hat(), found), exists=False)
    page = team.ask_page(session(), found, clock=clock_on(found.board_id))
    if page is None:
        raise Refused(exists=False)
    return page


def _promise(commitment_id: UUID) -> Promise:
    found = team.promise(session(), hat(), commitment_id, london(now()).date())
    if found is None:
        raise Refused(exists=False)
    return found
