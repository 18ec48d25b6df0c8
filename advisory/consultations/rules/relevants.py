"""The part of an XLSForm's `relevant` that our conditions can say.

`${q1} = 'a'`, `selected(${q1}, 'a')`, `${q1} != ''`, `${q1} != '' and not(…)`, joined by `and`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from advisory.consultations.models import Says

_NAME = r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}"
_VALUE = r"(?:'([^']*)'|\"([^\"]*)\"|(\d+))"
_EQUALS = re.compile(rf"{_NAME}\s*(!?=)\s*{_VALUE}", re.ASCII)
_SELECTED = re.compile(rf"selected\(\s*{_NAME}\s*,\s*{_VALUE}\s*\)", re.ASCII)
_NOT = re.compile(r"not\s*\((.*)\)", re.DOTALL)
_REFERS = re.compile(_NAME, re.ASCII)
LONGEST = 2_000


class NotSayable(Exception):
    """It asks for something that our conditions cannot say."""


@dataclass(frozen=True)
class Wanted:
    """What must (not) stand in one column. Without a value: anything."""

    columns: tuple[str, ...]
    says: Says
    value: str = ""
    asks_for_an_answer: bool = True
    """False for a bare `!=`, which elsewhere holds for people who did not answer, too."""


def columns_in(relevant: str) -> list[str]:
    """All columns it looks at."""
    return _REFERS.findall(relevant[:LONGEST])


def read_relevant(relevant: str) -> list[Wanted]:
    """All of what must hold. Raises NotSayable."""
    if len(relevant) > LONGEST:
        raise NotSayable
    found = [_read(part) for part in _parts(_bare(relevant), "and")]
    return _joined(found)


def _read(part: str) -> Wanted:
    part = _bare(part)
    either = _parts(part, "or")
    if len(either) > 1:
        return _any_of([_read(one) for one in either])
    if (inner := _NOT.fullmatch(part)) is not None:
        return _opposite(_read(inner.group(1)))
    if (chosen := _SELECTED.fullmatch(part)) is not None:
        name, *value = chosen.groups()
        return Wanted((name,), Says.IS, _one(value))
    if (compared := _EQUALS.fullmatch(part)) is not None:
        name, sign, *value = compared.groups()
        return _compared(name, sign, _one(value))
    raise NotSayable


def _compared(name: str, sign: str, value: str) -> Wanted:
    if sign == "!=" and not value:
        return Wanted((name,), Says.ANSWERED)
    if not value:
        raise NotSayable
    if sign == "=":
        return Wanted((name,), Says.IS, value)
    return Wanted((name,), Says.IS_NOT, value, asks_for_an_answer=False)


def _any_of(either: Sequence[Wanted]) -> Wanted:
    """Any column of one question filled: the question was answered."""
    if any(one.says is not Says.ANSWERED for one in either):
        raise NotSayable
    return Wanted(tuple(column for one in either for column in one.columns), Says.ANSWERED)


def _opposite(one: Wanted) -> Wanted:
    if one.says is not Says.IS:
        raise NotSayable
    return Wanted(one.columns, Says.IS_NOT, one.value, asks_for_an_answer=False)


def _joined(found: Sequence[Wanted]) -> list[Wanted]:
    """`answered` and `not this` of one question are one condition of ours."""
    answered = [one for one in found if one.says is Says.ANSWERED]
    result: list[Wanted] = []
    used: set[Wanted] = set()
    for one in found:
        before = [other for other in answered if set(one.columns) <= set(other.columns)]
        if one.says is Says.IS_NOT and before:
            used.update(before)
            result.append(Wanted(one.columns, one.says, one.value))
        else:
            result.append(one)
    return [one for one in result if one not in used]


def _one(values: Sequence[str | None]) -> str:
    return next((value for value in values if value is not None), "")


def _bare(part: str) -> str:
    """Without brackets around all of it."""
    part = part.strip()
    while part.startswith("(") and _closes_at(part) == len(part) - 1:
        part = part[1:-1].strip()
    return part


def _closes_at(part: str) -> int:
    depth, quote = 0, ""
    for at, letter in enumerate(part):
        depth, quote = _step(letter, depth, quote)
        if depth == 0:
            return at
    return -1


def _step(letter: str, depth: int, quote: str) -> tuple[int, str]:
    if quote:
        return depth, "" if letter == quote else quote
    if letter in "'\"":
        return depth, letter
    return depth + {"(": 1, ")": -1}.get(letter, 0), ""


def _parts(expression: str, word: str) -> list[str]:
    """Its parts between a word, outside brackets and quotes."""
    found, depth, quote, begins = [], 0, "", 0
    for at, letter in enumerate(expression):
        depth, quote = _step(letter, depth, quote)
        if depth or quote or at < begins:
            continue
        if re.compile(rf"\s{word}\s").match(expression, at):
            found.append(expression[begins:at])
            begins = at + len(word) + 2
    return [*found, expression[begins:]]
