"""The last look, sending, and the code. Whoever stops in the middle gets a code too."""

from uuid import UUID

from flask import request
from flask import session as visit
from sqlalchemy.exc import IntegrityError

from advisory.consultations.actions import answering as actions
from advisory.consultations.actions.answering import Sent
from advisory.consultations.forms.answering import SendForm
from advisory.consultations.models import Question, Response
from advisory.consultations.queries import showing
from advisory.consultations.queries.responses import response
from advisory.consultations.queries.typed import Answering
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.kinds import Given, kind_of
from advisory.consultations.views import asking, attaching, drafts, room
from advisory.consultations.views.drafts import elsewhere, switch
from advisory.contributions.rules import PreparedCode, prepare_code
from advisory.files.ports.decoding import Kind
from advisory.foundation.access import ANYONE, Impossible
from advisory.foundation.keys import keyring
from advisory.foundation.pages import Page, close, go, problems, session, show
from advisory.languages.catalogues import current
from advisory.languages.registry import LANGUAGES
from advisory.people import queries as people

TEMPLATE = "public/consultations/check_answers.html"


@room.page(
    "/<lang:l>/questions/<uuid:consultation_id>/<uuid:draft_id>/check",
    opens=ANYONE,
    methods=("GET", "POST"),
)
def check_answers(consultation_id: UUID, draft_id: UUID) -> Page:
    form = SendForm()
    prepared = prepared_code("send")
    own = asking.public_one(consultation_id)
    mine = drafts.answering(own, draft_id)
    if mine is None:
        return elsewhere(own, draft_id)
    if not form.validate_on_submit():
        return _page(mine, form)
    if "switch" in request.form:
        return switch("consultations.check_answers", consultation_id=own.id, draft_id=draft_id)
    return _send(mine, form, prepared)


def prepared_code(button: str) -> PreparedCode | None:
    """A code made ready before the first query: its slow hash holds up nobody who writes."""
    return prepare_code(keyring(session())) if button in request.form else None


def _page(mine: Answering, form: SendForm) -> Page:
    tag = lifecycle.asked_in(mine.own, current().tag)
    if not form.is_submitted():
        here = current().tag if current().tag in LANGUAGES else "en"
        form = SendForm(formdata=None, data={"token": mine.token, "speaks": here})
    answers = mine.answers
    replies = [
        (_reply(mine, one, answers.given.get(one.id), tag), mine.problem(one))
        for one in mine.way
        if kind_of(one).asks
    ]
    shown = problems if form.errors else show
    return shown(
        TEMPLATE,
        form=form,
        own=mine.own,
        draft_id=mine.draft_id,
        replies=replies,
        has_words=any(
            given.words or (given.files and kind_of(one).takes is Kind.SOUND)
            for one in mine.own.questions
            if (given := answers.given.get(one.id))
        ),
        url_of=attaching.urls(mine),
        is_change=bool(mine.response_id),
        switch_form="sending",
    )


def _reply(mine: Answering, one: Question, given: Given | None, tag: str) -> showing.Reply:
    files = mine.files(one) if given else ()
    return showing.reply(session(), one, given, tag, files=files)


def _send(mine: Answering, form: SendForm, prepared: PreparedCode | None) -> Page:
    problem = next(filter(None, map(mine.problem, mine.way)), "")
    if problem:
        form.form_errors.append(problem)
        return _page(mine, form)
    try:
        _accept(mine, Sent(mine.answers, form.told(current().tag)), prepared)
    except Impossible as why:
        close()
        mine.own = asking.public_one(mine.own.id)
        form.form_errors.append(str(why))
        return _page(mine, form)
    return _after(mine)


def send_later(mine: Answering, prepared: PreparedCode | None) -> Page:
    """Keeps the answers so far, for the code to open again."""
    told = SendForm(formdata=None, data={"speaks": current().tag}).told(current().tag)
    _accept(mine, Sent(mine.answers, told, finished=False), prepared)
    return _after(mine)


def _after(mine: Answering) -> Page:
    if mine.response_id:
        return go("mine.response")
    return go("feedback.code", draft_id=mine.draft_id)


def _accept(mine: Answering, sent: Sent, prepared: PreparedCode | None) -> None:
    try:
        _accept_once(mine, sent, prepared)
    except IntegrityError:
        # Of two at the same moment one was first: a fresh look finds what it left.
        close()
        mine.own = asking.public_one(mine.own.id)
        _accept_once(mine, sent, prepared)


def _accept_once(mine: Answering, sent: Sent, prepared: PreparedCode | None) -> None:
    board = people.site_board(session())
    before = _own_response(mine)
    if board is None:
        raise Impossible(actions.CLOSED)
    actions.accept(
        session(),
        mine.own,
        sent,
        board=board,
        token=mine.token,
        response=before,
        prepared=prepared,
    )


def _own_response(mine: Answering) -> Response | None:
    """What is changed, while the page of its code is open here. Nobody changes another's."""
    if not mine.response_id:
        return None
    found = response(session(), UUID(mine.response_id))
    if found is None or visit.get("contribution") != str(found.contribution_id):
        raise Impossible(actions.CLOSED_PAGE)
    return found
