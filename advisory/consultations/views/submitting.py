"""Answers that people gave to another program come in: looked at first, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request

from advisory.consultations.actions import submitting as actions
from advisory.consultations.forms.bringing import GoOnForm, as_kept, as_sheets
from advisory.consultations.forms.submitting import SubmissionsForm
from advisory.consultations.models import Consultation, QuestionKind
from advisory.consultations.queries import submitting as queries
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.submissions import (
    Brought,
    RowProblem,
    Submission,
    read_submissions,
)
from advisory.consultations.views import room
from advisory.consultations.views.asking import today
from advisory.consultations.views.bringing import OVER
from advisory.consultations.views.building import BOTH, FACILITATOR, english, own_one
from advisory.consultations.views.drafts import token_in
from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.foundation.access import Impossible
from advisory.foundation.pages import Page, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.people import queries as people

NO_SLIP = for_staff("There is no free slip with this number.")
MOST_SHOWN = 200


@dataclass(frozen=True)
class Look:
    """What would come in now."""

    new: list[Submission]
    before: int
    problems: list[RowProblem]
    stops: list[str]
    unknown: list[str]


@room.page(
    "/staff/consultations/<uuid:consultation_id>/responses/bring",
    opens=FACILITATOR,
    methods=BOTH,
    takes_files=True,
)
def bring_responses(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    if lifecycle.may_change_words(own) and request.method == "POST":
        raise Impossible(actions.NOT_YET)
    if "go_on" in request.form:
        return _keep(own)
    form = SubmissionsForm()
    if form.validate_on_submit():
        token = token_in(request.form)
        contributions.same_form_waits(session(), token)
        waits = {"sheets": as_kept({"rows": form.sheet}), "speaks": form.language}
        contributions.save_draft(session(), {"submissions": str(own.id), **waits}, token=token)
        return _page(own, look=_look(own, waits), token=token)
    return _page(own, form=form)


def _page(
    own: Consultation,
    *,
    form: SubmissionsForm | None = None,
    look: Look | None = None,
    token: str = "",
    came: int = 0,
) -> Page:
    page = problems if form is not None and form.errors else show
    return page(
        "staff/consultations/bring_responses.html",
        form=form or GoOnForm(formdata=None, data={"token": token}),
        own=own,
        title=english(own.title),
        look=look,
        came=came,
        may_come=not lifecycle.may_change_words(own),
        most=MOST_SHOWN,
        has_files=any(q.kind in {QuestionKind.VOICE, QuestionKind.FILE} for q in own.questions),
    )


def _look(own: Consultation, waits: Mapping[str, Any]) -> Look:
    sheet = as_sheets(waits["sheets"])["rows"]
    brought: Brought = read_submissions(own, sheet, speaks=waits["speaks"], today=today())
    marks = {
        one.instance: queries.mark_of(session(), own.id, one.instance) for one in brought.found
    }
    known = queries.known_marks(session(), own.id, marks.values())
    new = [one for one in brought.found if marks[one.instance] not in known]
    slips = queries.free_slips(session(), own.board_id, {one.slip for one in new if one.slip})
    fits = [one for one in new if not one.slip or one.slip in slips]
    wrong = [RowProblem(one.row, str(NO_SLIP)) for one in new if one not in fits]
    listed = sorted([*brought.problems, *wrong], key=lambda one: one.row)
    before = len(brought.found) - len(new)
    return Look(fits, before, listed, brought.stops, brought.unknown)


def _keep(own: Consultation) -> Page:
    """Some at a time; what came in once does not come in again, however often it is tapped."""
    token = token_in(request.form)
    contributions.same_form_waits(session(), token)
    waits = kept.draft_of_form(session(), token) or {}
    board = people.site_board(session())
    if waits.get("submissions") != str(own.id) or board is None:
        again = SubmissionsForm(formdata=None)
        again.form_errors.append(str(OVER))
        return _page(own, form=again)
    look = _look(own, waits)
    came = actions.import_submissions(session(), own, look.new, board=board, by=hat())
    return _page(own, look=_look(own, waits), token=token, came=came)
