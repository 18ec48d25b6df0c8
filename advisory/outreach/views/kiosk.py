"""The kiosk: a facilitator gives this browser to people, one after the other, and takes it back.

The facilitator is signed out of it. What is left opens pages below /assist and nothing else; a
staff page leads to the door and asks for both factors.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from flask import current_app, request
from flask import session as visit
from werkzeug.wrappers import Response

from advisory.consultations.models import Consultation
from advisory.consultations.queries import asking as consultations
from advisory.consultations.rules import lifecycle
from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.rules import new_form_token
from advisory.foundation import audit
from advisory.foundation.access import KIOSK, Impossible, Role, staff
from advisory.foundation.browser_sessions import KIOSK as HELPER
from advisory.foundation.browser_sessions import Visit
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, helper, session, show
from advisory.languages.catalogues import for_staff, speaking
from advisory.languages.dates import london
from advisory.languages.registry import LANGUAGES
from advisory.outreach.rules import is_idle
from advisory.outreach.views import room
from advisory.people import queries as people
from advisory.words import queries as words

FACILITATOR = staff(Role.FACILITATOR)
ASKS = "asks"
"""What this kiosk asks everybody, until it is closed."""
BESIDE = "beside"
"""Who stands at the kiosk now: the token of their form, its draft, and the last touch."""


@room.page("/staff/kiosk", opens=FACILITATOR, methods=("GET", "POST"))
def start_kiosk() -> Page:
    board = people.site_board(session())
    if board is None or board.sending_opened_at is None:
        raise Impossible(
            for_staff("Sending is not open yet. “Before sending opens” says what is missing.")
        )
    by = hat()
    asked = asked_now(by.board_id)
    if request.method != "POST":
        titles = [(own.id, words.shown(session(), own.title, "en")) for own in asked]
        return show("staff/outreach/start_kiosk.html", asked=titles)
    wanted = request.form.get("asks", "")
    audit.record(session(), "kiosk started", "board", by.board_id, by=by, board_id=by.board_id)
    visit.clear()
    cast("Visit", visit).renew()
    visit[HELPER] = str(by.person_id)
    if wanted in {str(own.id) for own in asked}:
        visit[ASKS] = wanted
    return go("outreach.wall")


def asked_now(board_id: UUID) -> list[Consultation]:
    """What people can be asked today at a kiosk, on paper, in a group."""
    today = london(now()).date()
    public = consultations.public_consultations(session(), board_id, today)
    return [own for own in public if lifecycle.is_asked(own, today)]


@room.page("/assist", opens=KIOSK)
def wall() -> Page:
    """Where every person begins: the languages, and nothing of anybody before."""
    opened = words.opened_languages(session(), helper().board_id)
    languages = [language for language, _as_draft in opened] or [LANGUAGES["en"]]
    return show("public/outreach/wall.html", doors=languages, desk=said_at_the_desk())


@room.page("/assist/begin", opens=KIOSK, methods=("POST",))
def begin() -> Page:
    lock()
    tag = request.form.get("language", "en")
    language = LANGUAGES.get(tag, LANGUAGES["en"])
    token = new_form_token()
    empty = {"agreed": False, "asks": visit.get(ASKS, "")}
    draft = contributions.save_draft(session(), empty, token=token)
    _stand_beside(token, draft.id)
    return go("outreach.agree", l=language.tag)


@room.page("/assist/close", opens=KIOSK, methods=("POST",))
def close_kiosk() -> Page:
    """The helper takes the browser back: both factors open the staff pages again."""
    clear_draft()
    visit.clear()
    return go("people.sign_in")


@room.page("/assist/clear", opens=KIOSK, methods=("POST",))
def clear() -> Page:
    """Stop, an idle screen, or a no: what was typed is gone, the next person starts clean."""
    clear_draft()
    lock()
    return go("outreach.wall")


@room.page("/assist/finish", opens=KIOSK, methods=("POST",))
def finish() -> Page:
    """The person has the code: no key on this browser shows it again."""
    lock()
    return go("outreach.wall")


@room.page("/assist/stay", opens=KIOSK, methods=("POST",))
def stay() -> Page:
    return go("outreach.wall") if touched() is None else ("", 204)


@dataclass(frozen=True)
class Beside:
    """What is known so far of the person at the kiosk."""

    token: str
    draft_id: UUID
    typed: dict[str, Any]

    @property
    def agreed(self) -> bool:
        return bool(self.typed.get("agreed"))

    @property
    def promise(self) -> tuple[str, str] | None:
        """As it was played when the yes came, whatever the language or the edition is by now."""
        said = self.typed.get("promise")
        return (said[0], said[1]) if said else None

    @property
    def asks(self) -> str:
        """The consultation that is asked here; "" where people say what they want."""
        return str(self.typed.get("asks", ""))

    def keep(self, **more: object) -> None:
        content = {**self.typed, **more}
        contributions.save_draft(session(), content, token=self.token, draft_id=self.draft_id)


def beside() -> Beside | None:
    """None when nobody is there, or the page belongs to somebody who was there before."""
    now_here = touched()
    sent = request.form.get("token")
    if sent and (now_here is None or now_here["token"] != sent):
        # A page from before the session ended may bring its own person back; nobody else's.
        return _again(sent) if now_here is None else None
    if now_here is None:
        return None
    draft_id = UUID(now_here["draft_id"])
    typed = kept.draft(session(), draft_id, now_here["token"])
    return None if typed is None else Beside(now_here["token"], draft_id, typed)


def _again(token: str) -> Beside | None:
    """Words that wait sealed under this form's token; what was sent or cleared is not among them.

    The draft is found by a hash of the token: whoever lacks the token finds nothing.
    """
    typed = kept.draft_of_form(session(), token)
    if not typed or "agreed" not in typed:
        return None
    draft = contributions.save_draft(session(), typed, token=token)
    _stand_beside(token, draft.id)
    return Beside(token, draft.id, typed)


def _stand_beside(token: str, draft_id: UUID) -> None:
    visit[BESIDE] = {"token": token, "draft_id": str(draft_id), "touched_at": now().isoformat()}


def touched() -> dict[str, str] | None:
    """Who stands here, if they touched the screen lately; from now on it counts anew."""
    found: dict[str, str] | None = visit.get(BESIDE)
    if found is None:
        return None
    if is_idle(datetime.fromisoformat(found["touched_at"]), now()):
        lock()
        return None
    visit[BESIDE] = {**found, "touched_at": now().isoformat()}
    return found


def lock() -> None:
    """The next person starts clean."""
    visit.pop(BESIDE, None)


def clear_draft() -> None:
    found = visit.get(BESIDE)
    if found and kept.draft_of_form(session(), found["token"]) is not None:
        contributions.save_draft(session(), {}, token=found["token"])


def elsewhere() -> Response:
    """Nobody is there: to the languages; somebody has sent already: to their code."""
    found = visit.get(BESIDE)
    if found and kept.receipt(session(), found["token"]) is not None:
        return go("outreach.code")
    return go("outreach.wall")


def home_address() -> str:
    """Where a person goes with a slip or a poster, as it is written on paper."""
    return str(current_app.config["SETTINGS"].base_url).split("://", 1)[-1]


def said_at_the_desk() -> dict[str, str]:
    """The helper's words on pages in the person's language."""
    with speaking("en"):
        return {name: str(sentence) for name, sentence in _SAID.items()}


_SAID = {
    "helper": for_staff("For the helper"),
    "close": for_staff("Close the kiosk"),
    "close_hint": for_staff("Staff pages then ask you to sign in again."),
    "interpreter": for_staff("Does an interpreter help?"),
    "aloud": for_staff("Read it aloud, then ask. Tap what the person says."),
    "kept": for_staff("A yes is kept with today’s date and your name as the one who heard it."),
    "not_here": for_staff(
        "The promise is not in this language yet. Ask the interpreter to say the English."
    ),
    "in_english": for_staff("I wrote it in English, as the interpreter said it"),
    "read_back": for_staff("Read it back. Untick what the person does not want to send."),
    "read_back_answers": for_staff("Read it back. “Change this answer” leads to a question."),
    "write_or_print": for_staff("Print it, or write the 16 numbers on a slip."),
}
