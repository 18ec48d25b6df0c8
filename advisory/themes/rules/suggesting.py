"""What a suggestion is, which labels can be learned, and which passages show none."""

import hashlib
import json
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

FEWEST_CODED, FEWEST_OF_A_LABEL = 30, 5
MOST_SUGGESTED = 3
LIKELY, MAYBE = 0.8, 0.3
MOST_AHEAD = 300
"""So many passages that nobody has read yet have suggestions at once: those that come next."""
ENOUGH_NEW = 10
_WITHOUT = 10
"""Of a hundred passages, so many are read without suggestions, to see what these change."""

Key = TypeVar("Key", bound=Hashable)


class Certainty(StrEnum):
    LIKELY = "likely"
    MAYBE = "maybe"


def certainty(chance: float) -> Certainty:
    return Certainty.LIKELY if chance >= LIKELY else Certainty.MAYBE


@dataclass(frozen=True)
class Coded(Generic[Key]):
    """A text with the labels that a person put on it."""

    text: str
    labels: Collection[Key]


@dataclass(frozen=True)
class Suggestion(Generic[Key]):
    """For a person to take, refuse or pass over. Never ticked beforehand, never counted."""

    label: Key
    probability: float
    certainty: Certainty
    words: tuple[str, ...]
    """Whole words of the text that spoke for it most; none when it is only frequent."""


def is_read_without(item_id: Hashable) -> bool:
    """One passage in ten, always the same ones."""
    digest = hashlib.sha256(str(item_id).encode()).digest()
    return int.from_bytes(digest[:8], "big") % 100 < _WITHOUT


def learnable(coded: Sequence[Coded[Key]]) -> list[Key]:
    """Labels put on at least 5 passages, and left off as many; none below 30 passages."""
    if len(coded) < FEWEST_CODED:
        return []
    counts: dict[Key, int] = {}
    for one in coded:
        for label in set(one.labels):
            counts[label] = counts.get(label, 0) + 1
    most = len(coded) - FEWEST_OF_A_LABEL
    return [label for label, count in counts.items() if FEWEST_OF_A_LABEL <= count <= most]


def is_due(
    *, coded: int, learned_from: int, is_changed: bool, learned_today: bool, ahead: int, bare: int
) -> bool:
    """Whether to learn anew. `bare` of the passages `ahead` have not been looked at yet.

    After ten more codings, or for new passages; what was changed waits for the next day. When
    somebody's words went, what was learned from them goes at once.
    """
    if coded < FEWEST_CODED or not ahead:
        return False
    enough = coded - learned_from >= ENOUGH_NEW or bare >= ENOUGH_NEW or 2 * bare >= ahead
    return coded < learned_from or enough or (is_changed and not learned_today)


def written(suggestions: Sequence[Suggestion[UUID]]) -> str:
    return json.dumps(
        [[str(one.label), one.probability, list(one.words)] for one in suggestions],
        ensure_ascii=False,
    )


def read(opened: str) -> list[Suggestion[UUID]]:
    return [
        Suggestion(UUID(label), chance, certainty(chance), tuple(words))
        for label, chance, words in json.loads(opened)
    ]
