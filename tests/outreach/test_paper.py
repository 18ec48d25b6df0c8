"""Forms on paper: printed with their codes, keyed, and a sample keyed by another person."""

import re
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.contributions.models import Channel, Code, Contribution
from advisory.feedback.models import Face, Feedback
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit
from advisory.paper.models import PaperBatch, PaperForm
from advisory.people.models import Board
from advisory.routing import queries as routing
from tests.browser import Browser, Seen
from tests.building import a_board, a_person
from tests.feedback.steps import everything_said, how_many, only_one

NUMBER = re.compile(r"\d{5}-\d")
CODE = re.compile(r"(?:\d{4} ?){4}")


@pytest.fixture
def sheets(desk: Browser) -> Seen:
    printing = desk.get("/staff/paper")
    return desk.press(printing, "Make them and show the forms", language="ps", how_many="3")


@pytest.fixture
def numbers(sheets: Seen) -> list[str]:
    return NUMBER.findall(sheets.words)


@pytest.fixture
def batch(desk: Browser, numbers: list[str]) -> Seen:
    return desk.press(desk.get("/staff/paper"), "Begin a batch", spoken_in="ps")


def keyed(desk: Browser, batch: Seen, number: str, **keys: Any) -> Seen:
    page = desk.get(batch.url)
    return desk.press(page, "Keep it, next form", form_number=number, **keys)


def another(browser: Browser, session: Session, board: Board) -> None:
    person = a_person(session, board, Role.FACILITATOR, name="Second")
    commit(session)
    browser.sign_in(person)


# ── The form ─────────────────────────────────────────────────────────────────────────────────────


def test_a_form_speaks_the_language_and_carries_everything(sheets: Seen) -> None:
    assert sheets.tag == "ps"
    assert len(NUMBER.findall(sheets.words)) == 3
    assert len(CODE.findall(sheets.words)) == 3
    assert "You do not need to give your name." in sheets.words
    assert "ډاکټر یا نرس" in sheets.words
    for said in ("What is it about?", "How is it?", "Can we use your words", "Your words"):
        assert said in sheets.words
    assert "Edition 1" in sheets.words
    articles = [one for one in sheets.all("article") if one.get("class") == "form-on-paper"]
    assert len(articles) == 3


def test_the_codes_are_shown_once(desk: Browser, sheets: Seen) -> None:
    code = CODE.findall(sheets.words)[0].strip()
    assert code not in desk.get("/staff/paper").words


def test_other_topics_make_another_edition(
    desk: Browser, sheets: Seen, session: Session, board: Board
) -> None:
    session.rollback()
    topics = routing.topics(session, board.id)
    topics[0].retired_on = board.created_at.date()
    commit(session)
    printing = desk.get("/staff/paper")
    again = desk.press(printing, "Make them and show the forms", language="ps", how_many="1")
    assert "Edition 2" in again.words
    assert "ډاکټر یا نرس" not in again.words


def test_an_old_edition_still_means_what_was_printed(
    desk: Browser,
    numbers: list[str],
    batch: Seen,
    session: Session,
    board: Board,
    database: Database,
) -> None:
    session.rollback()
    routing.topics(session, board.id)[0].retired_on = board.created_at.date()
    commit(session)
    keyed(desk, batch, numbers[0], topic="1", face="3")
    assert everything_said(database) == [["Doctor or nurse: Bad"]]


# ── Keying ───────────────────────────────────────────────────────────────────────────────────────


def test_a_keyed_form_is_a_contribution_like_any_other(
    desk: Browser, numbers: list[str], batch: Seen, database: Database
) -> None:
    after = keyed(desk, batch, numbers[0], topic="2", face="1", use="1", place="Camden")
    assert "1 form is in." in after.words
    feedback, contribution = only_one(database)
    assert (contribution.channel, contribution.speaks) == (Channel.PAPER, "ps")
    assert (feedback.face, feedback.place) == (Face.GOOD, "Camden")
    with database.reading() as look:
        code = look.scalars(select(Code).where(Code.contribution_id == contribution.id)).one()
        assert numbers[0].startswith(code.locator)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"topic": "1", "form_number": "{wrong}"}, "One digit is wrong."),
        ({"topic": "1", "form_number": "123"}, "Write the six digits of the form."),
        ({"topic": "1", "form_number": "000000"}, "There is no form with this number."),
        ({"topic": "9"}, "Press a key from 1 to 8, or leave it empty."),
        ({"face": "5"}, "Press a key from 1 to 4, or leave it empty."),
        ({"topic": "x"}, "Press a key from 1 to 8, or leave it empty."),
        ({}, "Nothing is keyed."),
        ({"said": "x" * 100_000}, "This is too long for one time."),
    ],
)
def test_a_slip_of_the_finger_is_said_beside_its_field(
    desk: Browser,
    numbers: list[str],
    batch: Seen,
    database: Database,
    keys: dict[str, str],
    told: str,
) -> None:
    wrong = numbers[0][:-1] + str((int(numbers[0][-1]) + 1) % 10)
    typed: dict[str, Any] = {"form_number": numbers[0], **keys}
    typed["form_number"] = typed["form_number"].format(wrong=wrong)
    seen = desk.press(desk.get(batch.url), "Keep it, next form", **typed)
    assert seen.status == 422
    assert told in seen.words
    assert how_many(database, Contribution) == 0


