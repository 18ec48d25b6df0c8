"""An answer with pictures, from the first tap to what a reader of ours sees."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.boards.actions.furnishing import furnish
from advisory.contributions.models import Contribution, Draft, Message
from advisory.contributions.rules import read_digits
from advisory.feedback.models import Face, Feedback
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit
from advisory.people.models import Board
from advisory.words import queries as words
from tests.browser import Browser, Seen
from tests.building import a_board, a_person
from tests.feedback.steps import digits, how_many, only_one


@pytest.fixture
def board(session: Session) -> Board:
    board = a_board(session)
    furnish(session, board.id, by=None)
    a_person(session, board, Role.FACILITATOR)
    commit(session)
    return board


def topic_of(seen: Seen, number: int = 1) -> str:
    return seen.all("input", type="radio")[number - 1].get("value", "")


def answer(browser: Browser, tag: str = "ps", *, face: str = "bad", place: str = "") -> Seen:
    """Three steps, to the check."""
    first = browser.get(f"/{tag}/pictures")
    faces = browser.press(first, "Next", topic=topic_of(first))
    return browser.press(browser.press(faces, "Next", face=face), "Next", place=place)


def versions(database: Database) -> dict[str, str]:
    with database.reading() as look:
        text = look.scalars(select(Message)).one().text
        return {version.language: words.reading(look, version) for version in text.versions}


def test_three_steps_a_check_and_send_lead_to_the_code(
    browser: Browser, board: Board, database: Database
) -> None:
    code = browser.press(answer(browser, place="Camden"), "Send")
    assert len(read_digits(digits(code)).groups) == 4
    feedback, contribution = only_one(database)
    assert (feedback.face, feedback.place) == (Face.BAD, "Camden")
    assert feedback.topic_id is not None
    assert (contribution.speaks, contribution.reads) == ("ps", "ps")


def test_a_picture_needs_no_translator(browser: Browser, board: Board, database: Database) -> None:
    browser.press(answer(browser), "Send")
    assert versions(database) == {"ps": "ډاکټر یا نرس: Bad", "en": "Doctor or nurse: Bad"}


def test_own_words_beside_a_picture_wait_for_a_translator(
    browser: Browser, board: Board, database: Database
) -> None:
    browser.press(answer(browser), "Send", said="خط مې نه پوهېږم")
    assert versions(database) == {"ps": "ډاکټر یا نرس: Bad\n\nخط مې نه پوهېږم"}


def test_staff_read_the_pictures_in_english(
    browser: Browser, board: Board, session: Session, database: Database
) -> None:
    browser.press(answer(browser), "Send")
    reader = a_person(session, board, Role.FACILITATOR, name="Reader")
    commit(session)
    browser.sign_in(reader)
    page = browser.get(f"/staff/inbox/{only_one(database)[0].id}")
    assert "How it is Bad" in page.words
    assert "Doctor or nurse: Bad" in page.words
    assert "I have read it and understand it" in page.words


def test_every_step_may_be_left_out_but_not_all_of_them(
    browser: Browser, board: Board, database: Database
) -> None:
    page = browser.get("/en/pictures")
    for _step in ("topic", "face", "place"):
        page = browser.press(page, "Skip")
    empty = browser.press(page, "Send")
    assert empty.status == 422
    assert "Choose a picture or write a word first." in empty.words
    assert how_many(database, Contribution) == 0
    browser.press(empty, "Send", said="The stairs.")
    assert versions(database) == {"en": "The stairs."}


def test_changing_the_language_keeps_what_was_chosen(browser: Browser, board: Board) -> None:
    first = browser.get("/en/pictures")
    faces = browser.press(first, "Next", topic=topic_of(first, 2))
    languages = browser.press(faces, "Change language:", face="good")
    there = browser.get(languages.link("العربية"))
    assert there.url.startswith("/ar/pictures/")
    check = browser.press(browser.press(there, "Next"), "Next")
    assert "الدواء" in check.words
    assert "Good" in check.words


def test_a_double_tap_sends_once_and_back_finds_the_code(
    browser: Browser, board: Board, database: Database
) -> None:
    check = answer(browser)
    first, second = browser.press(check, "Send"), browser.press(check, "Send")
    assert digits(first) == digits(second)
    assert how_many(database, Feedback) == 1
    assert digits(browser.get(check.url)) == digits(first)


def test_asking_whether_we_are_reachable_keeps_nothing(
    browser: Browser, board: Board, database: Database
) -> None:
    """A page asks before it sends, so that words stay on the phone while there is no network."""
    faces = browser.press(browser.get("/en/pictures"), "Next")
    before = how_many(database, Draft)
    for path in ("/en/pictures", faces.url):
        assert browser.client.head(path).status_code == 200
    assert how_many(database, Draft) == before


def test_what_nobody_offered_counts_as_left_out(
    browser: Browser, board: Board, database: Database
) -> None:
    first = browser.get("/en/pictures")
    faces = browser.press(first, "Next", topic="00000000-0000-4000-8000-000000000000")
    place = browser.press(faces, "Next", face="delighted")
    browser.press(browser.press(place, "Next", place="Paris"), "Send", said="Only words.")
    feedback, _ = only_one(database)
    assert (feedback.topic_id, feedback.face, feedback.place) == (None, None, None)


def test_somebody_may_be_hurt_also_with_pictures(
    browser: Browser, board: Board, database: Database
) -> None:
    browser.press(answer(browser), "Send", hurt_soon="y")
    assert only_one(database)[0].held
