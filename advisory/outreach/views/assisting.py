"""What a person does at a kiosk: hear the promise, agree, answer, hear it back, take the code."""

from typing import Any

from flask import request

from advisory.consultations.queries import responses
from advisory.contributions import queries as kept
from advisory.contributions.actions import Told
from advisory.contributions.models import Channel, Use
from advisory.contributions.rules import PreparedCode, prepare_code
from advisory.feedback import queries as feedback
from advisory.feedback.actions import accepting, moving
from advisory.feedback.actions.accepting import About
from advisory.feedback.models import Face
from advisory.feedback.rules import FACE_ICONS, Pictures
from advisory.foundation.access import KIOSK
from advisory.foundation.keys import keyring
from advisory.foundation.pages import Page, go, helper, problems, session, show
from advisory.languages.catalogues import current, for_public, is_draft
from advisory.languages.registry import LANGUAGES
from advisory.languages.safety import SAFETY
from advisory.outreach import rules
from advisory.outreach.forms import AgreeForm, AnswerForm, ReadBackForm
from advisory.outreach.views import room
from advisory.outreach.views.kiosk import (
    Beside,
    beside,
    clear,
    elsewhere,
    home_address,
    said_at_the_desk,
    touched,
)
from advisory.people import queries as people
from advisory.routing import queries as routing
from advisory.routing.rules import Pictured
from advisory.words import queries as words

BOTH = ("GET", "POST")
SOMETHING_FIRST = for_public("Choose a picture or write a word first.")


@room.page("/assist/<lang:l>/promise", opens=KIOSK, methods=BOTH)
def agree() -> Page:
    here = beside()
    if here is None:
        return elsewhere()
    form = AgreeForm(data={"token": here.token, "interpreter": here.typed.get("interpreter")})
    if "switch" in request.form:
        return go("outreach.languages", after="agree")
    if not form.validate_on_submit():
        page = problems if form.errors else show
        return page("public/outreach/agree.html", form=form, **around(), **_aloud())
    if form.agrees.data == "no":
        return clear()
    here.keep(agreed=True, promise=_played(), interpreter=form.interpreter.data)
    return go(_first(here))


def _first(here: Beside) -> str:
    """The page after the promise: the questions of this kiosk, or words of one's own."""
    return "outreach.asked" if here.asks else "outreach.answer"


def _has_words() -> bool:
    return current().tag == "en" or str(SAFETY.PROMISE) != SAFETY.PROMISE.message


def _aloud() -> dict[str, object]:
    """In the person's language where we have it; while it is a draft the English stands below."""
    tag = current().tag
    return {"has_words": _has_words(), "with_english": tag != "en" and is_draft(tag)}


def _played() -> tuple[str, str]:
    return current().tag if _has_words() else "en", str(SAFETY.PROMISE)


@room.page("/assist/<lang:l>/answer", opens=KIOSK, methods=BOTH)
def answer() -> Page:
    here = beside()
    if here is None or not here.agreed:
        return elsewhere()
    form = AnswerForm(data=here.typed | {"token": here.token})
    topics = _topics()
    form.offer(topics)
    shown = {"form": form, "topics": topics, "icons": FACE_ICONS, **around()}
    if request.method != "POST":
        return show("public/outreach/answer.html", **shown)
    is_whole = form.validate()
    typed = form.kept()
    if not is_whole:
        return problems("public/outreach/answer.html", **shown)
    here.keep(**typed)
    if "switch" in request.form:
        return go("outreach.languages", after="answer")
    if not any(typed[name] for name in ("said", "topic", "face")):
        form.form_errors.append(SOMETHING_FIRST)
        return problems("public/outreach/answer.html", **shown)
    return go("outreach.read_back")


