"""A questionnaire goes to other programs as an XLSForm, and comes from them."""

from typing import Any
from uuid import UUID

from flask import request

from advisory.consultations.actions import bringing as actions
from advisory.consultations.actions.building import record
from advisory.consultations.forms.bringing import (
    KNOWN_PICTURES,
    BringForm,
    GoOnForm,
    as_kept,
    as_sheets,
)
from advisory.consultations.ports.workbooks import written_workbook
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.kinds import KINDS
from advisory.consultations.rules.xlsform import SHEETS, form_sheets
from advisory.consultations.rules.xlsform_lists import EFFECTS
from advisory.consultations.rules.xlsform_reading import BroughtForm, read_form
from advisory.consultations.views import room
from advisory.consultations.views.building import BOTH, FACILITATOR, own_one
from advisory.consultations.views.drafts import token_in
from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.foundation.pages import Page, attachment, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import LANGUAGES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OVER = for_staff("The time for this is over. Choose the file again.")


@room.page("/staff/consultations/<uuid:consultation_id>/form", opens=FACILITATOR, methods=("POST",))
def take_form(consultation_id: UUID) -> Page:
    """In each language in which every word is ready: nobody is asked half a questionnaire."""
    own = own_one(consultation_id)
    chosen = [tag for tag in own.languages if lifecycle.is_whole_in(own, tag)]
    sheets = form_sheets(own, [lifecycle.SOURCE, *chosen])
    record(session(), "form exported", own, hat())
    return named(written_workbook(sheets), XLSX, "questions.xlsx")


def named(content: bytes, kind: str, name: str) -> Page:
    """A file to keep, with its name."""
    response = attachment(content, kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@room.page("/staff/consultations/bring", opens=FACILITATOR, methods=BOTH, takes_files=True)
def bring_form() -> Page:
    """First everything that cannot come is shown; nothing is made before somebody says: go on."""
    if "go_on" in request.form:
        return _make()
    form = BringForm()
    if form.validate_on_submit():
        token = token_in(request.form)
        sheets = {name: form.sheets.get(name, ()) for name in SHEETS}
        contributions.same_form_waits(session(), token)
        contributions.save_draft(session(), {"form": as_kept(sheets)}, token=token)
        return _look(read_form(sheets, pictures=KNOWN_PICTURES), token)
    page = problems if form.errors else show
    return page("staff/consultations/bring_form.html", form=form, brought=None)


def _look(brought: BroughtForm, token: str) -> Page:
    return show(
        "staff/consultations/bring_form.html",
        form=GoOnForm(formdata=None, data={"token": token}),
        brought=brought,
        kinds=KINDS,
        effects=EFFECTS,
        languages=LANGUAGES,
    )


def _make() -> Page:
    """Once, however often it is tapped: the second finds what the first made."""
    token = token_in(request.form)
    contributions.same_form_waits(session(), token)
    found: dict[str, Any] = kept.draft_of_form(session(), token) or {}
    if "made" in found:
        return go("consultations.questions", consultation_id=found["made"])
    form = GoOnForm()
    brought = read_form(as_sheets(found.get("form", {})), pictures=KNOWN_PICTURES)
    if not form.validate() or not found or brought.is_stopped:
        again = BringForm(formdata=None)
        again.form_errors.append(str(OVER))
        return problems("staff/consultations/bring_form.html", form=again, brought=None)
    own = actions.import_form(session(), brought, by=hat())
    contributions.save_draft(session(), {"made": str(own.id)}, token=token)
    return go("consultations.questions", consultation_id=own.id)
