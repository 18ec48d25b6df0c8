"""Are the groups real? Four gates; without all of them no group is drawn, named or counted.

People split by any method look like groups, also when they voted by chance. So the split must be
clearer than chance makes it, come back when a fifth of the people is left out, and hide nobody.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from threadpoolctl import threadpool_limits

from advisory.voting.ports import NOT_GROUPED, Groups, Numbers, Votes
from advisory.voting.rules.grouping import OpinionMap, in_conversation, opinion_map

FEWEST_PEOPLE = 50
PERMUTATIONS = 99
MOST_CHANCE = 0.05
RESAMPLES = 30
PART_OF_THE_PEOPLE = 0.8
LEAST_AGREEMENT = 0.8
SMALLEST_GROUP = 5
SMALLEST_PART = 0.05


class Gate(StrEnum):
    PEOPLE = "people"
    CHANCE = "chance"
    AGREEMENT = "agreement"
    SMALLEST = "smallest"


@dataclass(frozen=True)
class Reliability:
    """The four figures, and in one sentence each what was not reached."""

    people: int
    chance: float
    """How often shuffled votes look as clearly grouped (p of the permutation test)."""
    agreement: float
    """Median adjusted Rand index between the whole and parts of the people."""
    smallest: int
    reasons: tuple[str, ...]
    """For a person at a terminal: they hold exact counts."""
    failed: tuple[Gate, ...]
    """The same for a page, without any count."""

    @property
    def holds(self) -> bool:
        return not self.reasons


def reliability(
    votes: Votes, found: OpinionMap, *, moderated_out: Numbers | None = None, seed: int = 1
) -> Reliability:
    """Takes about 130 times as long as the map itself: for a job, not for a page."""
    chance = np.random.default_rng(seed)
    sizes = np.bincount(found.groups[found.groups != NOT_GROUPED])
    people, smallest = int(sizes.sum()), int(sizes.min()) if len(sizes) > 1 else 0
    # The tables are small: more threads spend their time waiting for each other.
    with threadpool_limits(limits=1):
        by_chance = _by_chance(votes, found, moderated_out, chance)
        agreement = _agreement(votes, found, moderated_out, chance)
    least = max(SMALLEST_GROUP, int(np.ceil(SMALLEST_PART * people)))
    gates = (
        (people >= FEWEST_PEOPLE, f"{people} people voted enough; groups need {FEWEST_PEOPLE}."),
        (by_chance <= MOST_CHANCE, f"Votes in random order look as clear (p = {by_chance:.2f})."),
        (
            agreement >= LEAST_AGREEMENT,
            f"Other groups come out when some people are left out (agreement {agreement:.2f}).",
        ),
        (smallest >= least, f"The smallest group has {smallest} people; it needs {least}."),
    )
    reasons = tuple(reason for passed, reason in gates if not passed)
    failed = tuple(gate for gate, (passed, _) in zip(Gate, gates, strict=True) if not passed)
    return Reliability(people, by_chance, agreement, smallest, reasons, failed)


def _by_chance(
    votes: Votes, found: OpinionMap, moderated_out: Numbers | None, chance: np.random.Generator
) -> float:
    """Votes change places within each statement, among those who voted on it."""
    as_clear = sum(
        opinion_map(_shuffled(votes, chance), moderated_out=moderated_out).silhouette
        >= found.silhouette
        for _ in range(PERMUTATIONS)
    )
    return (1 + as_clear) / (1 + PERMUTATIONS)


def _shuffled(votes: Votes, chance: np.random.Generator) -> Votes:
    shuffled = votes.copy()
    for statement in shuffled.T:
        voted = ~np.isnan(statement)
        statement[voted] = chance.permutation(statement[voted])
    return shuffled


def _agreement(
    votes: Votes, found: OpinionMap, moderated_out: Numbers | None, chance: np.random.Generator
) -> float:
    people = in_conversation(votes)
    size = int(PART_OF_THE_PEOPLE * len(people))
    if size < 2:
        return 0.0
    parts = (np.sort(chance.choice(people, size, replace=False)) for _ in range(RESAMPLES))
    return float(
        np.median(
            [
                adjusted_rand(
                    found.groups[part], opinion_map(votes[part], moderated_out=moderated_out).groups
                )
                for part in parts
            ]
        )
    )


def adjusted_rand(one: Groups, other: Groups) -> float:
    """How alike two ways of grouping the same people are: 1 the same, 0 as by chance."""
    both = (one != NOT_GROUPED) & (other != NOT_GROUPED)
    if both.sum() < 2:
        return 0.0
    table = np.zeros((one[both].max() + 1, other[both].max() + 1))
    np.add.at(table, (one[both], other[both]), 1)
    together = _pairs(table).sum()
    ones, others = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    expected = ones * others / _pairs(np.array(both.sum(), dtype=float))
    most = (ones + others) / 2
    return float((together - expected) / (most - expected)) if most != expected else 1.0


def _pairs(counted: Numbers) -> Numbers:
    pairs: Numbers = counted * (counted - 1) / 2
    return pairs
