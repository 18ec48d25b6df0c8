"""How alike two people put labels: alpha for each label, F1 for all, and how sure that is.

Krippendorff's alpha as he published it, for names (nominal) with missing values. A label is
taken as yes or no for each passage.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from statistics import fmean
from typing import Generic, TypeVar

from advisory.languages.catalogues import for_staff

FEWEST = 30
"""Below so many passages that two people read, no number is said."""
RELIABLE, TENTATIVE = 0.8, 0.667
RESAMPLES = 1_000
_SEED = 20_261_123

Key = TypeVar("Key", bound=Hashable)
Readings = Sequence[Sequence[Collection[Key]]]
"""For each passage, the labels that each of its readers put on it."""


class Reliance(StrEnum):
    """What may be built on the number."""

    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    REWRITE = "rewrite"
    INSUFFICIENT = "insufficient"
    NO_CHOICE = "no_choice"
    """Everybody gave one and the same answer everywhere, so nothing shows that they choose."""


RELIANCE_NAMES: Mapping[Reliance, str] = {
    Reliance.RELIABLE: for_staff("People read it alike: reliable"),
    Reliance.TENTATIVE: for_staff("People mostly read it alike: for first conclusions only"),
    Reliance.REWRITE: for_staff("People read it differently: write the definition anew"),
    Reliance.INSUFFICIENT: for_staff("Too few passages were read by two people to tell"),
    Reliance.NO_CHOICE: for_staff("Used always or never, so nobody can tell"),
}


@dataclass(frozen=True)
class Estimate:
    """A number, and between which two it lies in 95 of 100 samples like this one."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class LabelAgreement:
    alpha: Estimate | None
    reliance: Reliance


@dataclass(frozen=True)
class Agreement(Generic[Key]):
    items: int
    """Passages that at least two people read."""
    by_label: Mapping[Key, LabelAgreement]
    f1: Estimate | None
    """None below 30 passages, or when nobody put any label."""

    @property
    def is_enough(self) -> bool:
        return self.items >= FEWEST


def agreement(readings: Readings[Key], labels: Collection[Key]) -> Agreement[Key]:
    """All labels of a codebook, from what was read blind. Passages with one reader do not count."""
    both = [readers for readers in readings if len(readers) >= 2]
    if len(both) < FEWEST:
        unknown = LabelAgreement(None, Reliance.INSUFFICIENT)
        return Agreement(len(both), dict.fromkeys(labels, unknown), None)
    alphas = _alphas(both, list(labels))
    return Agreement(
        len(both),
        {label: LabelAgreement(found, reliance(found)) for label, found in alphas.items()},
        _shared(both),
    )


def reliance(alpha: Estimate | None) -> Reliance:
    if alpha is None:
        return Reliance.NO_CHOICE
    if alpha.value >= RELIABLE:
        return Reliance.RELIABLE
    return Reliance.TENTATIVE if alpha.value >= TENTATIVE else Reliance.REWRITE


def nominal_alpha(units: Sequence[Sequence[Hashable | None]]) -> float | None:
    """For each unit the values its readers gave, None where one gave none.

    None when fewer than two different values were given in units with two readers.
    """
    totals: Counter[Hashable] = Counter()
    apart = 0.0
    for unit in units:
        values = Counter(value for value in unit if value is not None)
        given = values.total()
        if given < 2:
            continue
        totals += values
        apart += (given**2 - sum(count**2 for count in values.values())) / (given - 1)
    everything = totals.total()
    expected = everything**2 - sum(count**2 for count in totals.values())
    return 1 - (everything - 1) * apart / expected if expected else None


def shared_f1(first: Collection[Key], second: Collection[Key]) -> float:
    """Twice what both put, over all that they put. Both must not be empty."""
    return 2 * len(set(first) & set(second)) / (len(set(first)) + len(set(second)))


def _alphas(both: Readings[Key], labels: Sequence[Key]) -> dict[Key, Estimate | None]:
    import numpy as np  # noqa: PLC0415 - most pages do without, and it is heavy to load

    chance = np.random.default_rng(_SEED)
    weights = chance.multinomial(len(both), [1 / len(both)] * len(both), size=RESAMPLES)
    found: dict[Key, Estimate | None] = {}
    for label in labels:
        units = [[label in reader for reader in readers] for readers in both]
        value = nominal_alpha(units)
        yes = np.array([sum(unit) for unit in units], dtype=float)
        no = np.array([len(unit) for unit in units]) - yes
        apart = weights @ (2 * yes * no / (yes + no - 1))
        all_yes, all_no = weights @ yes, weights @ no
        told = (all_yes > 0) & (all_no > 0)
        drawn = 1 - (all_yes + all_no - 1)[told] * apart[told] / (2 * all_yes * all_no)[told]
        found[label] = None if value is None else _estimate(value, drawn.tolist())
    return found


def _shared(both: Readings[Key]) -> Estimate | None:
    """Mean of the F1 of each passage. One where nobody found anything says nothing."""
    import numpy as np  # noqa: PLC0415 - as above

    scores = [
        fmean(pairs)
        for readers in both
        if (pairs := [shared_f1(*two) for two in combinations(readers, 2) if any(two)])
    ]
    if not scores:
        return None
    chance = np.random.default_rng(_SEED)
    drawn = chance.choice(scores, (RESAMPLES, len(scores))).mean(axis=1)
    return _estimate(fmean(scores), drawn.tolist())


def _estimate(value: float, drawn: Sequence[float]) -> Estimate:
    ordered = sorted([*drawn, value])
    last = len(ordered) - 1
    return Estimate(value, ordered[round(0.025 * last)], ordered[round(0.975 * last)])
