"""Writing for a person beside the facilitator, and what arrived another way."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import session as visit
from werkzeug.wrappers import Response

from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.actions import Told
from advisory.contributions.models import Channel, Code
from advisory.contributions.rules import new_form_token
from advisory.desk.forms.entering import (
    ArrivedForm,
    ConsentForm,
    LanguagesForm,
    WriteForForm,
)
from advisory.desk.views import room
from advisory.desk.views.slips import FACILITATOR, SLIP, hand_over
from advisory.feedback.actions import accepting, moving
from advisory.feedback.actions.accepting import About, Accepted
from advisory.foundation.access import Impossible
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import (
    current,
    for_staff,
    is_draft,
    speaking,
)
from advisory.languages.registry import LANGUAGES, SPOKEN, Language
from advisory.languages.safety import SAFETY
from advisory.people.models import Board
from advisory.routing import queries as routing
from advisory.words import queries as words
from advisory.words.models import Text

BESIDE = "writing_for"
SPEAKS_FOR_ITSELF = {Channel.PHONE, Channel.VOICE_NOTE, Channel.GROUP}


def board() -> Board:
    return moving.board_of(session(), hat().board_id)


def open_board() -> Board:
    found = board()
    if found.sending_opened_at is None:
        raise Impossible(
            for_staff("Sending is not open yet. “Before sending opens” says what is missing.")
        )
    return found


def name_of(text: Text) -> str:
    return words.shown(session(), text, current().tag).body


def offer_subjects(form: WriteForForm | ArrivedForm) -> None:
    """The board's topics and services, by their names in the language of the page."""
    board_id = hat().board_id
    form.offer(
        topics=[(str(row.id), name_of(row.name)) for row in routing.topics(session(), board_id)],
        services=[
            (str(row.id), name_of(row.name)) for row in routing.services(session(), board_id)
        ],
    )


# ── Write for someone: languages, the promise and the yes, the words, read back, the slip ────────


@room.page("/staff/write-for", opens=FACILITATOR, methods=("GET", "POST"))
def write_for() -> Page:
    open_board()
    form = LanguagesForm()
    if not form.is_submitted():
        return show("staff/desk/write_for.html", form=form)
    if not form.validate():
        return problems("staff/desk/write_for.html", form=form)
    token = new_form_token()
    spoken = {"speaks": form.speaks.data, "reads": form.reads.data, "agreed": False}
    draft = contributions.save_draft(session(), spoken, token=token)
    visit[BESIDE] = {"token": token, "draft_id": str(draft.id)}
    return go("desk.read_promise")


@dataclass(frozen=True)
class Beside:
    """What is known so far of the person beside the facilitator."""

    token: str
    draft_id: UUID
    typed: dict[str, Any]

    @property
    def reads(self) -> Language:
        return LANGUAGES[self.typed["reads"]]

    @property
    def promise(self) -> tuple[str, str] | None:
        """As it was read out when the yes came, and in which language."""
        said = self.typed.get("promise")
        return (said[0], said[1]) if said else None

    def keep(self, **more: object) -> None:
        content = {**self.typed, **more}
        contributions.save_draft(session(), content, token=self.token, draft_id=self.draft_id)


def _beside() -> Beside | None:
    """None when nobody was begun for, or it lies longer back than a day."""
    begun = visit.get(BESIDE)
    if not begun:
        return None
    draft_id = UUID(begun["draft_id"])
    typed = kept.draft(session(), draft_id, begun["token"])
    return Beside(begun["token"], draft_id, typed) if typed else None


@room.page("/staff/write-for/promise", opens=FACILITATOR, methods=("GET", "POST"))
def read_promise() -> Page:
    beside = _beside()
    if beside is None:
        return go("desk.write_for")
    form = ConsentForm()
    spoken = {"beside": beside, "form": form, **_aloud(beside.reads)}
    if not form.is_submitted():
        return show("staff/desk/read_promise.html", **spoken)
    if not form.validate():
        return problems("staff/desk/read_promise.html", **spoken)
    if form.agrees.data == "no":
        return stop_writing()
    beside.keep(agreed=True, promise=_read_out(beside.reads))
    return go("desk.write_words")


def _aloud(reads: Language) -> dict[str, object]:
    """What is read out: in the person's language where we have it, and in English."""
    sentences = (SAFETY.PROMISE, SAFETY.SPOKEN_CONSENT, SAFETY.STOP_ANY_TIME)
    english = [sentence.in_english() for sentence in sentences]
    with speaking(reads.tag):
        theirs = [str(sentence) for sentence in sentences]
    has_words = reads.tag == "en" or not set(theirs) & set(english)
    return {
        "theirs": theirs,
        "english": english,
        "has_words": has_words,
        "is_draft": has_words and is_draft(reads.tag),
    }


def _read_out(reads: Language) -> tuple[str, str]:
    """In which language the person heard the promise, and how it went."""
    tag = reads.tag if _aloud(reads)["has_words"] else "en"
    with speaking(tag):
        return tag, str(SAFETY.PROMISE)


