"""The answers that are not sent yet: kept sealed for 24 hours under the token of their form."""

import re
from collections.abc import Mapping
from uuid import UUID

from flask import request, url_for
from flask import session as visit

from advisory.consultations.models import Consultation
from advisory.consultations.queries import typed
from advisory.consultations.queries.typed import Answering
from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.models import Draft
from advisory.contributions.rules import new_form_token
from advisory.foundation.pages import Page, go, session

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
MOST_DRAFTS = 8


def token_in(form: Mapping[str, str]) -> str:
    return _whole(form.get("token")) or new_form_token()


def _whole(token: str | None) -> str:
    return token if token and _TOKEN.fullmatch(token) else ""


def token_of(draft_id: UUID) -> str:
    """The form's own token, else the one this browser remembers; "" when there is none."""
    remembered = visit.get("drafts", {}).get(str(draft_id), "")
    return _whole(request.form.get("token")) or str(remembered)


def begin(own: Consultation, token: str) -> dict[str, object]:
    """The way to the first question. A second tap finds the same form."""
    contributions.same_form_waits(session(), token)
    before = kept.draft_of_form(session(), token) or {}
    draft = contributions.save_draft(session(), {"consultation": str(own.id)} | before, token=token)
    remember(draft, token)
    first = own.questions[0].id
    return {"consultation_id": own.id, "draft_id": draft.id, "question_id": first}


def remember(draft: Draft, token: str) -> None:
    drafts = {**visit.get("drafts", {}), str(draft.id): token}
    visit["drafts"] = dict(list(drafts.items())[-MOST_DRAFTS:])


def answering(own: Consultation, draft_id: UUID) -> Answering | None:
    """None when it was sent, when its time is over, or when it is of another consultation."""
    token = token_of(draft_id)
    if request.method == "POST":
        contributions.same_form_waits(session(), token)
    found = kept.draft(session(), draft_id, token) if token else None
    if found is None or found.get("consultation") != str(own.id):
        return None
    return typed.answering(session(), own, found, draft_id=draft_id, token=token)


def keep(now_typed: Answering) -> None:
    draft = contributions.save_draft(
        session(), now_typed.content(), token=now_typed.token, draft_id=now_typed.draft_id
    )
    remember(draft, now_typed.token)


def elsewhere(own: Consultation, draft_id: UUID) -> Page:
    """The form is gone: it was sent, or its time is over."""
    token = token_of(draft_id)
    if token and kept.receipt(session(), token) is not None:
        return go("feedback.code", draft_id=draft_id)
    return go("consultations.public_consultation", consultation_id=own.id, closed=1)


def switch(endpoint: str, **values: object) -> Page:
    """To the languages and back to this page; or at once to its English, where that was asked."""
    if request.form.get("switch") == "en":
        return go(endpoint, l="en", **values)
    _, _, path = url_for(endpoint, **values).removeprefix("/").partition("/")  # type: ignore[arg-type] # values become text
    return go("mine.languages", next=path)
