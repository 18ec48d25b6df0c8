from typing import cast

from flask import abort, current_app, request, session

from advisory.contributions import queries as contributions
from advisory.contributions.rules import Throttle
from advisory.foundation import pages
from advisory.foundation.access import ANYONE
from advisory.foundation.browser_sessions import Visit
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, problems, show
from advisory.languages.safety import SAFETY
from advisory.mine import actions
from advisory.mine.forms import CodeForm, said
from advisory.mine.views import room

TEMPLATE = "public/mine/code.html"
WORDS = "-words"


@room.page("/<lang:l>/code", opens=ANYONE, methods=("GET", "POST"))
def code() -> Page:
    form = CodeForm()
    if _is_carried_here():
        form.kept.data = next((v for k, v in request.form.items() if k.endswith(WORDS)), "")
        return problems(TEMPLATE, form=form, closed=True)
    if not form.validate_on_submit():
        return problems(TEMPLATE, form=form) if form.errors else show(TEMPLATE, form=form)
    if not throttle().admits(now()):
        abort(429)
    # The slow comparison comes first, on a session that keeps nobody from writing.
    with pages.database().reading() as looking:
        tried = contributions.tried_code(looking, form.read)
    contribution = actions.open_page(pages.session(), form.read, tried=tried)
    if contribution is None:
        form.code.errors = [SAFETY.CODE_UNKNOWN]
        return problems(TEMPLATE, form=form, missed=True)
    _remember(str(contribution.id), said(form.kept))
    return go("mine.page")


def _is_carried_here() -> bool:
    """Something else was sent after the page had closed: its words wait until the code opens."""
    return request.method == "POST" and "code" not in request.form


def _remember(contribution_id: str, kept: str) -> None:
    cast("Visit", session).renew()
    session["contribution"] = contribution_id
    session.pop("kept_words", None)
    if kept:
        session["kept_words"] = kept


def throttle() -> Throttle:
    """One for the whole process, in memory: no address is looked at or kept."""
    found: Throttle = current_app.extensions.setdefault("code_throttle", Throttle())
    return found
