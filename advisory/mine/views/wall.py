"""The language wall, and changing the language on any page."""

import re
from dataclasses import dataclass

from flask import current_app, redirect, request, url_for

from advisory.foundation.access import ANYONE
from advisory.foundation.pages import Page, session, show
from advisory.languages.catalogues import current, for_public, speaking
from advisory.languages.negotiation import negotiate
from advisory.languages.registry import LANGUAGES, Language
from advisory.mine.views import room
from advisory.people import queries as people
from advisory.words import queries as words

LANGUAGE_COOKIE = "lang"
CHOOSE = for_public("Choose your language")
# Translators: A small word beside the name of a language that no native speaker has checked.
DRAFT = for_public("draft")
GREETINGS = 5
_PATH = re.compile(r"(?:[a-z0-9-]+(?:/[a-z0-9-]+)*)?")


@dataclass(frozen=True)
class Door:
    """A language on the wall; `greeting` and `mark` are in the language itself, or empty."""

    language: Language
    url: str
    greeting: str
    mark: str
    mark_language: Language


@room.page("/", opens=ANYONE)
def wall() -> Page:
    opened = _opened()
    tags = [language.tag for language, _ in opened]
    wish = negotiate(request.headers.get("Accept-Language"), tags)
    kept = request.cookies.get(LANGUAGE_COOKIE)
    if (tag := kept if kept in tags else wish.tag) is not None:
        return redirect(url_for("mine.home", l=tag), 302)
    likely_first = sorted(opened, key=lambda one: one[0].tag not in wish.likely)
    doors = [_door(language, "", as_draft) for language, as_draft in likely_first]
    greetings = [door for door in doors if door.greeting][:GREETINGS]
    return show("public/mine/wall.html", doors=doors, greetings=greetings, switch_url=None)


@room.page("/<lang:l>/languages", opens=ANYONE)
def languages() -> Page:
    path = local_path(request.args.get("next", ""))
    doors = [_door(language, path, as_draft) for language, as_draft in _opened()]
    return show(
        "public/mine/languages.html",
        doors=doors,
        back=f"/{current().tag}/{path}",
        english_url=f"/en/{path}",
        switch_url=None,
    )


def local_path(wanted: str) -> str:
    """A page of ours, without its language; "" (home) for whatever else was asked for."""
    if len(wanted) > 200 or not _PATH.fullmatch(wanted):
        return ""
    pages = current_app.url_map.bind("here")
    return wanted if pages.test(f"/en/{wanted}", "GET") else ""


def _opened() -> list[tuple[Language, bool]]:
    board = people.site_board(session())
    opened = words.opened_languages(session(), board.id) if board else []
    return opened or [(LANGUAGES["en"], False)]


def _door(language: Language, path: str, as_draft: bool) -> Door:
    with speaking(language.tag):
        greeting, mark = str(CHOOSE), str(DRAFT)
    is_own = mark != "draft"
    return Door(
        language,
        f"/{language.tag}/{path}",
        greeting if language.tag != "en" and greeting != "Choose your language" else "",
        mark if as_draft else "",
        language if is_own else LANGUAGES["en"],
    )
