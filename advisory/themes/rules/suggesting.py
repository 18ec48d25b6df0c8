"""What a suggestion is, which labels can be learned, and which passages show none."""

import hashlib
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

FEWEST_CODED, FEWEST_OF_A_LABEL = 30, 5
MOST_SUGGESTED = 3
LIKELY, MAYBE = 0.8, 0.3
_WITHOUT = 10
"""Of a hundred passages, so many are read without suggestions, to see what these change."""

Key = TypeVar("Key", bound=Hashable)


class Certainty(StrEnum):
    LIKELY = "likely"
    MAYBE = "maybe"


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
