"""The sixteen digits open one person's page, and say nothing about any other."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from advisory.contributions import queries
from advisory.contributions.rules import MISSES_A_MONTH, Digits, Throttle, check_digit
from advisory.feedback.actions import ending
from advisory.languages.safety import SAFETY
from tests.browser import Seen
from tests.mine.conftest import Member

OPEN = "Open my page"
TOMORROW = datetime.now(UTC) + timedelta(days=1)


def type_code(member: Member, typed: str) -> Seen:
    return member.browser.press(member.browser.get("/en/code"), OPEN, code=typed)


def wrong_secret(member: Member) -> str:
    other = "0" if member.digits.secret[0] != "0" else "1"
    return "".join(Digits(member.digits.locator, other + member.digits.secret[1:]).groups)


def misses(member: Member) -> int:
    with member.database.reading() as session:
        code = queries.code_of(session, member.feedback.contribution_id)
        assert code is not None
        return code.misses


def test_the_code_opens_the_page_and_stands_in_no_address(member: Member) -> None:
    seen = member.open()
    assert (seen.status, seen.url) == (200, "/en/mine")
    assert "The clinic letter came only in English." in seen.words
    assert not any(digit in seen.title for digit in "0123456789")


@pytest.mark.parametrize("zero", ["٠", "۰", "০", "０"])
def test_digits_of_every_script_open_the_page(member: Member, zero: str) -> None:
    typed = "".join(chr(ord(zero) + int(d)) for d in "".join(member.digits.groups))
    assert type_code(member, typed).url == "/en/mine"


@pytest.mark.parametrize("between", ["-", " ", "  .  ", "\u200f", "\n"])
def test_what_stands_between_the_digits_does_not_matter(member: Member, between: str) -> None:
    assert type_code(member, between.join(member.digits.groups)).url == "/en/mine"


def test_fifteen_digits_say_how_many_and_cost_no_try(member: Member) -> None:
    seen = type_code(member, "".join(member.digits.groups)[:15])
    assert (seen.status, seen.url) == (422, "/en/code")
    assert "You typed 15 numbers. Your code has 16 numbers." in seen.words
    assert seen.title.startswith("Look again:")
    assert misses(member) == 0


def test_a_slip_of_one_digit_is_found_and_costs_no_try(member: Member) -> None:
    whole = "".join(member.digits.groups)
    slipped = whole[:-1] + str((int(whole[-1]) + 1) % 10)
    assert str(SAFETY.CODE_SLIP) in type_code(member, slipped).words
    assert misses(member) == 0


@pytest.mark.parametrize("typed", ["", "no numbers at all", "9" * 100_000, "💧\x00\u202e"])
def test_whatever_is_typed_gets_a_clear_word(member: Member, typed: str) -> None:
    seen = type_code(member, typed)
    assert seen.status == 422
    assert "Your code has 16 numbers." in seen.words


def test_a_wrong_code_counts_and_says_no_more_than_an_unknown_one(member: Member) -> None:
    unknown = "00000" + "1" * 10
    first = type_code(member, wrong_secret(member))
    second = type_code(member, unknown + check_digit(unknown))
    assert first.status == second.status == 422
    assert str(SAFETY.CODE_UNKNOWN) in first.words
    assert first.words == second.words
    assert misses(member) == 1


def test_after_twenty_misses_the_right_code_waits_until_tomorrow(member: Member) -> None:
    for _ in range(MISSES_A_MONTH):
        wrong = type_code(member, wrong_secret(member))
    locked = type_code(member, member.code)
    assert locked.status == 422
    assert locked.words == wrong.words
    with time_machine.travel(TOMORROW, tick=False):
        assert type_code(member, member.code).url == "/en/mine"


def test_a_deleted_code_looks_like_an_unknown_one(member: Member) -> None:
    wrong = type_code(member, wrong_secret(member))
    with member.database.transaction() as session:
        ending.delete_everything(session, member.item(session).contribution)
    gone = type_code(member, member.code)
    assert (gone.status, gone.words) == (422, wrong.words)


def test_too_many_tries_at_once_are_asked_to_wait(member: Member, app: Flask) -> None:
    app.extensions["code_throttle"] = Throttle(tries=1)
    try:
        type_code(member, wrong_secret(member))
        seen = type_code(member, member.code)
    finally:
        del app.extensions["code_throttle"]
    assert seen.status == 429
    assert "Too many tries at once" in seen.words


def test_opening_gives_the_browser_another_session(member: Member) -> None:
    member.browser.get("/en/code")
    before = member.browser.client.get_cookie("s")
    member.open()
    after = member.browser.client.get_cookie("s")
    assert before is not None
    assert after is not None
    assert before.value != after.value


def test_the_page_without_a_code_asks_for_it(member: Member) -> None:
    assert member.browser.get("/ar/mine").url == "/ar/code"


def test_words_typed_before_the_page_closed_wait_behind_the_code(member: Member) -> None:
    typed = {"more-words": "It came again."}
    turned = member.browser.post("/en/mine/more", typed, follow=False)
    assert (turned.status, turned.response.location) == (307, "/en/code")
    closed = member.browser.post("/en/code", typed)  # as a browser repeats it after a 307
    assert (closed.status, closed.url) == (422, "/en/code")
    assert "The words you typed are still here." in closed.words
    opened = member.browser.press(closed, OPEN, code=member.code)
    assert opened.url == "/en/mine"
    added = member.browser.press(opened, "Add my words")
    assert "It came again." in added.words
    assert len(member.now_is().contribution.messages) == 2
