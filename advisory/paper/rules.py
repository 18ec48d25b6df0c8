"""The number on a form, what may be keyed, the sample, and what differs between two keyings."""

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil

from advisory.contributions.rules import LOCATOR, check_digit
from advisory.languages.text import ascii_digits, clean

MOST_ROWS = 9
"""Rows are keyed 1 to 9."""
MOST_FORMS = 20
"""In one print run: each carries a code whose hash is slow to make."""
SAMPLE_SHARE = 0.05


class NotSix(Exception):
    """The number of a form has six digits."""


class OneIsWrong(Exception):
    """The check digit says that one digit is wrong, or two are swapped."""


def form_number(locator: str) -> str:
    """What is printed on the part that stays with us: the slip's number and a check digit."""
    return f"{locator}-{check_digit(locator)}"


def read_form_number(typed: str) -> str:
    """The slip's number. Raises NotSix or OneIsWrong."""
    marks = ascii_digits(clean(typed))
    digits = "".join(mark for mark in marks if mark.isascii() and mark.isdecimal())
    if len(digits) != LOCATOR + 1:
        raise NotSix
    if check_digit(digits[:-1]) != digits[-1]:
        raise OneIsWrong
    return digits[:-1]


@dataclass(frozen=True)
class Keyed:
    """One form as it was keyed; rows and faces by their number on the paper, 0 for none."""

    topic: int = 0
    face: int = 0
    use: int = 0
    place: str = ""
    said: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.topic or self.face or self.said)

    def as_text(self) -> str:
        return json.dumps(asdict(self))


def keyed_from(text: str) -> Keyed:
    return Keyed(**json.loads(text))


@dataclass(frozen=True)
class Difference:
    """One answer that two people keyed otherwise."""

    field: str
    first: str
    second: str


def differences(first: Keyed, second: Keyed) -> list[Difference]:
    """White space does not count."""
    mine, theirs = asdict(first), asdict(second)
    return [
        Difference(name, str(mine[name]), str(theirs[name]))
        for name in mine
        if _plain(mine[name]) != _plain(theirs[name])
    ]


def _plain(value: object) -> str:
    return " ".join(str(value).split())


def sample_size(forms: int) -> int:
    """One in twenty, and never none."""
    return min(forms, max(1, ceil(forms * SAMPLE_SHARE)))


def draw(count: int) -> Sequence[int]:
    """The positions, from 0, of the forms that a second person keys: chance decides."""
    return sorted(random.SystemRandom().sample(range(count), sample_size(count)))
