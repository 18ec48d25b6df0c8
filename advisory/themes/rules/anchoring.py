"""What suggestions do to people who read: how often they are taken, shown and not shown.

One passage in ten is suggested to nobody. If people put what was suggested much more often where
they saw it, the suggestion leads them.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Generic, TypeVar

FEWEST_READ, FEWEST_OFFERED = 30, 10
"""Below these a share would say nothing."""
_SURE = 1.96
"""Normal deviate: 95 of 100."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Counted(Generic[Key]):
    """A label, shown or not: how often suggested, how often then put, how often put at all."""

    label: Key
    was_shown: bool
    offered: int
    taken: int
    put: int


@dataclass(frozen=True)
class Share:
    """Of how many, how many; and where the share lies in 95 of 100 samples like this (Wilson)."""

    part: int
    whole: int
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.part / self.whole


@dataclass(frozen=True)
class Side(Generic[Key]):
    """Passages read with suggestions, or without."""

    passages: int
    offered: int
    taken: int
    f1: float | None
    """Between what was suggested and what people put; none while too few were read."""
    right: Share | None
    """Suggestions that people put too."""


@dataclass(frozen=True)
class Effect(Generic[Key]):
    shown: Side[Key]
    hidden: Side[Key]
    by_label: dict[Key, Share | None]
    """Of what was suggested, shown or not, what people put; none below 10."""
    is_leading: bool | None
    """Taken more often where it was seen, beyond chance; none while nobody can tell."""


def outcomes(
    suggested: Collection[Key], put: Collection[Key], *, was_shown: bool
) -> list[Counted[Key]]:
    """What one passage adds to the counts: each label that was suggested or put."""
    return [
        Counted(
            label,
            was_shown,
            int(label in suggested),
            int(label in suggested and label in put),
            int(label in put),
        )
        for label in {*suggested, *put}
    ]


def effect(counts: Iterable[Counted[Key]], *, read_with: int, read_without: int) -> Effect[Key]:
    kept = list(counts)
    shown = _side([one for one in kept if one.was_shown], read_with)
    hidden = _side([one for one in kept if not one.was_shown], read_without)
    offered: dict[Key, int] = {}
    taken: dict[Key, int] = {}
    for one in kept:
        offered[one.label] = offered.get(one.label, 0) + one.offered
        taken[one.label] = taken.get(one.label, 0) + one.taken
    by_label = {label: share(taken[label], offered[label]) for label in offered}
    is_leading = _differs(shown.right, hidden.right) if shown.right and hidden.right else None
    return Effect(shown, hidden, by_label, is_leading)


def share(part: int, whole: int) -> Share | None:
    if whole < FEWEST_OFFERED:
        return None
    value, weight = part / whole, _SURE**2 / whole
    centre = (value + weight / 2) / (1 + weight)
    reach = _SURE / (1 + weight) * sqrt(value * (1 - value) / whole + weight / (4 * whole))
    return Share(part, whole, max(centre - reach, 0.0), min(centre + reach, 1.0))


def _side(counts: list[Counted[Key]], passages: int) -> Side[Key]:
    offered, taken, put = (
        sum(getattr(one, name) for one in counts) for name in ("offered", "taken", "put")
    )
    if passages < FEWEST_READ:
        return Side(passages, offered, taken, None, None)
    either = offered + put
    return Side(
        passages, offered, taken, 2 * taken / either if either else None, share(taken, offered)
    )


def _differs(shown: Share, hidden: Share) -> bool:
    """Two shares, pooled, one-sided at 95 of 100 on the safe side."""
    both = (shown.part + hidden.part) / (shown.whole + hidden.whole)
    spread = sqrt(both * (1 - both) * (1 / shown.whole + 1 / hidden.whole))
    return bool(spread) and (shown.value - hidden.value) / spread > _SURE
