"""The language of a page: from the address on public pages, from the profile on staff pages."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Flask, g, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from advisory.foundation import pages
from advisory.languages import safety
from advisory.languages.catalogues import current, hush, speak, unword_safety, word_safety
from advisory.languages.registry import LANGUAGES, PSEUDO
from advisory.people import queries as people
from advisory.people.models import Board
from advisory.people.views import signed_in_person
from advisory.words import queries as words

STAFF = "/staff"
EDITION = "words_edition"
"""The field of a form that says which edition of the consent texts stood on its page."""


class LanguageConverter(BaseConverter):
    """A tag of the registry, as it is written there: one address for one page."""

    regex = "|".join((*LANGUAGES, *PSEUDO))


def choose_languages(app: Flask) -> None:
    """Public addresses begin with the language; `url_for` keeps it."""
    app.url_map.converters["lang"] = LanguageConverter
    app.jinja_env.globals["edition_shown"] = edition_shown

    @app.url_value_preprocessor
    def _take_tag(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.tag = (values or {}).pop("l", None) or _tag_of_no_page()

    @app.url_defaults
    def _keep_tag(endpoint: str, values: dict[str, Any]) -> None:
        if "l" not in values and app.url_map.is_endpoint_expecting(endpoint, "l"):
            values["l"] = current().tag

    @app.before_request
    def _speak() -> None:
        g.language_token = speak(g.get("tag") or _staff_language())
        g.worded_token = word_safety(_published)

    @app.teardown_request
    def _hush(_error: BaseException | None) -> None:
        if (token := g.pop("language_token", None)) is not None:
            hush(token)
        if (token := g.pop("worded_token", None)) is not None:
            unword_safety(token)


def _tag_of_no_page() -> str | None:
    """Where there is no page, its "nothing here" still speaks the language of the address."""
    first = request.path.split("/", 2)[1]
    return first if request.url_rule is None and first in {*LANGUAGES, *PSEUDO} else None


def _staff_language() -> str:
    if not request.path.startswith(STAFF):
        return "en"
    person = signed_in_person()
    return person.language if person else "en"


def _published(tag: str) -> Mapping[str, str]:
    """What the board of these pages says in place of the safety strings, asked for once."""
    kept: dict[str, Mapping[str, str]] = g.setdefault("published_words", {})
    if tag not in kept:
        kept[tag] = {}
        if (board := site()) is not None and tag in LANGUAGES:
            kept[tag] = safety.by_message(_of_the_set(board.id, tag), tag)
    return kept[tag]


def _of_the_set(board_id: UUID, tag: str) -> Mapping[str, str]:
    try:
        return words.published(pages.session(), board_id, tag, edition_shown())
    except SQLAlchemyError:
        # The page that says that something broke must not break again.
        return {}


def edition_shown() -> int:
    """The edition of the consent texts that this page speaks: the one that its form was read in.

    A form that was opened before a publication says the old number, and is answered, and its
    consents are kept, in the words that the person had before their eyes. Asked for once.
    """
    if "edition" not in g:
        board = site()
        newest = words.newest_number(pages.session(), board.id) if board else 0
        told = _told_edition()
        g.edition = told if told is not None and told <= newest else newest
    number: int = g.edition
    return number


def _told_edition() -> int | None:
    try:
        told = request.form.get(EDITION, "")
    except HTTPException:  # too large to be read: the page that says so has no form
        return None
    return int(told) if re.fullmatch(r"[0-9]{1,6}", told) else None


def site() -> Board | None:
    """The board whose pages these are, asked for once in a request."""
    if "site" not in g:
        try:
            g.site = people.site_board(pages.session())
        except Exception:  # noqa: BLE001 - an error page must not break on the database again
            g.site = None
    found: Board | None = g.site
    return found
