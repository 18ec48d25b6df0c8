"""Saying "I may come", without an account, and the code that opens the reply again."""

from uuid import UUID

from flask import request
from flask import session as visit

from advisory.contributions import queries as kept
from advisory.contributions.rules import PreparedCode, prepare_code
from advisory.foundation.access import ANYONE, Impossible, allow
from advisory.foundation.database import now
from advisory.foundation.keys import keyring
from advisory.foundation.pages import Page, close, go, problems, session, show
from advisory.languages.catalogues import current
from advisory.languages.registry import LANGUAGES
from advisory.meetings.actions import coming as actions
from advisory.meetings.forms.coming import ComeForm
from advisory.meetings.models import Meeting
from advisory.meetings.rules.coming import is_full, is_open
from advisory.meetings.views import BOTH, room
from advisory.meetings.views.inviting import invitation, opened

MOST_REPLIES = 4


@room.page("/<lang:l>/meetings/<uuid:meeting_id>/come", opens=ANYONE, methods=BOTH)
def come(meeting_id: UUID) -> Page:
    prepared = _prepared()
    found = opened(meeting_id)
    form = ComeForm(data={"speaks": reading_tag()}, meeting=found)
    if not form.validate_on_submit():
        return _page(found, form)
    try:
        _keep(found, form, prepared)
    except Impossible as why:
        close()
        form.form_errors.append(str(why))
        return _page(opened(meeting_id), form)
    if "contribution" in visit:
        return go("meetings.own")
    codes = {**visit.get("came", {}), str(meeting_id): str(form.token.data)}
    visit["came"] = dict(list(codes.items())[-MOST_REPLIES:])
    return go("meetings.come_code", meeting_id=meeting_id)


def reading_tag() -> str:
    return current().tag if current().tag in LANGUAGES else "en"


def _prepared() -> PreparedCode | None:
    """A code made ready before the first query: its slow hash holds up nobody who writes."""
    is_new = request.method == "POST" and "contribution" not in visit
    return prepare_code(keyring(session())) if is_new else None


def _keep(found: Meeting, form: ComeForm, prepared: PreparedCode | None) -> None:
    token = str(form.token.data)
    holder = visit.get("contribution")
    guest = actions.say_may_come(
        session(),
        found,
        form.needs(),
        reads=reading_tag(),
        token=token,
        holder_id=UUID(holder) if holder else None,
        prepared=prepared,
    )
    if guest is not None:
        said = str(form.topic.data or "")
        actions.propose_topic(session(), guest, said, language=guest_language(form), token=token)


def guest_language(form: ComeForm) -> str:
    return str(form.speaks.data)


def _page(found: Meeting, form: ComeForm) -> Page:
    shown = problems if form.errors else show
    return shown(
        "public/meetings/come.html",
        form=form,
        invitation=invitation(found),
        is_open=is_open(found, now()),
        is_full=is_full(found, found.guests),
    )


@room.page("/<lang:l>/meetings/<uuid:meeting_id>/code", opens=ANYONE)
def come_code(meeting_id: UUID) -> Page:
    """As long as the form's own receipt lasts, and only in the browser that sent it."""
    token = visit.get("came", {}).get(str(meeting_id), "")
    allow(bool(token), exists=False)
    receipt = kept.receipt(session(), token)
    digits = kept.code_in(receipt, token) if receipt else None
    if digits is None:
        return go("mine.code")
    return show(
        "public/meetings/come_code.html",
        code="".join(digits.groups),
        invitation=invitation(opened(meeting_id)),
    )
