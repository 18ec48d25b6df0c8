"""The codebook and the labelled passages, to and from other programs (REFI-QDA)."""

from flask import request

from advisory.contributions import actions as contributions
from advisory.contributions import queries as waiting
from advisory.contributions.rules import new_form_token
from advisory.foundation import audit
from advisory.foundation.access import Impossible
from advisory.foundation.pages import Page, attachment, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.themes import actions
from advisory.themes.forms.exchanging import BringForm
from advisory.themes.ports.codebooks import codebook_file
from advisory.themes.ports.projects import project_file
from advisory.themes.queries import bringing, exchanging
from advisory.themes.views import BOTH, FACILITATOR, room

PROJECT, CODEBOOK = "application/zip", "application/xml"
NO_LABEL = for_staff("There is no label yet. Begin the codebook first.")


@room.page("/staff/sense/exchange", opens=FACILITATOR, methods=BOTH)
def exchange() -> Page:
    """What a file would bring is shown first. Texts never come in."""
    form = BringForm()
    if form.validate_on_submit():
        found = bringing.plan(session(), hat(), form.project)
        token = new_form_token()
        contributions.save_draft(session(), bringing.kept(found), token=token)
        return show("staff/themes/bring.html", found=found, token=token)
    page = problems if form.errors else show
    labels = exchanging.shared_labels(session(), hat().board_id)
    return page("staff/themes/exchange.html", form=form, count=len(labels))


@room.page("/staff/sense/exchange/bring", opens=FACILITATOR, methods=("POST",))
def bring() -> Page:
    """Yes to what was shown. Said twice it is done once: what is there is left as it is."""
    kept = waiting.draft_of_form(session(), request.form.get("token", ""))
    if kept is None or "passages" not in kept:
        raise Impossible(for_staff("That was more than a day ago. Choose the file again."))
    actions.bring(session(), kept, by=hat())
    return go("themes.labels")


@room.page("/staff/sense/exchange/codebook", opens=FACILITATOR, methods=("POST",))
def codebook_out() -> Page:
    labels = exchanging.shared_labels(session(), hat().board_id)
    if not labels:
        raise Impossible(NO_LABEL)
    _note("codebook exported")
    return _named(codebook_file(labels), CODEBOOK, "codebook.qdc")


@room.page("/staff/sense/exchange/passages", opens=FACILITATOR, methods=("POST",))
def passages_out() -> Page:
    """Passage by passage, for the board's own desk: who took them is written down."""
    project = exchanging.shared_project(session(), hat(), name="Passages")
    if not project.labels:
        raise Impossible(NO_LABEL)
    _note("passages exported")
    return _named(project_file(project), PROJECT, "passages.qdpx")


def _note(what: str) -> None:
    audit.record(session(), what, "codebook", hat().board_id, by=hat(), board_id=hat().board_id)


def _named(content: bytes, kind: str, name: str) -> Page:
    response = attachment(content, kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
