"""A poster leads to the language that was scanned, and only the day is counted."""

import re
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation.database import Database
from advisory.outreach.models import Poster, PosterCount
from advisory.people.models import Board
from tests.browser import Browser, Seen
from tests.outreach import qr

NEVER = re.compile(r"asylum|refugee|home office", re.IGNORECASE)


@pytest.fixture
def poster(desk: Browser) -> Seen:
    shown = desk.press(
        desk.get("/staff/posters"),
        "Make it and show it",
        languages=["en", "ckb"],
        place="Library",
        phone="020 7946 0000",
    )
    assert shown.status == 200
    return shown


def addresses(poster: Seen) -> dict[str, str]:
    """What a camera reads, by the language of the part it looks at."""
    found = {}
    for section in poster.all("section"):
        drawing = next(element for element in section.iter() if element.tag.endswith("svg"))
        side = int(drawing.get("viewBox", "").split()[2]) - 2 * qr.QUIET
        lines = next(element for element in drawing.iter() if element.get("stroke"))
        found[section.get("lang", "")] = qr.read(qr.matrix(lines.get("d", ""), side))
    return found


def test_the_code_on_a_sorani_poster_lands_on_sorani(
    poster: Seen, browser: Browser, database: Database
) -> None:
    address = addresses(poster)["ckb"]
    assert address.startswith("http://127.0.0.1:8000/p/")
    assert len(address) <= 40
    browser.sign_out()
    home = browser.get(urlsplit(address).path)
    assert home.url == "/ckb/"
    assert home.tag == "ckb"
    with database.reading() as look:
        [counted] = look.scalars(select(PosterCount))
        assert counted.count == 1


def test_each_language_has_its_name_a_sentence_the_address_and_the_phone(poster: Seen) -> None:
    assert "کوردی (سۆرانی)" in poster.words
    assert "Tell us what life here is like" in poster.words
    for address in addresses(poster).values():
        assert address.split("://")[1] in poster.words
    assert "020 7946 0000" in poster.words


def test_no_poster_says_why_somebody_came_here(poster: Seen) -> None:
    assert not NEVER.search(poster.text)


def test_a_count_knows_no_time_no_address_and_no_language() -> None:
    assert set(PosterCount.__table__.columns.keys()) == {"poster_id", "came_on", "count"}


def test_each_visit_counts_once_and_a_look_ahead_not_at_all(
    poster: Seen, browser: Browser, database: Database
) -> None:
    path = urlsplit(addresses(poster)["en"]).path
    browser.client.head(path)
    for _time in range(3):
        browser.get(path)
    with database.reading() as look:
        assert look.scalars(select(PosterCount.count)).all() == [3]


@pytest.mark.parametrize("path", ["/p/none", "/p/none-ckb", "/p/-", "/p/" + "x" * 3000])
def test_an_unknown_poster_leads_to_the_languages_and_counts_nothing(
    browser: Browser, board: Board, database: Database, path: str
) -> None:
    assert browser.get(path).status == 200
    with database.reading() as look:
        assert look.scalars(select(PosterCount)).all() == []


def test_seven_languages_are_too_many_and_none_too_few(desk: Browser, session: Session) -> None:
    page = desk.get("/staff/posters")
    none = desk.press(page, "Make it and show it", place="Library")
    assert none.status == 422
    assert "Choose from 1 to 6 languages." in none.words
    assert session.scalars(select(Poster)).all() == []
