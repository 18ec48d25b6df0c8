"""Nothing typed is lost or kept twice, whatever the phone, the hand or the clock does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from advisory.contributions.models import Draft
from advisory.contributions.rules import read_digits
from advisory.feedback.rules import LONGEST_WORDS
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit, now
from advisory.people.models import Board
from tests.browser import Browser, Seen
from tests.building import a_board, a_person
from tests.feedback.steps import WORDS, digits, everything_said, how_many, only_one, send, write


@pytest.fixture
def board(session: Session) -> Board:
    board = a_board(session)
    a_person(session, board, Role.FACILITATOR)
    commit(session)
    return board


@pytest.mark.parametrize("nothing", ["", "   ", "\x00", "\u202e\u200f", "\u200b\ufeff"])
def test_no_words_are_asked_for_kindly(
    browser: Browser, board: Board, database: Database, nothing: str
) -> None:
    seen = write(browser, nothing)
    assert seen.status == 422
    assert seen.title.startswith("Look again:")
    assert "Write your words first. One word is enough." in seen.words
    assert how_many(database, Draft) == 0


def test_too_many_words_come_back_whole(browser: Browser, board: Board) -> None:
    long = "ሓደ ቃል " * 16_666 + "መወዳእታ"
    seen = write(browser, long)
    assert seen.status == 422
    assert "This is too long for one time." in seen.words
    assert long in seen.text


def test_the_longest_words_that_fit_are_kept(
    browser: Browser, board: Board, database: Database
) -> None:
    longest = "x" * LONGEST_WORDS
    assert send(browser, longest).status == 200
    assert everything_said(database) == [[longest]]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("🩺🙏🏽 👩‍👧‍👦", "🩺🙏🏽 👩‍👧‍👦"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("one\x00two\x07", "onetwo"),
        ("می‌خواهم", "می‌خواهم"),
        ("<script>alert(1)</script> & \"'", "<script>alert(1)</script> & \"'"),
        ("first\r\n\r\nsecond", "first\n\nsecond"),
    ],
)
def test_strange_signs_change_nothing_but_what_cannot_be_read(
    browser: Browser, board: Board, database: Database, typed: str, said: str
) -> None:
    assert send(browser, typed).status == 200
    assert everything_said(database) == [[said]]


def test_a_double_tap_keeps_the_words_once_and_shows_one_code(
    browser: Browser, board: Board, database: Database
) -> None:
    check = write(browser, WORDS)
    first, second = browser.press(check, "Send"), browser.press(check, "Send")
    assert digits(first) == digits(second)
    assert everything_said(database) == [[WORDS]]


def test_two_taps_at_the_same_moment_keep_the_words_once(
    app: Flask, browser: Browser, board: Board, database: Database
) -> None:
    check = write(browser, WORDS)
    cookie = browser.client.get_cookie("s")
    assert cookie is not None

    def tap(_number: int) -> Seen:
        other = Browser(app)
        other.client.set_cookie("s", cookie.value)
        return other.press(check, "Send")

    with ThreadPoolExecutor(4) as hands:
        seen = list(hands.map(tap, range(4)))
    assert [one.status for one in seen] == [200] * 4
    assert len({digits(one) for one in seen}) == 1
    assert everything_said(database) == [[WORDS]]


def test_a_double_tap_on_next_keeps_one_draft(
    browser: Browser, board: Board, database: Database
) -> None:
    page = browser.get("/en/say")
    urls = {browser.press(page, "Next", said=WORDS).url for _ in range(2)}
    assert len(urls) == 1
    assert how_many(database, Draft) == 1


def test_back_and_send_again_shows_the_same_code(
    browser: Browser, board: Board, database: Database
) -> None:
    page = browser.get("/en/say")
    check = browser.press(page, "Next", said=WORDS)
    code = browser.press(check, "Send")
    assert digits(browser.get(check.url)) == digits(code)
    again = browser.press(browser.press(page, "Next", said=WORDS), "Send")
    assert digits(again) == digits(code)
    assert everything_said(database) == [[WORDS]]


def test_back_with_other_words_adds_them_to_the_first(
    browser: Browser, board: Board, database: Database
) -> None:
    page = browser.get("/en/say")
    code = browser.press(browser.press(page, "Next", said="One."), "Send")
    more = browser.press(browser.press(page, "Next", said="One. And two."), "Send")
    assert digits(more) == digits(code)
    assert everything_said(database) == [["One.", "One. And two."]]


def test_two_tabs_are_two_contributions(browser: Browser, board: Board, database: Database) -> None:
    one, two = browser.get("/en/say"), browser.get("/en/say")
    checks = [browser.press(page, "Next", said=said) for page, said in ((one, "A"), (two, "B"))]
    codes = {digits(browser.press(check, "Send")) for check in checks}
    assert len(codes) == 2
    assert sorted(everything_said(database)) == [["A"], ["B"]]


def test_a_page_that_was_open_too_long_gives_the_words_back_and_sends_them(
    browser: Browser, board: Board, database: Database
) -> None:
    page = browser.get("/en/say")
    browser.sign_out()
    again = browser.press(page, "Next", said=WORDS)
    assert again.status == 422
    assert WORDS in again.words
    assert "Your words are still here." in again.words
    assert browser.press(browser.press(again, "Send again"), "Send").status == 200
    assert everything_said(database) == [[WORDS]]


def test_a_check_page_that_was_open_too_long_still_sends(
    browser: Browser, board: Board, database: Database
) -> None:
    check = write(browser, WORDS)
    with time_machine.travel(now() + timedelta(minutes=11), tick=True):
        again = browser.press(check, "Send", place="Barnet")
        assert again.status == 422
        code = browser.press(again, "Send again")
    assert len(read_digits(digits(code)).groups) == 4
    assert only_one(database)[0].place == "Barnet"


def test_a_draft_is_gone_after_a_day(browser: Browser, board: Board) -> None:
    check = write(browser, WORDS)
    with time_machine.travel(now() + timedelta(hours=25), tick=True):
        seen = browser.get(check.url)
    assert seen.url == "/ar/say?closed=1"
    assert "We closed your page to keep your words safe." in seen.words
