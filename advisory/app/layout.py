"""What every page is given: its language, its frame, and where its links lead."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, session, url_for

from advisory.app.gate import access_of
from advisory.app.speaking import site
from advisory.foundation import pages
from advisory.foundation.access import Hat, Role
from advisory.languages.catalogues import (
    complete_languages,
    current,
    for_public,
    for_staff,
    is_draft,
)
from advisory.languages.registry import LANGUAGES, language
from advisory.people.models import Board
from advisory.people.rules import ROLE_NAMES
from advisory.words import queries as words

DEFAULT_NAME = "Community Voice"

RAIL = (
    (
        for_staff("Work"),
        (
            ("desk.my_work", for_staff("My work")),
            ("desk.inbox", for_staff("Inbox")),
            ("desk.asks", for_staff("Answer")),
            ("themes.reports", for_staff("Themes")),
            ("desk.voices", for_staff("Voices")),
            ("desk.translations", for_staff("Translate")),
            ("desk.concerns", for_staff("Safeguarding")),
            ("desk.hand_overs", for_staff("Asked with a yes")),
            ("desk.contacts", for_staff("Addresses")),
            ("desk.spam", for_staff("Called spam")),
        ),
    ),
    (
        for_staff("With the community"),
        (
            ("consultations.consultations", for_staff("Consultations")),
            ("themes.sense", for_staff("Make sense")),
            ("meetings.planned", for_staff("Meetings")),
            ("desk.recommendations", for_staff("Recommendations")),
            ("seats.board", for_staff("Members")),
            ("money.ledger", for_staff("Money")),
            ("desk.notices", for_staff("Noticeboard")),
            ("desk.listening", for_staff("Listen")),
            ("outreach.start_kiosk", for_staff("Kiosk")),
            ("outreach.paper_forms", for_staff("Forms on paper")),
            ("outreach.posters", for_staff("Posters")),
        ),
    ),
    (
        for_staff("Board"),
        (
            ("boards.opening", for_staff("Before sending opens")),
            ("boards.set_texts", for_staff("Consent texts")),
            ("boards.settings", for_staff("Settings")),
            ("boards.audit", for_staff("What was done")),
        ),
    ),
)
"""What a person may open of it stands beside every staff page, in these groups."""

FOOT = (
    ("help.help_now", for_public("Get help now")),
    ("mine.safe_phone", for_public("How to hide your visit")),
    ("mine.promise", for_public("What we promise")),
    ("rights.held", for_public("What we hold")),
    ("mine.accessibility", for_public("Accessibility")),
)


@dataclass(frozen=True)
class RailLink:
    url: str
    label: str
    current: bool
    count: int | None = None


def give_layout(app: Flask) -> None:
    app.context_processor(_frame)
    # A global, not part of the frame: components are imported without the page's names.
    app.jinja_env.globals["sparing"] = _is_sparing


def _is_sparing() -> bool:
    return request.headers.get("Save-Data", "").strip().lower() == "on"


def _frame() -> dict[str, Any]:
    board = site()
    frame: dict[str, Any] = {
        "language": current(),
        "site_name": board.public_name if board else DEFAULT_NAME,
        "demo": bool(board and board.is_demo),
    }
    if request.path.startswith("/staff"):
        return frame | _staff_frame(board)
    return frame | _public_frame(board)


def _signed_off(board: Board | None, tag: str) -> bool:
    """Whether this board has had the language read and signed by a speaker of it."""
    opened = words.opened_languages(pages.session(), board.id) if board else []
    return any(language.tag == tag and not as_draft for language, as_draft in opened)


def _public_frame(board: Board | None) -> dict[str, Any]:
    tag = current().tag
    return {
        "home_url": url_for("mine.home") if g.get("tag") else url_for("mine.wall"),
        "switch_url": url_for("mine.languages", next=_here()),
        "leave_url": url_for("mine.leave"),
        "leave_to": current_app.config["SETTINGS"].leave_url,
        "wall_url": url_for("mine.wall"),
        "draft": tag in LANGUAGES and is_draft(tag) and not _signed_off(board, tag),
        "english_url": _here_in("en"),
        "foot_links": [(url_for(endpoint), label) for endpoint, label in FOOT],
        "idle_minutes": 0 if session.get("only_mine") else 10,
        "stay_url": url_for("mine.stay") if session else None,
    }


def _here() -> str:
    """This page's path after its language, for the switch; a form's page is where it began."""
    return request.path.split("/", 2)[-1] if g.get("tag") else ""


def _here_in(tag: str) -> str | None:
    if not g.get("tag") or request.url_rule is None or request.endpoint is None:
        return None
    return url_for(request.endpoint, **{**(request.view_args or {}), "l": tag})


def _staff_frame(board: Board | None) -> dict[str, Any]:
    hat: Hat | None = g.get("hat")
    if hat is None:
        return {"board_name": board.name if board else DEFAULT_NAME}
    return {
        "board_name": board.name if board else DEFAULT_NAME,
        "person_name": hat.name,
        "hat": ROLE_NAMES[hat.role],
        "hats": [(role.value, ROLE_NAMES[role]) for role in sorted({hat.role, *hat.others})],
        "hat_url": url_for("people.hat"),
        "rail": _rail(hat),
        "me_url": url_for("people.me"),
        "sign_out_url": url_for("people.sign_out"),
        "interface_languages": [(tag, language(tag)) for tag in complete_languages("staff")],
        "interface_url": url_for("people.language"),
        "search_url": _search_url(hat),
    }


def _search_url(hat: Hat) -> str | None:
    there = "desk.search" in current_app.view_functions
    return url_for("desk.search") if there and hat.role is Role.FACILITATOR else None


def _rail(hat: Hat) -> list[tuple[str, list[RailLink]]]:
    link = _rail_link(hat)
    groups = [(title, list(filter(None, map(link, entries)))) for title, entries in RAIL]
    return [(title, links) for title, links in groups if links]


def _rail_link(hat: Hat) -> Callable[[tuple[str, str]], RailLink | None]:
    roles = {hat.role, *hat.others}

    def link(entry: tuple[str, str]) -> RailLink | None:
        endpoint, label = entry
        if endpoint not in current_app.view_functions:
            return None
        if not roles & set(access_of(endpoint).roles):
            return None
        url = url_for(endpoint)
        # The desk's own address begins every other one.
        here = request.path == url if url.endswith("/") else request.path.startswith(url)
        return RailLink(url, label, current=here)

    return link
