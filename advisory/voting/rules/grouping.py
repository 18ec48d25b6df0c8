"""The map of opinions and its groups: projection, small clusters, groups, their number.

The steps are Polis': principal components of the votes (a gap is the statement's mean), people
projected by what they saw, up to 100 small clusters, then k-means on those for 2 to 5 groups, and
the number with the best silhouette. Everything is deterministic.
"""

from dataclasses import dataclass

import numpy as np

from advisory.voting.ports import NOT_GROUPED, Groups, Numbers, Votes

ENOUGH_OWN_VOTES = 7
FEWEST_IN_CONVERSATION = 15
SMALL_CLUSTERS = 100
MOST_GROUPS = 5
STARTS = 8
ROUNDS = 100
STILL = 0.01


@dataclass(frozen=True)
class OpinionMap:
    """Where each person stands (two numbers), which group, and how clear the groups are."""

    points: Numbers
    groups: Groups
    silhouette: float


def opinion_map(votes: Votes, *, moderated_out: Numbers | None = None) -> OpinionMap:
    """`moderated_out`: true for statements that were taken out; they count as nobody's."""
    seen = votes if moderated_out is None else np.where(moderated_out, 0.0, votes)
    points = projected(seen)
    inside = in_conversation(votes)
    groups = np.full(len(votes), NOT_GROUPED, dtype=np.int64)
    groups[inside], clearness = grouped(points[inside])
    return OpinionMap(points, groups, clearness)


def in_conversation(votes: Votes) -> Groups:
    """The rows of those who voted enough; topped up with the most active to fifteen."""
    own = (~np.isnan(votes)).sum(axis=1)
    inside = np.flatnonzero(own >= min(ENOUGH_OWN_VOTES, votes.shape[1]))
    if len(inside) < FEWEST_IN_CONVERSATION:
        most_active = np.argsort(-own, kind="stable")[:FEWEST_IN_CONVERSATION]
        inside = np.union1d(inside, most_active[own[most_active] > 0])
    return inside


