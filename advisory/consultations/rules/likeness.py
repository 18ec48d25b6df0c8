"""How alike two texts are: questions asked before, and texts that many people send alike."""

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from advisory.languages.text import fold

Key = TypeVar("Key", bound=Hashable)

LONGEST_STEM, SHORTEST_WORD = 5, 3
NEARLY_ALL, FEWEST, SHORTEST_TEXT = 0.7, 3, 40
"""Of the shingles of both texts, how many they share; texts in a campaign; letters of one."""
_SHINGLE, _SKETCH, _SHARED, _NEAREST, _LATEST = 5, 16, 4, 5, 40
_WORD = re.compile(r"\w+")
_EMPTY = frozenset((
    "about", "and", "any", "are", "can", "did", "does", "for", "from", "had", "has", "have",
    "how", "not", "our", "that", "the", "their", "them", "there", "they", "this", "was", "were",
    "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
))  # fmt: skip


def stems(text: str) -> set[str]:
    """The beginnings of the words that carry its meaning: "visits" and "visit" are one."""
    words = _WORD.findall(fold(text))
    carrying = (word for word in words if len(word) >= SHORTEST_WORD and word not in _EMPTY)
    return {word[:LONGEST_STEM] for word in carrying}


def nearest(said: Iterable[str], among: Mapping[Key, str]) -> list[Key]:
    """Those that share words with what is said, the most and the rarest first."""
    wanted = {stem for one in said for stem in stems(one)}
    by_key = {key: stems(text) & wanted for key, text in among.items()}
    often: dict[str, int] = defaultdict(int)
    for shared in by_key.values():
        for stem in shared:
            often[stem] += 1
    weights = {key: sum(1 / often[stem] for stem in shared) for key, shared in by_key.items()}
    found = [key for key, shared in by_key.items() if shared]
    return sorted(found, key=lambda key: (-len(by_key[key]), -weights[key]))


def shingles(text: str) -> frozenset[int]:
    """Every five letters that follow each other, without marks and spaces, as numbers."""
    letters = "".join(_WORD.findall(fold(text)))
    return frozenset(
        zlib.crc32(letters[at : at + _SHINGLE].encode())
        for at in range(max(1, len(letters) - _SHINGLE + 1))
    )


def alike(first: frozenset[int], second: frozenset[int]) -> float:
    """Jaccard: the shingles of both, of those of either."""
    either = len(first | second)
    return len(first & second) / either if either else 0.0


def campaigns(texts: Mapping[Key, str]) -> list[Sequence[Key]]:
    """Groups of texts that say nearly the same letter for letter, the largest first.

    Laid side by side are only texts that share several of their 16 smallest shingles: two texts of
    which seven tenths are the same all but never miss each other, and thousands take a second.
    """
    sets = {key: shingles(text) for key, text in texts.items() if len(text) >= SHORTEST_TEXT}
    leads: dict[int, list[Key]] = defaultdict(list)
    group_of: dict[Key, list[Key]] = {}
    for key, mine in sets.items():
        smallest = sorted(mine)[:_SKETCH]
        # What stands in very many texts says little, and would be looked at again and again.
        shared = Counter(other for one in smallest for other in leads[one][-_LATEST:])
        near = (other for other, count in shared.most_common(_NEAREST) if count >= _SHARED)
        lead = next((other for other in near if alike(mine, sets[other]) >= NEARLY_ALL), None)
        if lead is None:
            group_of[key] = [key]
            for one in smallest:
                leads[one].append(key)
        else:
            group_of[lead].append(key)
    found = [group for group in group_of.values() if len(group) >= FEWEST]
    return sorted(found, key=len, reverse=True)
