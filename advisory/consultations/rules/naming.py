"""What questions and answers are called in files, for as long as their consultation lasts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from advisory.consultations.models import Option, Question

CONSENT, SPEAKS, QUOTE, SLIP = "consent", "speaks", "quote", "slip"
ABOUT = ("title", "purpose", "who", "can", "cannot")
"""What people read before they answer: as notes named `about_title` and so on."""
OF_OURS = frozenset({CONSENT, SPEAKS, QUOTE, SLIP, *(f"about_{one}" for one in ABOUT)})
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,60}", re.ASCII)


def is_name(name: str) -> bool:
    """Whether other programs take it for the name of a column."""
    return _NAME.fullmatch(name) is not None


def names_of(questions: Iterable[Question]) -> dict[UUID, str]:
    """The name each came with, else `q` and its number: none twice."""
    asked = list(questions)
    taken = {one.name for one in asked if one.name} | OF_OURS
    found: dict[UUID, str] = {}
    for one in asked:
        name = one.name or f"q{one.position}"
        while not one.name and name in taken:
            name += "_"
        found[one.id] = name
        taken.add(name)
    return found


def option_names(options: Sequence[Option], letter: str) -> dict[str, str]:
    """By the pick that stands for it: the name it came with, else a letter and its place."""
    taken = {one.name for one in options if one.name}
    found: dict[str, str] = {}
    for at, one in enumerate(options, 1):
        name = one.name or f"{letter}{at}"
        while not one.name and name in taken:
            name += "_"
        found[str(one.id)] = name
        taken.add(name)
    return found


def place_names(places: Iterable[str]) -> Mapping[str, str]:
    """Boroughs as other programs can name them: "Camden" is "camden"."""
    return {place: re.sub(r"[^a-z]+", "_", place.lower()) for place in places}
