"""Sixteen digits: what slips they catch, how often they may be tried, and what they never tell."""

import logging
import unicodedata
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from time_machine import Traveller

from advisory.contributions import actions, queries, rules
from advisory.contributions.models import Code
from advisory.contributions.rules import MISSES_A_MONTH, Digits
from advisory.feedback.actions import accepting, ending
from advisory.feedback.actions.accepting import About
from advisory.feedback.models import Feedback
from advisory.foundation import keys
from advisory.foundation.access import Hat, Impossible, Role
from advisory.foundation.database import commit
from advisory.people.models import Board
from tests.building import a_board, a_person, hat_of, some_feedback

SECRETS = st.text("0123456789", min_size=15, max_size=15)
# Every digit of Unicode's that stands for a number in a place.
SCRIPTS = sorted(
    chr(zero)
    for zero in range(0x110000)
    if unicodedata.category(chr(zero)) == "Nd" and unicodedata.digit(chr(zero)) == 0
)


def whole(digits: Digits) -> str:
    return "".join(digits.groups)


def other(digits: Digits) -> Digits:
    """The same locator with a wrong secret."""
    first = str((int(digits.secret[0]) + 1) % 10)
    return Digits(digits.locator, first + digits.secret[1:])


@given(SECRETS)
def test_every_wrong_digit_and_every_swap_of_neighbours_is_caught(fifteen: str) -> None:
    code = fifteen + rules.check_digit(fifteen)
    slips = {
        code[:at] + digit + code[at + 1 :]
        for at in range(16)
        for digit in "0123456789"
        if digit != code[at]
    }
    slips |= {
        code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        for at in range(15)
        if code[at] != code[at + 1]
    }
    for slip in slips:
        with pytest.raises(rules.OneIsWrong):
            rules.read_digits(slip)


@given(SECRETS, st.sampled_from(SCRIPTS), st.sampled_from(["", " ", "-", "\u200f", "\u2066"]))
def test_digits_of_every_script_are_read(fifteen: str, zero: str, between: str) -> None:
    digits = Digits(fifteen[:5], fifteen[5:])
    typed = between.join(chr(ord(zero) + int(digit)) for digit in whole(digits))
    assert rules.read_digits(typed) == digits


def test_codes_do_not_repeat_and_use_every_digit_alike() -> None:
    codes = [rules.new_digits() for _ in range(20_000)]
    assert len({code.locator + code.secret for code in codes}) == len(codes)
    counts = [0] * 10
    for code in codes:
        for digit in code.secret:
            counts[int(digit)] += 1
    fair = sum(counts) / 10
    assert sum((count - fair) ** 2 / fair for count in counts) < 40  # chance below 1 in 100,000


def test_the_hash_is_salted_peppered_and_as_slow_as_promised(session: Session) -> None:
    ring = keys.keyring(session)
    first, second = rules.hash_secret(ring, "0123456789"), rules.hash_secret(ring, "0123456789")
    assert first != second
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    stranger = keys.Keyring(ring.wrapping, pepper=b"another", secret=ring.secret)
    assert rules.opens(ring, first, "0123456789")
    assert not rules.opens(stranger, first, "0123456789")


def test_a_code_stands_in_no_text_about_it() -> None:
    digits = Digits("01234", "5678901234")
    prepared = rules.PreparedCode(digits, "$argon2id$hash")
    tried = rules.Tried(digits, "$argon2id$hash", fits=True)
    for about in (digits, prepared, tried):
        for told in (repr(about), str(about), f"{about}"):
            assert "5678901234" not in told
            assert "argon2" not in told


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel("2026-11-03T11:00:00+00:00", tick=False) as clock:
        yield clock


@pytest.fixture
def board(session: Session, clock: Traveller) -> Board:
    return a_board(session)


@pytest.fixture
def facilitator(session: Session, board: Board) -> Hat:
    person = a_person(session, board, Role.FACILITATOR)
    return hat_of(person, board, Role.FACILITATOR)


@pytest.fixture
def kept(session: Session, board: Board) -> tuple[Feedback, Digits]:
    return some_feedback(session, board)


def the_code(session: Session, feedback: Feedback) -> Code:
    code = queries.code_of(session, feedback.contribution_id)
    assert code is not None
    return code


def miss(session: Session, digits: Digits, times: int) -> None:
    for _ in range(times):
        assert actions.open_by_code(session, other(digits)) is None


def test_after_twenty_misses_one_try_a_day_is_left_until_the_month_ends(
    session: Session, clock: Traveller, kept: tuple[Feedback, Digits]
) -> None:
    _feedback, digits = kept
    miss(session, digits, MISSES_A_MONTH)
    assert actions.open_by_code(session, digits) is None
    clock.shift(timedelta(days=1))
    assert actions.open_by_code(session, digits) is not None
    miss(session, digits, 1)
    assert actions.open_by_code(session, digits) is None
    clock.move_to("2026-12-01T11:00:00+00:00")
    miss(session, digits, 1)
    assert actions.open_by_code(session, digits) is not None


def test_opening_gives_no_misses_back_to_those_who_guess(
    session: Session, kept: tuple[Feedback, Digits]
) -> None:
    feedback, digits = kept
    miss(session, digits, MISSES_A_MONTH - 1)
    assert actions.open_by_code(session, digits) is not None
    assert the_code(session, feedback).misses == MISSES_A_MONTH - 1