def test_the_same_form_twice_is_kept_once(
    desk: Browser, numbers: list[str], batch: Seen, database: Database
) -> None:
    keyed(desk, batch, numbers[0], topic="1")
    again = keyed(desk, batch, numbers[0], topic="1")
    assert again.status == 422
    assert "This form is entered already." in again.words
    assert how_many(database, Feedback) == 1


def test_a_double_tap_keeps_one_form(
    desk: Browser, numbers: list[str], batch: Seen, database: Database
) -> None:
    page = desk.get(batch.url)
    for _tap in range(2):
        seen = desk.press(page, "Keep it, next form", form_number=numbers[0], topic="1")
        assert seen.status == 200
    assert how_many(database, Feedback) == 1
    assert how_many(database, PaperForm) == 1


def test_an_edition_that_nobody_printed_begins_no_batch(
    desk: Browser, sheets: Seen, database: Database
) -> None:
    seen = desk.press(desk.get("/staff/paper"), "Begin a batch", spoken_in="ps", edition="7")
    assert seen.status == 422
    assert "There is no such edition." in seen.words
    assert how_many(database, PaperBatch) == 0


# ── The second person ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def waiting(desk: Browser, numbers: list[str], batch: Seen) -> Seen:
    """One form, keyed; all forms are in."""
    after = keyed(desk, batch, numbers[0], topic="2", face="1", said="درمل")
    desk.press(after, "All forms are in")
    return batch


def test_whoever_keyed_first_cannot_key_the_sample(
    desk: Browser, numbers: list[str], waiting: Seen, database: Database
) -> None:
    page = desk.get(waiting.url)
    assert "Another person keys the sample" in page.words
    pressed = desk.post(f"{waiting.url}/check", {"form_number": numbers[0], "topic": "2"})
    assert pressed.status == 409
    assert how_many(database, PaperForm) == 1


def test_the_second_person_does_not_see_what_was_keyed_first(
    desk: Browser, waiting: Seen, numbers: list[str], session: Session, board: Board
) -> None:
    another(desk, session, board)
    page = desk.get(waiting.url)
    assert numbers[0] in page.words
    assert "درمل" not in page.text


def test_the_differences_are_shown_and_counted_and_the_forms_go(
    desk: Browser,
    waiting: Seen,
    numbers: list[str],
    session: Session,
    board: Board,
    database: Database,
) -> None:
    another(desk, session, board)
    page = desk.get(waiting.url)
    shown = desk.press(page, "Compare", form_number=numbers[0], topic="3", face="1", said="درمل")
    assert "What it is about: 1 to 9 2 3" in shown.words
    assert "How it is" not in shown.words
    assert "Checked: 1 of 1 differ" in desk.get("/staff/paper").words
    assert how_many(database, PaperForm) == 0


def test_two_keyings_alike_differ_in_nothing(
    desk: Browser, waiting: Seen, numbers: list[str], session: Session, board: Board
) -> None:
    another(desk, session, board)
    page = desk.get(waiting.url)
    same = desk.press(page, "Compare", form_number=numbers[0], topic="2", face="1", said=" درمل ")
    assert "Both are the same." in same.words


def test_a_form_outside_of_the_sample_is_not_compared(
    desk: Browser, waiting: Seen, numbers: list[str], session: Session, board: Board
) -> None:
    another(desk, session, board)
    seen = desk.press(desk.get(waiting.url), "Compare", form_number=numbers[1], topic="2")
    assert seen.status == 422
    assert "This form is not in the sample." in seen.words


def test_another_board_s_slip_is_not_ours(
    desk: Browser, batch: Seen, numbers: list[str], session: Session, database: Database
) -> None:
    session.rollback()
    elsewhere = a_board(session)
    for code in session.scalars(select(Code)):
        code.board_id = elsewhere.id
    elsewhere.created_at = elsewhere.created_at.replace(year=2030)
    commit(session)
    seen = keyed(desk, batch, numbers[0], topic="1")
    assert "There is no form with this number." in seen.words
    assert how_many(database, Contribution) == 0
