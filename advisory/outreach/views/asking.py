"""A consultation at a kiosk: one question on a page, read back, sent with the person's yes."""

from uuid import UUID

from flask import request

from advisory.consultations.actions import answering as actions
from advisory.consultations.actions.answering import Entered, Sent
from advisory.consultations.forms.answering import typed_in
from advisory.consultations.models import Question, Wrote
from advisory.consultations.queries import asking as consultations
from advisory.consultations.queries import showing, typed
from advisory.consultations.queries.typed import Answering
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.entering import interpreter
from advisory.consultations.rules.kinds import kind_of
from advisory.contributions.actions import Told
from advisory.contributions.models import Channel, Use
from advisory.contributions.rules import PreparedCode, prepare_code
from advisory.feedback.actions import moving
from advisory.foundation.access import KIOSK, Impossible
from advisory.foundation.keys import keyring
from advisory.foundation.pages import Page, go, helper, problems, session, show
from advisory.languages.catalogues import current
from advisory.languages.registry import LANGUAGES
from advisory.outreach.forms import AskedBackForm, AskedForm
from advisory.outreach.views import room
from advisory.outreach.views.assisting import around
from advisory.outreach.views.kiosk import Beside, beside, elsewhere

BOTH = ("GET", "POST")


def _answering() -> tuple[Beside, Answering] | None:
    """Who stands here and what they have said so far; None without their yes."""
    here = beside()
    if here is None or not here.agreed or not here.asks:
        return None
    own = consultations.consultation(session(), UUID(here.asks))
    if own is None or own.board_id != helper().board_id or own.stage not in lifecycle.TO_MEMBERS:
        return None
    made = typed.answering(session(), own, here.typed, draft_id=here.draft_id, token=here.token)
    return here, made


def _way(mine: Answering) -> list[Question]:
    return [one for one in mine.way if kind_of(one).may_be_written_down]


@room.page("/assist/<lang:l>/asked", opens=KIOSK)
def asked() -> Page:
    """To the first question that was neither answered nor skipped, else to the last look."""
    found = _answering()
    if found is None:
        return elsewhere()
    mine = found[1]
    seen = mine.skipped | set(mine.typed)
    ahead = next((one for one in _way(mine) if str(one.id) not in seen), None)
    return go("outreach.ask", question_id=ahead.id) if ahead else go("outreach.asked_back")


@room.page("/assist/<lang:l>/asked/<uuid:question_id>", opens=KIOSK, methods=BOTH)
def ask(question_id: UUID) -> Page:
    found = _answering()
    if found is None:
        return elsewhere()
    here, mine = found
    question = next((one for one in _way(mine) if one.id == question_id), None)
    if question is None:
        return go("outreach.asked")
    if request.method != "POST" or not AskedForm().validate():
        return _page(mine, question)
    _take(here, mine, question)
    if "switch" in request.form:
        return go("outreach.languages", after="asked")
    if problem := mine.problem(question):
        return _page(mine, question, problem)
    return _onward(mine, question)


def _take(here: Beside, mine: Answering, question: Question) -> None:
    """What was typed stays, also under a question that is skipped."""
    key = str(question.id)
    mine.typed[key] = typed_in(request.form)
    if "skip" in request.form:
        mine.skipped.add(key)
    else:
        mine.skipped.discard(key)
    here.keep(skipped=sorted(mine.skipped), typed=mine.typed)


def _onward(mine: Answering, question: Question) -> Page:
    way = _way(mine)
    at = way.index(question)
    if "back" in request.form:
        at = max(at - 1, 0)
        return go("outreach.ask", question_id=way[at].id)
    if at + 1 < len(way):
        return go("outreach.ask", question_id=way[at + 1].id)
    return go("outreach.asked_back")


def _page(mine: Answering, question: Question, problem: str = "") -> Page:
    form = AskedForm(formdata=None, data={"token": mine.token, "asked": str(question.id)})
    if problem:
        form.form_errors = [problem]
    tag = lifecycle.asked_in(mine.own, current().tag)
    asks = [one for one in _way(mine) if kind_of(one).asks]
    page = problems if problem else show
    return page(
        "public/outreach/ask.html",
        form=form,
        one=showing.asking(session(), question, tag),
        typed=mine.typed.get(str(question.id), {}),
        number=asks.index(question) + 1 if question in asks else 0,
        count=len(asks),
        asked_in=tag,
        is_first=_way(mine)[0] is question,
        aloud=str(kind_of(question).aloud),
        **around(),
    )


@room.page("/assist/<lang:l>/asked/back", opens=KIOSK, methods=BOTH)
def asked_back() -> Page:
    # The slow hash is made before the first query: it holds up nobody who writes.
    prepared = prepare_code(keyring(session())) if request.method == "POST" else None
    found = _answering()
    if found is None:
        return elsewhere()
    here, mine = found
    form = AskedBackForm(data={"token": here.token})
    if "switch" in request.form:
        return go("outreach.languages", after="asked")
    if not form.validate_on_submit():
        return _back_page(mine, form)
    problem = next(filter(None, map(mine.problem, _way(mine))), "")
    if not problem:
        try:
            return _send(here, mine, form, prepared)
        except Impossible as why:
            problem = str(why)
    form.form_errors.append(problem)
    return _back_page(mine, form)


def _back_page(mine: Answering, form: AskedBackForm) -> Page:
    tag = lifecycle.asked_in(mine.own, current().tag)
    given = mine.answers.given
    page = problems if form.errors else show
    return page(
        "public/outreach/asked_back.html",
        form=form,
        replies=[
            showing.reply(session(), one, given.get(one.id), tag)
            for one in _way(mine)
            if kind_of(one).asks
        ],
        has_words=any(one.words for one in given.values()),
        **around(),
    )


def _send(
    here: Beside, mine: Answering, form: AskedBackForm, prepared: PreparedCode | None
) -> Page:
    spoken = current().tag if current().tag in LANGUAGES else "en"
    told = Told(
        words="",
        speaks="en" if form.in_english.data else spoken,
        reads=spoken,
        channel=Channel.HELPER,
        spoken_consent=True,
        promise=here.promise,
        use=Use.QUOTE if form.use.data == Use.QUOTE else Use.COUNT,
        counted=form.use.data in set(Use),
    )
    through = interpreter(str(here.typed.get("interpreter")))
    entered = Entered(by=helper(), wrote=Wrote.HELPER, interpreter=through, languages=[spoken])
    actions.accept(
        session(),
        mine.own,
        Sent(mine.answers, told, entered=entered),
        board=moving.board_of(session(), helper().board_id),
        token=here.token,
        prepared=prepared,
    )
    return go("outreach.code")