def test_a_facilitator_lifts_the_lock_for_the_person_before_them(
    session: Session, board: Board, kept: tuple[Feedback, Digits], facilitator: Hat
) -> None:
    feedback, digits = kept
    miss(session, digits, MISSES_A_MONTH)
    assert [row.locator for row in queries.locked_codes(session, board.id)] == [digits.locator]
    actions.lift_lock(session, the_code(session, feedback), by=facilitator)
    assert actions.open_by_code(session, digits) is not None
    assert queries.locked_codes(session, board.id) == []


def test_hit_miss_unknown_locked_and_erased_do_the_same_work(
    session: Session, kept: tuple[Feedback, Digits], monkeypatch: pytest.MonkeyPatch
) -> None:
    feedback, digits = kept
    worked: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, kept_hash: str, secret: bytes) -> bool:
        worked.append(kept_hash.rpartition("$")[0].rpartition("$")[0])
        return verify(self, kept_hash, secret)

    monkeypatch.setattr(PasswordHasher, "verify", counted)

    def work(typed: Digits) -> list[str]:
        worked.clear()
        actions.open_by_code(session, typed)
        return list(worked)

    hit = work(digits)
    assert hit == ["$argon2id$v=19$m=19456,t=2,p=1"]
    assert work(other(digits)) == hit
    assert work(Digits("99999", digits.secret)) == hit
    miss(session, digits, MISSES_A_MONTH)
    assert work(digits) == hit
    ending.delete_everything(session, feedback.contribution)
    assert work(digits) == hit


def test_guesses_compared_before_the_lock_still_stand_in_line_for_the_limit(
    session: Session, kept: tuple[Feedback, Digits]
) -> None:
    """Whoever compares a hundred at once learns no more than one after the other."""
    _feedback, digits = kept
    right = queries.tried_code(session, digits)
    assert right.fits
    miss(session, digits, MISSES_A_MONTH)
    assert actions.open_by_code(session, digits, tried=right) is None


def test_what_was_compared_opens_nothing_else(
    session: Session, board: Board, kept: tuple[Feedback, Digits]
) -> None:
    _feedback, digits = kept
    _another, others = some_feedback(session, board)
    right = queries.tried_code(session, digits)
    assert actions.open_by_code(session, others, tried=right) is None


def test_a_code_of_erased_words_opens_nothing(
    session: Session, kept: tuple[Feedback, Digits]
) -> None:
    feedback, digits = kept
    ending.delete_everything(session, feedback.contribution)
    commit(session)
    assert actions.open_by_code(session, digits) is None


def test_a_dropped_code_opens_nothing(session: Session, kept: tuple[Feedback, Digits]) -> None:
    feedback, digits = kept
    actions.drop_code(session, feedback.contribution_id)
    session.flush()
    assert actions.open_by_code(session, digits) is None


def test_a_prepared_code_is_given_without_another_slow_hash(
    session: Session, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = rules.prepare_code(keys.keyring(session))
    slow: list[bytes] = []
    hashed = PasswordHasher.hash

    def counted(self: PasswordHasher, secret: bytes) -> str:
        slow.append(secret)
        return hashed(self, secret)

    monkeypatch.setattr(PasswordHasher, "hash", counted)
    told = actions.Told(words="The desk was closed.", speaks="en", reads="en")
    token = rules.new_form_token()
    accepted = accepting.accept(session, told, About(), board=board, token=token, prepared=prepared)
    assert accepted.digits == prepared.digits
    assert slow == []
    assert actions.open_by_code(session, prepared.digits) is not None


def test_a_locator_that_is_taken_is_changed_and_the_secret_stays(
    session: Session, kept: tuple[Feedback, Digits]
) -> None:
    feedback, digits = kept
    prepared = rules.prepare_code(keys.keyring(session)).at(digits.locator)
    code = the_code(session, feedback)
    code.contribution_id = None
    session.flush()
    given = actions.give_code(session, feedback.contribution, prepared=prepared)
    session.flush()
    assert given is not None
    assert given.locator != digits.locator
    assert given.secret == prepared.digits.secret
    assert actions.open_by_code(session, given) is not None


def told_on_paper(locator: str) -> actions.Told:
    return actions.Told(words="On paper.", speaks="en", reads="en", paper_locator=locator)


def test_a_paper_code_opens_nothing_before_and_the_words_after_it_was_torn_off(
    session: Session, board: Board, facilitator: Hat
) -> None:
    (slip,) = actions.make_paper_codes(session, board.id, count=1, by=facilitator)
    assert actions.open_by_code(session, slip) is None
    accepted = accepting.accept(
        session,
        told_on_paper(slip.locator),
        About(),
        board=board,
        token=rules.new_form_token(),
        by=facilitator,
    )
    opened = actions.open_by_code(session, slip)
    assert opened is not None
    assert opened.id == accepted.feedback.contribution_id


@pytest.mark.parametrize("whose", ["used", "another board's", "nobody's"])
def test_a_slip_is_used_once_and_on_its_own_board(
    session: Session, board: Board, facilitator: Hat, kept: tuple[Feedback, Digits], whose: str
) -> None:
    elsewhere = a_board(session)
    (foreign,) = actions.make_paper_codes(session, elsewhere.id, count=1, by=facilitator)
    locators = {"used": kept[1].locator, "another board's": foreign.locator, "nobody's": "xxxxx"}
    with pytest.raises(Impossible):
        accepting.accept(
            session,
            told_on_paper(locators[whose]),
            About(),
            board=board,
            token=rules.new_form_token(),
            by=facilitator,
        )


def test_no_code_reaches_the_log(
    session: Session, kept: tuple[Feedback, Digits], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    _feedback, digits = kept
    actions.open_by_code(session, digits)
    miss(session, digits, 1)
    assert digits.secret not in caplog.text
    assert whole(digits) not in caplog.text