def projected(votes: Votes) -> Numbers:
    """Two numbers a person. Somebody who saw little is moved outwards for it."""
    seen = ~np.isnan(votes)
    means = np.where(seen, votes, 0.0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    apart = np.where(seen, votes - means, 0.0)
    of_each = np.sqrt(votes.shape[1] / np.maximum(seen.sum(axis=1), 1))
    points: Numbers = (apart @ _components(apart)) * of_each[:, np.newaxis]
    return points


def extremities(votes: Votes) -> Numbers:
    """How far from the middle somebody stands who disagrees with one statement and saw no other.

    The E of the published priority of a statement: see rules.asking.
    """
    seen = ~np.isnan(votes)
    means = np.where(seen, votes, 0.0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    apart = np.where(seen, votes - means, 0.0)
    moved = np.abs(-1.0 - means) * np.sqrt(votes.shape[1])
    lengths: Numbers = moved * np.linalg.norm(_components(apart), axis=1)
    return lengths


def _components(apart: Numbers) -> Numbers:
    """The two main directions, from the smaller of the two products."""
    rows, columns = apart.shape
    if columns <= rows:
        _, vectors = np.linalg.eigh(apart.T @ apart)
        main = vectors[:, ::-1][:, :2]
    else:
        _, vectors = np.linalg.eigh(apart @ apart.T)
        main = apart.T @ vectors[:, ::-1][:, :2]
        main = main / np.maximum(np.linalg.norm(main, axis=0), 1e-12)
    # The sign of a direction is free: one rule for it makes the same votes the same map.
    signs = np.sign(main[np.abs(main).argmax(axis=0), np.arange(main.shape[1])])
    directed: Numbers = main * np.where(signs == 0, 1, signs)
    return directed


def grouped(points: Numbers) -> tuple[Groups, float]:
    """A group for each point, the largest first, and the mean silhouette; one group if no more."""
    if len(np.unique(points, axis=0)) < 3:
        return np.zeros(len(points), dtype=np.int64), 0.0
    small = _small_clusters(points)
    weights = np.bincount(small).astype(float)
    centres = _means(points, np.ones(len(points)), small, len(weights))
    best, clearness = np.zeros(len(centres), dtype=np.int64), -1.0
    for number in range(2, min(MOST_GROUPS, 2 + len(centres) // 12) + 1):
        tried = _k_means(centres, weights, number)
        if (clear := silhouette(centres, tried)) > clearness:
            best, clearness = tried, clear
    return _largest_first(best[small]), clearness


def _largest_first(groups: Groups) -> Groups:
    order = np.argsort(-np.bincount(groups), kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    renamed: Groups = place[groups].astype(np.int64)
    return renamed


def _small_clusters(points: Numbers) -> Groups:
    """Begins with the first distinct points, as Polis does."""
    _, first = np.unique(points, axis=0, return_index=True)
    return _settled(points, np.ones(len(points)), points[np.sort(first)[:SMALL_CLUSTERS]])


def _k_means(points: Numbers, weights: Numbers, number: int) -> Groups:
    """The tightest of several beginnings: one alone may end in a worse place."""
    tried = [_settled(points, weights, start) for start in _starts(points, weights, number)]
    return min(tried, key=lambda groups: _spread(points, weights, groups))


def _starts(points: Numbers, weights: Numbers, number: int) -> list[Numbers]:
    middle = np.average(points, axis=0, weights=weights)
    far = [points[((points - middle) ** 2).sum(axis=1).argmax()]]
    while len(far) < number:
        nearest = np.min([((points - one) ** 2).sum(axis=1) for one in far], axis=0)
        far.append(points[nearest.argmax()])
    chance = np.random.default_rng(number)
    likely = weights / weights.sum()
    return [
        points[:number],
        np.array(far),
        *(
            points[chance.choice(len(points), number, replace=False, p=likely)]
            for _ in range(STARTS - 2)
        ),
    ]


def _spread(points: Numbers, weights: Numbers, groups: Groups) -> float:
    centres = _means(points, weights, groups, int(groups.max()) + 1)
    return float((weights * ((points - centres[groups]) ** 2).sum(axis=1)).sum())


def _settled(points: Numbers, weights: Numbers, centres: Numbers) -> Groups:
    nearest = _nearest(points, centres)
    for _ in range(ROUNDS):
        moved = _means(points, weights, nearest, len(centres))
        moved = np.where(np.isnan(moved), centres, moved)
        still = bool(np.abs(moved - centres).max() < STILL)
        centres, nearest = moved, _nearest(points, moved)
        if still:
            break
    used = np.unique(nearest)
    numbered: Groups = np.searchsorted(used, nearest).astype(np.int64)
    return numbered


def _nearest(points: Numbers, centres: Numbers) -> Groups:
    # |a - b|² without |a|², which is the same for all centres of a point.
    far = (centres**2).sum(axis=1) - 2 * points @ centres.T
    nearest: Groups = far.argmin(axis=1).astype(np.int64)
    return nearest


def _means(points: Numbers, weights: Numbers, groups: Groups, number: int) -> Numbers:
    """NaN where a group is empty."""
    weight = np.bincount(groups, weights, minlength=number)
    sums = np.stack(
        [np.bincount(groups, weights * axis, minlength=number) for axis in points.T], axis=1
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        means: Numbers = sums / weight[:, np.newaxis]
    return means


def silhouette(points: Numbers, groups: Groups) -> float:
    """The mean over the points of how much nearer the own group is than the next one."""
    members = np.bincount(groups)
    if len(members) < 2:
        return -1.0
    far = np.sqrt(((points[:, np.newaxis] - points[np.newaxis]) ** 2).sum(axis=2))
    sums = np.stack([far[:, groups == group].sum(axis=1) for group in range(len(members))], axis=1)
    rows = np.arange(len(points))
    own_size = members[groups]
    own = sums[rows, groups] / np.maximum(own_size - 1, 1)
    other = sums / members
    other[rows, groups] = np.inf
    next_one = other.min(axis=1)
    largest = np.maximum(own, next_one)
    clear = np.divide(next_one - own, largest, out=np.zeros_like(own), where=largest > 0)
    return float(np.where(own_size == 1, 0.0, clear).mean())
