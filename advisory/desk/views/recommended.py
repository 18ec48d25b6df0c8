"""A team answers a recommendation: at its desk, or by the one-time link of its letter."""

from dataclasses import dataclass
from hmac import compare_digest
from uuid import UUID

from advisory.answers import actions as answers
from advisory.answers import queries as asked
from advisory.answers.models import AnswerLink, Source
from advisory.answers.rules import is_usable, may_see
from advisory.desk.forms.recommending import STANCES, StanceForm
from advisory.desk.forms.team import HandBackForm
from advisory.desk.queries import recommending as queries
from advisory.desk.queries.recommending import RecommendedPage
from advisory.desk.views import room
from advisory.desk.views.team import FASTER, LEADS, clock_on
from advisory.foundation import keys
from advisory.foundation.access import LETTER, Refused, allow
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.recommendations.actions import asking
from advisory.themes.rules.naming import STRENGTH

BOTH = ("GET", "POST")


@room.page("/staff/recommended/<uuid:advice_ask_id>", opens=LEADS, methods=BOTH)
def recommended(advice_ask_id: UUID) -> Page:
    page = _page(advice_ask_id)
    form = _form(page)
    if form.validate_on_submit():
        if page.may_write:
            _keep(page, form, link=None)
            return go("desk.recommended", advice_ask_id=advice_ask_id)
        form.form_errors.append(FASTER)
    return _shown("staff/desk/recommended.html", page, form, HandBackForm(formdata=None))


@room.page("/staff/recommended/<uuid:advice_ask_id>/acknowledge", opens=LEADS, methods=("POST",))
def acknowledge_recommended(advice_ask_id: UUID) -> Page:
    page = _page(advice_ask_id)
    asking.acknowledge(session(), page.own, page.ask, by=hat())
    return go("desk.recommended", advice_ask_id=advice_ask_id)


@room.page("/staff/recommended/<uuid:advice_ask_id>/back", opens=LEADS, methods=("POST",))
def hand_back_recommended(advice_ask_id: UUID) -> Page:
    page, back = _page(advice_ask_id), HandBackForm()
    if not back.validate_on_submit():
        form = StanceForm(formdata=None, data=_drafted(page))
        return _shown("staff/desk/recommended.html", page, form, back)
    asking.hand_back(session(), page.own, page.ask, reason=back.reason.data or "", by=hat())
    return go("desk.asks")


# ── Without an account ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Opened:
    """A link with the right secret; `page` is none once it opens nothing more."""

    link: AnswerLink
    token: str
    page: RecommendedPage | None

    @property
    def address(self) -> dict[str, object]:
        return {"advice_link_id": self.link.id, "advice_token": self.token}


AT = "/staff/recommended/by-link/<uuid:advice_link_id>/<advice_token>"


@room.page(AT, opens=LETTER, methods=BOTH)
def link_recommended(advice_link_id: UUID, advice_token: str) -> Page:
    opened = _opened(advice_link_id, advice_token)
    if opened.page is None:
        return show("staff/desk/link_over.html", link=opened.link)
    form = _form(opened.page)
    if form.validate_on_submit():
        if opened.page.may_write:
            _keep(opened.page, form, link=opened.link)
            return go("desk.link_recommended", **opened.address)
        form.form_errors.append(FASTER)
    return _shown(LINKED, opened.page, form, HandBackForm(formdata=None), opened)


LINKED = "staff/desk/link_recommended.html"


@room.page(f"{AT}/acknowledge", opens=LETTER, methods=("POST",))
def acknowledge_recommended_by_link(advice_link_id: UUID, advice_token: str) -> Page:
    opened = _opened(advice_link_id, advice_token)
    if opened.page is not None:
        asking.acknowledge(session(), opened.page.own, opened.page.ask, by=None)
    return go("desk.link_recommended", **opened.address)


@room.page(f"{AT}/back", opens=LETTER, methods=("POST",))
def hand_back_recommended_by_link(advice_link_id: UUID, advice_token: str) -> Page:
    opened, back = _opened(advice_link_id, advice_token), HandBackForm()
    if opened.page is not None:
        page = opened.page
        if not back.validate_on_submit():
            return _shown(LINKED, page, _form(page, typed=False), back, opened)
        asking.hand_back(session(), page.own, page.ask, reason=back.reason.data or "", by=None)
    return go("desk.link_recommended", **opened.address)


def _opened(link_id: UUID, token: str) -> Opened:
    """The same 404 for a wrong secret, for no such link, and for one about somebody's words."""
    right = keys.keyring(session()).link_token(link_id)
    allow(compare_digest(right.encode(), token.encode()), exists=False)
    link = asked.link(session(), link_id)
    if link is None or link.ask.advice_id is None:
        raise Refused(exists=False)
    page = None
    if is_usable(link, now()):
        page = queries.recommended_page(session(), link.ask, clock=clock_on(link.ask.board_id))
    return Opened(link, token, page)


# ── For both ─────────────────────────────────────────────────────────────────────────────────────


def _page(ask_id: UUID) -> RecommendedPage:
    found = asked.ask(session(), ask_id)
    allow(found is not None and may_see(hat(), found), exists=False)
    assert found is not None  # noqa: S101 - allowed above
    page = queries.recommended_page(session(), found, clock=clock_on(found.board_id))
    if page is None:
        raise Refused(exists=False)
    return page


def _form(page: RecommendedPage, *, typed: bool = True) -> StanceForm:
    return StanceForm(data=_drafted(page)) if typed else StanceForm(None, data=_drafted(page))


def _drafted(page: RecommendedPage) -> dict[str, object]:
    """A kept answer as the form's fields want it."""
    answer = page.answer
    if answer is None or answer.stance is None:
        return {}
    return {"stance": answer.stance.value, "will": page.will, "by_on": answer.by_on}


def _keep(page: RecommendedPage, form: StanceForm, *, link: AnswerLink | None) -> None:
    """Hands the answer in, or keeps it as a draft. The link that brought it opens nothing more."""
    by = None if link else hat()
    written = form.written(Source.LINK if link else Source.DESK)
    if not form.hands_in:
        asking.save_answer(session(), page.own, page.ask, written, by=by)
        return
    if link is not None:
        answers.use_link(session(), link)
    asking.hand_in(session(), page.own, page.ask, written, by=by)


def _shown(
    template: str,
    page: RecommendedPage,
    form: StanceForm,
    back: HandBackForm,
    opened: Opened | None = None,
) -> Page:
    shown = problems if form.errors or back.errors else show
    return shown(
        template, page=page, form=form, back=back, opened=opened, stances=STANCES, **STRENGTH
    )
