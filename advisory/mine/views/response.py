"""The page of a code that answered a consultation: what was answered, and what became of it."""

from uuid import UUID

from flask import session

from advisory.consultations.models import Response
from advisory.contributions.rules import new_form_token
from advisory.foundation import pages
from advisory.foundation.access import CODE_HOLDER
from advisory.foundation.pages import Page, go, show
from advisory.languages.catalogues import current
from advisory.mine import actions, queries
from advisory.mine.views import recommended, room

MOST_DRAFTS = 8


def own_response() -> Response | None:
    """What the code of this browser answered; None for any other code, and once it is deleted."""
    if "contribution" not in session:
        return None
    return queries.own_response(pages.session(), UUID(session["contribution"]))


@room.page("/<lang:l>/mine/response", opens=CODE_HOLDER)
def response() -> Page:
    found = own_response()
    if found is None:
        return go("mine.code")
    return show(
        "public/mine/response.html",
        own=queries.response_page(pages.session(), found, current().tag),
        helped=recommended.helped(found.contribution_id),
        stances=recommended.STANCES,
    )


@room.page("/<lang:l>/mine/response/change", opens=CODE_HOLDER, methods=("POST",))
def change_response() -> Page:
    found = own_response()
    if found is None:
        return go("mine.code")
    token = new_form_token()
    draft = actions.change_response(pages.session(), found, token=token)
    drafts = {**session.get("drafts", {}), str(draft.id): token}
    session["drafts"] = dict(list(drafts.items())[-MOST_DRAFTS:])
    return go(
        "consultations.question",
        consultation_id=found.consultation_id,
        draft_id=draft.id,
        question_id=queries.first_question(pages.session(), found),
    )
