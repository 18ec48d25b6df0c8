"""One question on a page: next, skip, back, another language, or stop and finish later."""

from uuid import UUID

from flask import request

from advisory.consultations.forms.answering import AnswerForm, typed_in
from advisory.consultations.models import Question
from advisory.consultations.queries import showing
from advisory.consultations.queries.typed import Answering
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.kinds import kind_of
from advisory.consultations.views import attaching, opining, room
from advisory.consultations.views.asking import public_one
from advisory.consultations.views.drafts import answering, elsewhere, keep, switch, token_of
from advisory.consultations.views.sending import prepared_code, send_later
from advisory.contributions.rules import PreparedCode, part_token
from advisory.foundation.access import ANYONE, Refused
from advisory.foundation.pages import Page, go, problems, session, show
from advisory.languages.catalogues import current

BOTH = ("GET", "POST")


@room.page(
    "/<lang:l>/questions/<uuid:consultation_id>/<uuid:draft_id>/<uuid:question_id>",
    opens=ANYONE,
    methods=BOTH,
    takes_files=True,
    hears=True,
)
def question(consultation_id: UUID, draft_id: UUID, question_id: UUID) -> Page:
    form = AnswerForm()
    prepared = prepared_code("later")
    # Sounds and pictures are made anew before the first query: that holds up nobody who writes.
    attaching.hear(form, token_of(draft_id), question_id)
    own = public_one(consultation_id)
    here = next((one for one in own.questions if one.id == question_id), None)
    if here is None:
        raise Refused(exists=False)
    mine = answering(own, draft_id)
    if mine is None:
        return elsewhere(own, draft_id)
    if not form.is_submitted():
        return _page(mine, here)
    _take(mine, here)
    if refused := attaching.take(form, mine, here):
        return _page(mine, here, refused)
    return _onward(mine, here, prepared)


def _take(mine: Answering, here: Question) -> None:
    """All that was typed stays, also under a question that is skipped."""
    key = str(here.id)
    typed = typed_in(request.form)
    mine.typed[key] = opining.together(mine, here, typed) if here.poll else typed
    if "skip" in request.form:
        mine.skipped.add(key)
    else:
        mine.skipped.discard(key)
    keep(mine)


def _onward(mine: Answering, here: Question, prepared: PreparedCode | None) -> Page:
    if "switch" in request.form:
        return switch("consultations.question", **_at(mine, here))
    way = mine.way
    at = way.index(here) if here in way else 0
    if "back" in request.form:
        return (
            _to(mine, way[at - 1])
            if at
            else go("consultations.public_consultation", consultation_id=mine.own.id)
        )
    if "remove" in request.form or (here.poll and opining.stays(request.form)):
        return _to(mine, here)
    if problem := mine.problem(here):
        return _page(mine, here, problem)
    if "later" in request.form:
        return send_later(mine, prepared)
    return _forward(mine, way, at)


def _forward(mine: Answering, way: list[Question], at: int) -> Page:
    if at + 1 < len(way):
        return _to(mine, way[at + 1])
    return go("consultations.check_answers", consultation_id=mine.own.id, draft_id=mine.draft_id)


def _at(mine: Answering, here: Question) -> dict[str, object]:
    return {"consultation_id": mine.own.id, "draft_id": mine.draft_id, "question_id": here.id}


def _to(mine: Answering, there: Question) -> Page:
    return go("consultations.question", **_at(mine, there))


def _page(mine: Answering, here: Question, problem: str = "") -> Page:
    part = part_token(mine.token, str(here.id))
    form = AnswerForm(formdata=None, data={"token": mine.token, "part": part})
    tag = lifecycle.asked_in(mine.own, current().tag)
    asks = [one for one in mine.way if kind_of(one).asks]
    if problem:
        form.form_errors = [problem]
    shown = problems if problem else show
    return shown(
        "public/consultations/question.html",
        form=form,
        one=showing.asking(session(), here, tag),
        typed=mine.typed.get(str(here.id), {}),
        number=asks.index(here) + 1 if here in asks else 0,
        count=len(asks),
        asked_in=tag,
        is_change=bool(mine.response_id),
        files=[(file, attaching.url_of(mine, here, file)) for file in mine.files(here)],
        waits=mine.waiting.get(str(here.id), ()),
        switch_form="answer",
        opinion=opining.page_of(mine, here, tag) if here.poll else None,
    )