@room.page("/staff/write-for/stop", opens=FACILITATOR, methods=("POST",))
def stop_writing() -> Page:
    """The person said no: what was typed is emptied at once."""
    if beside := _beside():
        contributions.save_draft(session(), {}, token=beside.token, draft_id=beside.draft_id)
    visit.pop(BESIDE, None)
    return show("staff/desk/write_stopped.html")


@room.page("/staff/write-for/words", opens=FACILITATOR, methods=("GET", "POST"))
def write_words() -> Page:
    beside = _beside()
    if beside is None or not beside.typed["agreed"]:
        return go("desk.write_for")
    form = WriteForForm(data=beside.typed)
    offer_subjects(form)
    around = {"form": form, "beside": beside, "spoken": SPOKEN[beside.typed["speaks"]]}
    if not form.is_submitted():
        return show("staff/desk/write_words.html", **around)
    if not form.validate() or _refuses_slip(form):
        return problems("staff/desk/write_words.html", **around)
    beside.keep(**form.kept())
    return go("desk.read_back")


def _refuses_slip(form: WriteForForm | ArrivedForm) -> bool:
    if not form.locator or is_free(kept.code_at(session(), form.locator)):
        return False
    form.refuse_locator()
    return True


def is_free(code: Code | None) -> bool:
    return code is not None and code.contribution_id is None and code.board_id == hat().board_id


@room.page("/staff/write-for/read-back", opens=FACILITATOR)
def read_back() -> Page:
    beside = _beside()
    if beside is None or "words" not in beside.typed:
        return _over()
    form = WriteForForm(data=beside.typed)
    offer_subjects(form)
    in_english = beside.typed["written_in"] == "english"
    tag = "en" if in_english else beside.typed["speaks"]
    language = LANGUAGES.get(tag)
    direction = language.direction if language else "auto"
    around = {"form": form, "beside": beside, "tag": tag, "direction": direction}
    return show("staff/desk/read_back.html", **around)


@room.page("/staff/write-for/send", opens=FACILITATOR, methods=("POST",))
def send_for() -> Page:
    beside = _beside()
    if beside is None or "words" not in beside.typed:
        return _over()
    form = WriteForForm(formdata=None, data=beside.typed)
    if _refuses_slip(form):
        return go("desk.write_words")
    spoken = beside.typed["speaks"]
    told = Told(
        channel=Channel.HELPER,
        speaks="en" if form.written_in.data == "english" else spoken,
        reads=beside.reads.tag,
        spoken_consent=True,
        promise=beside.promise,
        **form.told(),
    )
    accepted = _accept(told, form.about(), token=beside.token, hurt=bool(form.hurt_soon.data))
    if told.speaks != spoken:
        _note(accepted, f"written in English, said in: {spoken}")
    visit.pop(BESIDE, None)
    return hand_over(beside.token, "desk.write_for")


def _over() -> Response:
    """Nothing is left to write: it was sent a moment ago (a double tap), or never begun."""
    begun = visit.pop(BESIDE, None)
    if begun and kept.receipt(session(), begun["token"]) is not None:
        return hand_over(begun["token"], "desk.write_for")
    return go("desk.slip" if SLIP in visit else "desk.write_for")


def _accept(told: Told, about: About, *, token: str, hurt: bool) -> Accepted:
    return accepting.accept(
        session(), told, about, board=open_board(), token=token, hurt_soon=hurt, by=hat()
    )


def _note(accepted: Accepted, what: str) -> None:
    if not accepted.repeated:
        moving.note(session(), accepted.feedback, what, by=hat(), coarse=True)


# ── What arrived another way ─────────────────────────────────────────────────────────────────────


@room.page("/staff/arrived", opens=FACILITATOR, methods=("GET", "POST"))
def arrived() -> Page:
    open_board()
    form = ArrivedForm()
    offer_subjects(form)
    if not form.is_submitted():
        form.token.data = new_form_token()
        return show("staff/desk/arrived.html", form=form)
    token = form.token.data or new_form_token()
    is_new = kept.receipt(session(), token) is None
    if not form.validate() or (is_new and _refuses_slip(form)):
        return problems("staff/desk/arrived.html", form=form)
    accepted = _accept(
        _told_another_way(form), form.about(), token=token, hurt=bool(form.hurt_soon.data)
    )
    _note(accepted, f"written down by: {form.written_by.data}")
    if form.written_in.data == "english" and form.speaks.data != "en":
        _note(accepted, f"written in English, said in: {form.speaks.data}")
    return hand_over(token, "desk.arrived")


def _told_another_way(form: ArrivedForm) -> Told:
    channel = Channel(form.channel.data)
    return Told(
        channel=channel,
        speaks="en" if form.written_in.data == "english" else form.speaks.data,
        reads=form.reads.data,
        heads=form.head_count,
        arrived_on=form.said_day,
        spoken_consent=channel in SPEAKS_FOR_ITSELF,
        **form.told(),
    )
