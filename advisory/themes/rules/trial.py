"""How well suggestions would do: learned from some coded texts, asked about others."""

import time
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisory.themes.rules.agreement import shared_f1
from advisory.themes.rules.learning import Model, Numbers
from advisory.themes.rules.suggesting import LIKELY, MAYBE, MOST_SUGGESTED, Coded

PUT_FROM = 0.35
"""From here a label counts as said.

Chosen once on draws 0 to 7 of the bench's rows; it reports draws from 1,000 on.
"""
FEWEST_EXAMPLES = 10
_BINS = 10

Yes = NDArray[np.bool_]


@dataclass(frozen=True)
class OfLabel:
    """One label: how often people put it in each file, and how well it was found again."""

    label: str
    train: int
    test: int
    is_learned: bool
    precision: float | None
    recall: float | None
    f1: float
    counts: bool
    """At least 10 examples in both files together, so that it is in the macro-F1."""


@dataclass(frozen=True)
class Shown:
    """How many suggestions of one kind would be shown, and what share of them is right."""

    count: int
    right: float | None


@dataclass(frozen=True)
class Outcome:
    train: int
    test: int
    samples_f1: float | None
    """Mean over the test texts that have a label."""
    macro_f1: float | None
    calibration_error: float
    likely: Shown
    maybe: Shown
    by_label: Sequence[OfLabel]
    seconds: float
    """Learning alone, by the clock on the wall."""


class TooFew(Exception):
    """No label can be learned."""


def tried(
    train: Sequence[Coded[str]], test: Sequence[Coded[str]], labels: Sequence[str]
) -> Outcome:
    """`test` must hold at least one text. Raises TooFew."""
    began = time.perf_counter()
    model = Model(train)
    seconds = time.perf_counter() - began
    if not model.labels:
        raise TooFew
    chances = model.probabilities([one.text for one in test])
    put = _table([one.labels for one in test], model.labels)
    said = _said(chances)
    by_label = [_of_label(label, train, test, model.labels, put, said) for label in labels]
    counted = [one.f1 for one in by_label if one.counts]
    scores = [
        shared_f1(one.labels, _names(row, model.labels))
        for one, row in zip(test, said, strict=True)
        if one.labels
    ]
    likely, maybe = _shown(chances, put)
    return Outcome(
        len(train),
        len(test),
        float(np.mean(scores)) if scores else None,
        float(np.mean(counted)) if counted else None,
        calibration_error(chances, put),
        likely,
        maybe,
        by_label,
        seconds,
    )


def calibration_error(chances: Numbers, put: Yes) -> float:
    """How far probabilities are from what people did, weighted, in ten bins of equal width.

    Over all pairs of a text and a label that was learned.
    """
    chance, yes = chances.ravel(), put.ravel()
    bins = np.minimum((chance * _BINS).astype(int), _BINS - 1)
    return float(
        sum(
            abs(chance[here].mean() - yes[here].mean()) * here.mean()
            for one in range(_BINS)
            if (here := bins == one).any()
        )
    )


def _table(rows: Sequence[Collection[Hashable]], labels: Sequence[Hashable]) -> Yes:
    return np.array([[label in row for label in labels] for row in rows], dtype=np.bool_)


def _said(chances: Numbers) -> Yes:
    """All from the threshold on; the likeliest where none reaches it."""
    said: Yes = chances >= PUT_FROM
    alone = np.flatnonzero(~said.any(axis=1))
    said[alone, chances[alone].argmax(axis=1)] = True
    return said


def _names(row: Yes, labels: Sequence[str]) -> list[str]:
    return [label for label, yes in zip(labels, row, strict=True) if yes]


def _of_label(
    label: str,
    train: Sequence[Coded[str]],
    test: Sequence[Coded[str]],
    learned: Sequence[str],
    put: Yes,
    said: Yes,
) -> OfLabel:
    in_train, in_test = (sum(label in one.labels for one in rows) for rows in (train, test))
    found, right = 0, 0
    if label in learned:
        at = learned.index(label)
        found, right = int(said[:, at].sum()), int((said[:, at] & put[:, at]).sum())
    return OfLabel(
        label,
        in_train,
        in_test,
        label in learned,
        right / found if found else None,
        right / in_test if in_test else None,
        2 * right / (found + in_test) if found + in_test else 0.0,
        in_train + in_test >= FEWEST_EXAMPLES,
    )


def _shown(chances: Numbers, put: Yes) -> tuple[Shown, Shown]:
    """Only the first three of each text are ever shown."""
    places = (-chances).argsort(axis=1, kind="stable").argsort(axis=1)
    first = places < MOST_SUGGESTED
    likely = first & (chances >= LIKELY)
    maybe = first & (chances >= MAYBE) & ~likely
    return _right(likely, put), _right(maybe, put)


def _right(shown: Yes, put: Yes) -> Shown:
    count = int(shown.sum())
    return Shown(count, float(put[shown].mean()) if count else None)
