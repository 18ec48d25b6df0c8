"""The number on a form, what may be keyed, the sample, and what differs between two keyings."""

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
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
    answers: dict[str, str] = field(default_factory=dict)
    """On a form of a consultation: what was chosen and said, by the id of the question."""

    @property
    def is_empty(self) -> bool:
        return not (self.topic or self.face or self.said or any(self.answers.values()))

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
    mine, theirs = _by_field(first), _by_field(second)
    return [
        Difference(name, str(mine.get(name, "")), str(theirs.get(name, "")))
        for name in {**mine, **theirs}
        if _plain(mine.get(name, "")) != _plain(theirs.get(name, ""))
    ]


def _by_field(keyed: Keyed) -> dict[str, object]:
    flat: dict[str, object] = asdict(keyed)
    flat.pop("answers")
    return {**flat, **keyed.answers}


def _plain(value: object) -> str:
    return " ".join(str(value).split())


def sample_size(forms: int) -> int:
    """One in twenty, and never none."""
    return min(forms, max(1, ceil(forms * SAMPLE_SHARE)))


def draw(count: int) -> Sequence[int]:
    """The positions, from 0, of the forms that a second person keys: chance decides."""
    return sorted(random.SystemRandom().sample(range(count), sample_size(count)))


def means_the_same(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether the rows of an older print can still be keyed: only their words have changed.

    A row is what it asks, and after a `#` the words it was printed with.
    """
    return [row.partition("#")[0] for row in old] == [row.partition("#")[0] for row in new]