@room.page("/assist/<lang:l>/read-back", opens=KIOSK, methods=BOTH)
def read_back() -> Page:
    # The slow hash is made before the first query: it holds up nobody who writes.
    prepared = prepare_code(keyring(session())) if request.method == "POST" else None
    here = beside()
    if here is None or not here.agreed:
        return elsewhere()
    form = ReadBackForm(data={"token": here.token})
    if "switch" in request.form:
        return go("outreach.languages", after="read_back")
    chosen = _chosen(here.typed)
    if form.validate_on_submit():
        staying = _staying(form, chosen)
        if not staying.is_empty:
            return _send(here, form, staying, prepared)
        form.form_errors.append(SOMETHING_FIRST)
    page = problems if form.errors else show
    in_english = bool(here.typed.get("in_english"))
    return page(
        "public/outreach/read_back.html",
        form=form,
        chosen=chosen,
        in_english=in_english,
        a_woman=people.has_woman_reader(session(), helper().board_id),
        **around(),
    )


def _staying(form: ReadBackForm, chosen: Pictures) -> Pictures:
    return Pictures(
        topic=chosen.topic if form.keep_topic.data else None,
        face=chosen.face if form.keep_face.data else None,
        said=chosen.said if form.keep_said.data else "",
    )


def _send(
    here: Beside, form: ReadBackForm, staying: Pictures, prepared: PreparedCode | None
) -> Page:
    spoken = current().tag if current().tag in LANGUAGES else "en"
    in_english = bool(here.typed.get("in_english") and staying.said)
    told = Told(
        words=staying.said if in_english else staying.in_words(),
        english=staying.in_english(),
        speaks="en" if in_english else spoken,
        reads=spoken,
        channel=Channel.HELPER,
        spoken_consent=True,
        promise=here.promise,
        use=Use.QUOTE if form.use.data == Use.QUOTE else Use.COUNT,
        counted=form.use.data in set(Use),
        wants_woman=bool(form.wants_woman.data),
        not_my_country=bool(form.not_my_country.data),
    )
    topic_id = staying.topic.topic_id if staying.topic else None
    accepted = accepting.accept(
        session(),
        told,
        About(topic_id=topic_id, face=staying.face),
        board=moving.board_of(session(), helper().board_id),
        token=here.token,
        hurt_soon=bool(form.hurt_soon.data),
        prepared=prepared,
        by=helper(),
    )
    if not accepted.repeated:
        notes = [rules.agreed(here.typed.get("interpreter") or "none")]
        notes += [f"written in English, said in: {spoken}"] if told.speaks != spoken else []
        for note in notes:
            moving.note(session(), accepted.feedback, note, by=helper(), coarse=True)
    return go("outreach.code")


@room.page("/assist/<lang:l>/code", opens=KIOSK)
def code() -> Page:
    here = touched()
    receipt = kept.receipt(session(), here["token"]) if here else None
    item = feedback.item_of(session(), receipt.contribution_id) if receipt else None
    answered = responses.response_of(session(), receipt.contribution_id) if receipt else None
    if here is None or receipt is None or (item or answered) is None:
        return go("outreach.wall")
    digits = kept.code_in(receipt, here["token"])
    return show(
        "public/outreach/code.html",
        digits="".join(digits.groups) if digits else "",
        address=home_address(),
        news_on=item.promised_on if item else None,
        **around(),
    )


@room.page("/assist/<lang:l>/again", opens=KIOSK, methods=("POST",))
def again() -> Page:
    """The session ended in the middle: the words waited, sealed, for the page that carries them."""
    here = beside()
    if here is None:
        return elsewhere()
    return go(_first(here) if here.agreed else "outreach.agree")


@room.page("/assist/<lang:l>/languages/<any(agree,answer,read_back,asked):after>", opens=KIOSK)
def languages(after: str) -> Page:
    """Another language in the middle: what was said so far stays."""
    opened = words.opened_languages(session(), helper().board_id)
    return show(
        "public/outreach/languages.html",
        doors=[language for language, _as_draft in opened],
        endpoint=f"outreach.{after}",
        **around(),
    )


def around() -> dict[str, Any]:
    return {"desk": said_at_the_desk(), "switch_form": "kiosk"}


def _topics() -> list[Pictured]:
    return routing.pictured_topics(session(), helper().board_id, current().tag)


def _chosen(typed: dict[str, Any]) -> Pictures:
    wanted = typed.get("topic", "")
    return Pictures(
        topic=next((one for one in _topics() if str(one.topic_id) == wanted), None),
        face=Face(typed["face"]) if typed.get("face") else None,
        said=typed.get("said", ""),
    )
