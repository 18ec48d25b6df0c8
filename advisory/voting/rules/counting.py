"""Votes, and what can be said of them without any groups.

A table of votes has a row a person and a column a statement: 1 agree, -1 disagree, 0 pass, NaN not
seen. Formulas as published for Polis (math of its open repository, read in 2026).
"""

from dataclasses import dataclass

import numpy as np

from advisory.voting.ports import NOT_GROUPED, Groups, Numbers, Votes

CERTAIN = 1.2816
"""A one-sided 90 % of the normal distribution."""

ENOUGH_VOTES = 20
SHOWN = 5


@dataclass(frozen=True)
class Counts:
    """Per statement: who agreed, who disagreed, who saw it (passes included)."""

    agreed: Numbers
    disagreed: Numbers
    seen: Numbers


@dataclass(frozen=True)
class Finding:
    """One statement that stands out. `share` is (agreed + 1) / (seen + 2), or of disagreement."""

    statement: int
    agrees: bool
    share: float
    certainty: float
    voted: int
    ratio: float = 1.0
    """How many times as likely in this group as among the rest."""


def counts(votes: Votes) -> Counts:
    return Counts(
        agreed=(votes == 1).sum(axis=0).astype(float),
        disagreed=(votes == -1).sum(axis=0).astype(float),
        seen=(~np.isnan(votes)).sum(axis=0).astype(float),
    )


def share(successes: Numbers, seen: Numbers) -> Numbers:
    return (successes + 1) / (seen + 2)


def certainty(successes: Numbers, seen: Numbers) -> Numbers:
    """How far a share is from one half, in standard errors."""
    result: Numbers = 2 * np.sqrt(seen + 1) * ((successes + 1) / (seen + 1) - 0.5)
    return result


def group_informed_consensus(votes: Votes, groups: Groups) -> Numbers:
    """Per statement the product, over the groups, of the share that agrees."""
    product = np.ones(votes.shape[1])
    for group in present(groups):
        held = counts(votes[groups == group])
        product *= share(held.agreed, held.seen)
    return product


def present(groups: Groups) -> list[int]:
    return [int(group) for group in np.unique(groups) if group != NOT_GROUPED]


def consensus(votes: Votes, *, least: int = ENOUGH_VOTES) -> list[Finding]:
    """The statements that most people hold, or most refuse: at most five of each, best first.

    `least`: fewer votes say nothing; on a board of fewer people all of them must have voted.
    """
    held = counts(votes)
    needed = min(least, votes.shape[0])
    return [
        finding
        for agrees, successes in ((True, held.agreed), (False, held.disagreed))
        for finding in _best(successes, held.seen, agrees=agrees, needed=needed)
    ]


def _best(successes: Numbers, seen: Numbers, *, agrees: bool, needed: int) -> list[Finding]:
    held, sure = share(successes, seen), certainty(successes, seen)
    kept = np.flatnonzero((held > 0.5) & (sure > CERTAIN) & (seen >= needed))
    ranked = sorted(kept, key=lambda at: (-held[at] * sure[at], at))[:SHOWN]
    return [
        Finding(int(at), agrees, float(held[at]), float(sure[at]), int(seen[at])) for at in ranked
    ]


def representative(votes: Votes, groups: Groups) -> dict[int, list[Finding]]:
    """What each group holds more than the rest; at least one statement for each group."""
    return {
        group: _representative_of(
            counts(votes[groups == group]), counts(_rest(votes, groups, group))
        )
        for group in present(groups)
    }


def _rest(votes: Votes, groups: Groups, group: int) -> Votes:
    rest: Votes = votes[(groups != group) & (groups != NOT_GROUPED)]
    return rest


def _representative_of(own: Counts, rest: Counts) -> list[Finding]:
    found: list[tuple[float, bool, Finding]] = []
    for agrees, mine, theirs in (
        (True, own.agreed, rest.agreed),
        (False, own.disagreed, rest.disagreed),
    ):
        held, sure = share(mine, own.seen), certainty(mine, own.seen)
        ratio = held / share(theirs, rest.seen)
        apart = _difference(mine, own.seen, theirs, rest.seen)
        strength = ratio * apart * held * sure
        stands_out = (apart > CERTAIN) & (sure > CERTAIN)
        found += [
            (
                float(strength[at]),
                bool(stands_out[at]),
                Finding(
                    int(at),
                    agrees,
                    float(held[at]),
                    float(sure[at]),
                    int(own.seen[at]),
                    float(ratio[at]),
                ),
            )
            for at in range(len(held))
        ]
    found.sort(key=lambda entry: (-entry[0], entry[2].statement))
    outstanding = [entry[2] for entry in found if entry[1]][:SHOWN]
    return outstanding or [found[0][2]]


def _difference(mine: Numbers, seen: Numbers, theirs: Numbers, rest: Numbers) -> Numbers:
    """Two proportions apart, in standard errors, with one added to all four counts."""
    own, other = (mine + 1) / (seen + 1), (theirs + 1) / (rest + 1)
    pooled = (mine + theirs + 2) / (seen + rest + 2)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / (seen + 1) + 1 / (rest + 1)))
    result: Numbers = np.divide(own - other, spread, out=np.zeros_like(own), where=spread > 0)
    return result
