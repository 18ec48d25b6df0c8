"""Posters: one address for each language on it, and how many came."""

from dataclasses import dataclass
from uuid import UUID

import segno
from flask import current_app, request
from sqlalchemy.exc import OperationalError

from advisory.foundation.access import ANYONE, Refused
from advisory.foundation.pages import Page, database, go, hat, printed, problems, session, show
from advisory.languages.catalogues import for_public, speaking
from advisory.languages.registry import LANGUAGES, Language
from advisory.outreach import actions, queries
from advisory.outreach.forms import PosterForm
from advisory.outreach.models import Poster
from advisory.outreach.rules import poster_path, read_poster_path
from advisory.outreach.views import room
from advisory.outreach.views.kiosk import FACILITATOR, home_address
from advisory.words import queries as words

SENTENCE = for_public("Tell us what life here is like")


@room.page("/staff/posters", opens=FACILITATOR, methods=("GET", "POST"))
def posters() -> Page:
    form = PosterForm()
    form.offer(opened_languages())
    if form.validate_on_submit():
        poster = actions.make_poster(
            session(),
            languages=form.languages.data or [],
            place=form.place.data or "",
            phone=form.phone.data or "",
            by=hat(),
        )
        return go("outreach.poster", poster_id=poster.id)
    page = problems if form.errors else show
    made = queries.posters_and_counts(session(), hat().board_id)
    return page("staff/outreach/posters.html", form=form, made=made)


@dataclass(frozen=True)
class Block:
    """One language on a poster."""

    language: Language
    sentence: str
    qr: str
    address: str


@room.page("/staff/posters/<uuid:poster_id>", opens=FACILITATOR)
def poster(poster_id: UUID) -> Page:
    found = queries.poster(session(), hat().board_id, poster_id)
    if found is None:
        raise Refused(exists=False)
    blocks = [_block(found, LANGUAGES[tag]) for tag in found.languages]
    return printed(
        "staff/outreach/poster.html", f"poster-{found.mark}", poster=found, blocks=blocks
    )


def _block(found: Poster, language: Language) -> Block:
    with speaking(language.tag):
        sentence = str(SENTENCE)
    path = poster_path(found.mark, language.tag)
    return Block(language, sentence, qr_code(path), home_address() + path)


def qr_code(path: str) -> str:
    """As a drawing whose size the print's style sheet sets."""
    house = str(current_app.config["SETTINGS"].base_url).rstrip("/")
    code = segno.make(house + path, error="m", micro=False, boost_error=False)
    return code.svg_inline(omitsize=True, light="#fff")


def opened_languages() -> list[Language]:
    return [language for language, _as_draft in words.opened_languages(session(), hat().board_id)]


@room.page("/p/<mark>", opens=ANYONE)
def scanned(mark: str) -> Page:
    """Leads to the language that was scanned. The count is all that is kept of it."""
    poster_mark, tag = read_poster_path(mark)
    found = queries.poster_marked(session(), poster_mark)
    if found is not None and request.method == "GET":
        _count(found.id)
    if found is None or tag not in LANGUAGES:
        return go("mine.wall")
    return go("mine.home", l=tag)


def _count(poster_id: UUID) -> None:
    """In a transaction of its own: a page that only looks cannot write, and must not wait."""
    try:
        with database().transaction() as own:
            actions.count_visit(own, own.get_one(Poster, poster_id))
    except OperationalError:
        current_app.logger.warning("a poster's visit was not counted")
