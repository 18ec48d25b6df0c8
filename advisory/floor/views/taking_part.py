"""A phone in the room: a number from the wall, then one page with all it can do."""

from flask import request
from flask import session as visit

from advisory.floor import queries, rules
from advisory.floor.actions import taking_part as actions
from advisory.floor.forms import NumberForm, QuestionForm
from advisory.floor.models import CardKind, Floor, Scale, Show, Turn
from advisory.floor.views import BOTH, room
from advisory.foundation.access import ANYONE, Impossible, allow
from advisory.foundation.database import now
from advisory.foundation.pages import Page, close, go, problems, session, show
from advisory.languages.catalogues import current, for_public
from advisory.languages.registry import LANGUAGES
from advisory.words import queries as words

NO_SUCH = for_public("No meeting has this number now. Look at the wall again.")
CARDS = {
    CardKind.SLOWER: (for_public("Please speak more slowly"), "clock"),
    CardKind.NOT_CLEAR: (for_public("I did not understand"), "unsure"),
    CardKind.PAUSE: (for_public("I need a pause"), "warn"),
}
PICKS = {
    Scale.YES_NO: {
        "yes": (for_public("Yes"), "check"),
        "no": (for_public("No"), "close"),
        "unsure": (for_public("Not sure"), "unsure"),
    },
    Scale.AGREE: {
        "agree": (for_public("I agree"), "check"),
        "disagree": (for_public("I disagree"), "close"),
        "pass": (for_public("I am not sure"), "unsure"),
    },
}


@room.page("/<lang:l>/floor", opens=ANYONE, methods=BOTH)
def join() -> Page:
    """The QR code on the wall brings the number; whoever pressed before keeps their token."""
    form = NumberForm(data={"number": request.args.get("number", "")})
    if not form.validate_on_submit():
        return (problems if form.errors else show)("public/floor/join.html", form=form)
    floor = queries.floor_numbered(session(), str(form.number.data))
    if floor is None or not rules.is_open(floor, now()):
        return _again(form, NO_SUCH)
    kept = visit.get("floor", {})
    token = kept.get(floor.number, "")
    if not queries.is_known(session(), floor, token):
        try:
            token = actions.join(session(), floor)
        except Impossible as why:
            close()
            return _again(form, str(why))
    visit["floor"] = {floor.number: token}
    return go("floor.take_part", number=floor.number, phone=token)


def _again(form: NumberForm, why: str) -> Page:
    form.number.errors = [*form.number.errors, why]
    return problems("public/floor/join.html", form=form)


@room.page("/floor/<number>", opens=ANYONE)
def choose_language(number: str) -> Page:
    """From the QR code on the wall: the languages of this meeting, each in its own name."""
    floor = queries.floor_numbered(session(), number)
    allow(floor is not None and rules.is_open(floor, now()), exists=False)
    assert floor is not None  # noqa: S101 - allowed just now
    opened = [one for one, _draft in words.opened_languages(session(), floor.meeting.board_id)]
    return show(
        "public/floor/choose_language.html",
        doors=sorted(opened, key=lambda one: one.tag not in floor.meeting.languages),
        number=number,
        switch_url=None,
    )


def _here(number: str, phone: str) -> Floor:
    """The floor of this phone; 404 for a phone that was not let in."""
    floor = queries.floor_numbered(session(), number)
    allow(floor is not None and queries.is_known(session(), floor, phone), exists=False)
    assert floor is not None  # noqa: S101 - allowed just now
    return floor


@room.page("/<lang:l>/floor/<number>/<phone>", opens=ANYONE, methods=BOTH)
def take_part(number: str, phone: str) -> Page:
    floor = _here(number, phone)
    if request.method == "POST":
        _take(floor, phone)
        return go("floor.take_part", number=number, phone=phone, **_held(floor))
    found = queries.shows(session(), floor.meeting_id)
    asked = queries.questions(session(), floor.meeting_id, Turn.SHOWN)
    return show(
        "public/floor/take_part.html",
        number=number,
        phone=phone,
        meeting=words.shown(session(), floor.meeting.title, current().tag),
        is_open=rules.is_open(floor, now()),
        shows=[_seen(one, phone) for one in found[:3]],
        asked=asked[0] if asked else None,
        cards=CARDS,
        held=request.args.get("held", ""),
    )


def _seen(one: Show, phone: str) -> dict[str, object]:
    own = rules.phone_hash(phone, one.id)
    return {
        "row": one,
        "words": words.shown(session(), one.words, current().tag),
        "picks": PICKS[one.scale],
        "mine": next((hand.pick for hand in one.hands if hand.phone_hash == own), ""),
        "told": rules.figures(one) if one.closed_at else None,
    }


def _take(floor: Floor, phone: str) -> None:
    """Either a hand or a card. What came too late changes nothing, and the page says it."""
    kind = request.form.get("card", "")
    show_id, _, pick = request.form.get("hand", "").partition("/")
    try:
        if kind in set(CardKind):
            actions.hold_up(session(), floor, CardKind(kind), token=phone)
        found = queries.shows(session(), floor.meeting_id)
        if (one := next((one for one in found if str(one.id) == show_id), None)) is not None:
            actions.raise_hand(session(), one, token=phone, pick=pick)
    except Impossible:
        return


def _held(floor: Floor) -> dict[str, str]:
    kind = request.form.get("card", "")
    return {"held": kind} if kind in set(CardKind) and rules.is_open(floor, now()) else {}


@room.page("/<lang:l>/floor/<number>/<phone>/ask", opens=ANYONE, methods=BOTH)
def ask(number: str, phone: str) -> Page:
    floor = _here(number, phone)
    form = QuestionForm()
    page = {"number": number, "phone": phone, "form": form}
    if not form.validate_on_submit():
        return (problems if form.errors else show)("public/floor/ask.html", **page)
    try:
        actions.ask(
            session(),
            floor,
            str(form.body.data),
            language=current().tag if current().tag in LANGUAGES else "en",
            token=str(form.token.data),
        )
    except Impossible as why:
        close()
        form.form_errors.append(str(why))
        return problems("public/floor/ask.html", **page)
    return go("floor.take_part", number=number, phone=phone, held="question")
