"""All that is said of one vote. Groups appear only when they are real."""

from dataclasses import dataclass

import numpy as np

from advisory.voting.ports import NOT_GROUPED, Groups, Numbers, Votes
from advisory.voting.rules.counting import (
    Finding,
    consensus,
    group_informed_consensus,
    representative,
)
from advisory.voting.rules.grouping import opinion_map
from advisory.voting.rules.reliability import Reliability, reliability


@dataclass(frozen=True)
class Analysis:
    """`groups` is empty, and all that rests on it, when the groups are not reliable."""

    reliability: Reliability
    groups: list[int]
    consensus: list[Finding]
    representative: dict[int, list[Finding]]
    group_informed: list[float]
    like_the_published: float | None
    """The share of people whom a published grouping and ours put together, gate or no gate."""
    published_consensus: list[float]


def analyse(
    votes: Votes, *, moderated_out: Numbers | None = None, published: Groups | None = None
) -> Analysis:
    """`published`: groups that somebody else found in the same votes."""
    found = opinion_map(votes, moderated_out=moderated_out)
    gates = reliability(votes, found, moderated_out=moderated_out)
    heard = votes if moderated_out is None else np.where(moderated_out, np.nan, votes)
    drawn = found.groups if gates.holds else np.full(len(votes), NOT_GROUPED)
    return Analysis(
        reliability=gates,
        groups=[int(group) for group in drawn] if gates.holds else [],
        consensus=consensus(heard),
        representative=representative(heard, drawn),
        group_informed=group_informed_consensus(votes, drawn).tolist() if gates.holds else [],
        like_the_published=None if published is None else together(found.groups, published),
        published_consensus=(
            [] if published is None else group_informed_consensus(votes, published).tolist()
        ),
    )


def together(one: Groups, other: Groups) -> float:
    """The share of people in the same group, when the groups most alike are paired first."""
    both = (one != NOT_GROUPED) & (other != NOT_GROUPED)
    if not both.any():
        return 0.0
    table = np.zeros((one[both].max() + 1, other[both].max() + 1))
    np.add.at(table, (one[both], other[both]), 1)
    shared = 0.0
    while table.any():
        pair = np.unravel_index(table.argmax(), table.shape)
        shared += table[pair]
        table[pair[0], :] = table[:, pair[1]] = 0
    return float(shared / both.sum())
