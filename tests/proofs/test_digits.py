"""The sixteen digits: none repeats, none is likelier, slips are caught, every script is read."""

import random
import unicodedata
from collections import Counter

from advisory.contributions.rules import (
    NotSixteen,
    OneIsWrong,
    check_digit,
    new_digits,
    read_digits,
)
from tests.proofs.proving import Proof
from tests.proofs.test_code import whole


def test_codes_do_not_repeat_and_use_every_digit_alike(proof: Proof) -> None:
    count = proof.asked(100_000, 1_000_000)
    codes = [whole(new_digits()) for _ in range(count)]
    proof.none("codes that repeat", count - len(set(codes)), floor="100,000", asked=count)
    fair, worst = count / 10, 0.0
    for place in zip(*codes, strict=True):
        counted = Counter(place)
        worst = max(worst, sum((counted[d] - fair) ** 2 / fair for d in "0123456789"))
    # 9 degrees of freedom: chance gives more than 45 once in a million tries of one place.
    proof.found("worst chi-square of 16 places", f"{worst:.1f}", kept=worst < 45, floor="below 45")


def test_every_slip_is_caught(proof: Proof) -> None:
    count = proof.asked(300, 5_000)
    chance, tried, missed = random.Random(7), 0, []  # noqa: S311 - the same examples every time
    for _ in range(count):
        code = f"{chance.randrange(10**15):015d}"
        code += check_digit(code)
        slips = [code[:i] + d + code[i + 1 :] for i in range(16) for d in "0123456789"]
        slips += [code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(15)]
        for slip in (slip for slip in slips if slip != code):
            tried += 1
            if check_digit(slip[:-1]) == slip[-1]:
                missed.append(slip)
    assert caught(code[:-1] + str((int(code[-1]) + 1) % 10))
    floor = "300 codes, every digit and swap"
    proof.none("slips that are not caught", missed, floor=floor, asked=f"{tried} slips")


def caught(typed: str) -> bool:
    try:
        read_digits(typed)
    except OneIsWrong:
        return True
    return False


def test_every_decimal_digit_of_unicode_is_read_at_every_place(proof: Proof) -> None:
    digits = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) == "Nd"]
    ten, wrong = "0123456789" * 2, []
    for mark in digits:
        for place in range(16):
            code = ten[:place] + str(unicodedata.digit(mark)) + ten[place + 1 : 15]
            code = code[:15] + check_digit(code[:15])
            typed = code[:place] + (mark if place < 15 else code[15]) + code[place + 1 :]
            if _read(typed) != code:
                wrong.append((mark, place))
    proof.none(
        "decimal digits not read at some place",
        wrong,
        floor="every digit x 16 places",
        asked=f"{len(digits)} x 16",
    )


def _read(typed: str) -> str:
    try:
        return whole(read_digits(f"\u2066{typed[:8]} - {typed[8:]}\u2069"))
    except (NotSixteen, OneIsWrong):
        return ""
