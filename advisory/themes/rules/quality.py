"""What is odd about a codebook: labels that say the same, by use or by name, or too many."""

import unicodedata
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Generic, TypeVar

MOST_LABELS = 70
OVERLAP = 0.7
ALIKE = 0.9

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Pair(Generic[Key]):
    """Two labels, and how much they share, from 0 to 1."""

    first: Key
    second: Key
    share: float


@dataclass(frozen=True)
class Warnings(Generic[Key]):
    """For a person to look at. None of it stops anything."""

    overlapping: tuple[Pair[Key], ...]
    """Put on nearly the same passages: of those with either, more than .7 have both."""
    alike: tuple[Pair[Key], ...]
    """Names that are nearly the same, more than .9."""
    too_many: int | None
    """How many labels there are, when they are more than 70."""

    def __bool__(self) -> bool:
        return bool(self.overlapping or self.alike or self.too_many)


def warnings(names: Mapping[Key, str], items: Mapping[Key, Collection[Hashable]]) -> Warnings[Key]:
    """All pairs of the labels in `names`. `items`: on which passages each was put."""
    used = {key: set(items.get(key, ())) for key in names}
    told = {key: _plain(name) for key, name in names.items()}
    pairs = list(combinations(names, 2))
    overlaps = [Pair(one, two, overlap(used[one], used[two])) for one, two in pairs]
    alike = [Pair(one, two, _similar(told[one], told[two])) for one, two in pairs]
    return Warnings(
        tuple(pair for pair in overlaps if pair.share > OVERLAP),
        tuple(pair for pair in alike if pair.share > ALIKE),
        len(names) if len(names) > MOST_LABELS else None,
    )


def overlap(first: Collection[Hashable], second: Collection[Hashable]) -> float:
    """Jaccard: those with both, of those with either."""
    either = set(first) | set(second)
    return len(set(first) & set(second)) / len(either) if either else 0.0


def similarity(first: str, second: str) -> float:
    """Of two names: without capitals and signs, in any order of their words."""
    return _similar(_plain(first), _plain(second))


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = "".join(sign if _is_of_a_word(sign) else " " for sign in folded).split()
    return " ".join(sorted(words)) or folded


def _is_of_a_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign).startswith("M")


def _similar(first: str, second: str) -> float:
    """0 where it is certainly not more than .9."""
    # The one of a pair that is compared first can change the ratio a little.
    one, two = sorted((first, second))
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    # Two cheap upper limits first: most pairs stop there.
    if matcher.real_quick_ratio() <= ALIKE or matcher.quick_ratio() <= ALIKE:
        return 0.0
    return matcher.ratio()
