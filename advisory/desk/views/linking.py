"""A team without account answers by the one-time link of its letter."""

from dataclasses import dataclass
from hmac import compare_digest
from uuid import UUID

from advisory.answers import queries as asked
from advisory.answers.models import AnswerLink
from advisory.answers.rules import is_usable
from advisory.desk.actions import team as actions
from advisory.desk.forms.team import AnswerForm, HandBackForm
from advisory.desk.queries import team
from advisory.desk.queries.team import AskPage
from advisory.desk.views import room
from advisory.desk.views.team import FASTER, answer_form, clock_on, drafted, keep_answer
from advisory.foundation import keys
from advisory.foundation.access import LETTER, Refused, allow
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, problems, session, show


@dataclass(frozen=True)
class Opened:
    """A link with the right secret; `page` is none once it opens nothing more."""

    link: AnswerLink
    token: str
    page: AskPage | None


@room.page("/staff/answer/<uuid:link_id>/<token>", opens=LETTER, methods=("GET", "POST"))
def link_answer(link_id: UUID, token: str) -> Page:
    opened = _opened(link_id, token)
    if opened.page is None:
        return show("staff/desk/link_over.html", link=opened.link)
    form = answer_form(opened.page)
    if form.validate_on_submit():
        if opened.page.may_write:
            keep_answer(opened.page, form, link=opened.link, by=None)
            return go("desk.link_answer", link_id=link_id, token=token)
        form.form_errors.append(FASTER)
    return _shown(opened, opened.page, form, HandBackForm(formdata=None))


@room.page("/staff/answer/<uuid:link_id>/<token>/acknowledge", opens=LETTER, methods=("POST",))
def acknowledge_by_link(link_id: UUID, token: str) -> Page:
    page = _opened(link_id, token).page
    if page is not None:
        actions.acknowledge_ask(session(), page.item, page.ask, by=None)
    return go("desk.link_answer", link_id=link_id, token=token)


@room.page("/staff/answer/<uuid:link_id>/<token>/back", opens=LETTER, methods=("POST",))
def hand_back_by_link(link_id: UUID, token: str) -> Page:
    opened, back = _opened(link_id, token), HandBackForm()
    if opened.page is not None:
        if not back.validate_on_submit():
            form = AnswerForm(formdata=None, obj=drafted(opened.page))
            return _shown(opened, opened.page, form, back)
        page, reason = opened.page, back.reason.data or ""
        actions.hand_back_ask(session(), page.item, page.ask, reason=reason, by=None)
    return go("desk.link_answer", link_id=link_id, token=token)


def _shown(opened: Opened, page: AskPage, form: AnswerForm, back: HandBackForm) -> Page:
    shown = problems if form.errors or back.errors else show
    return shown("staff/desk/link_answer.html", opened=opened, page=page, form=form, back=back)


def _opened(link_id: UUID, token: str) -> Opened:
    """The same 404 for a wrong secret and for a link that never was."""
    right = keys.keyring(session()).link_token(link_id)
    allow(compare_digest(right.encode(), token.encode()), exists=False)
    link = asked.link(session(), link_id)
    if link is None:
        raise Refused(exists=False)
    page = None
    if is_usable(link, now()):
        page = team.ask_page(session(), link.ask, clock=clock_on(link.ask.board_id))
    return Opened(link, token, page)
