"""Learns labels from this board's own codings and from nothing else.

Pieces of words (two to five letters, TF-IDF) and a linear model of them. What the model says of
each passage without having seen it gives the probabilities (Platt, the labels' slopes held
together, so that ten examples do not say too much). It is learned anew each time: nothing is kept.
This module is heavy to load: only the job and the command that learn load it.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Generic

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from advisory.themes.rules.suggesting import (
    MAYBE,
    MOST_SUGGESTED,
    Coded,
    Key,
    Suggestion,
    certainty,
    learnable,
)

Numbers = NDArray[np.float64]

MOST_CODED = 3_000
"""The newest; more would tell little and take long."""
_RIDGE, _MIDDLE, _TOGETHER = 1.0, 1.0, 4.0
"""Strength of the ridge; of the common term; how strongly a label's slope is held to the others."""
_SHORTEST_WORD = 3


class Model(Generic[Key]):
    """Learned from human codings alone. It suggests nothing when they are too few."""

    def __init__(self, coded: Sequence[Coded[Key]]) -> None:
        newest = coded[-MOST_CODED:]
        self.labels = learnable(newest)
        if not self.labels or not _has_words(newest):
            self.labels = []
            return
        self._pieces = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float64
        )
        self._texts = self._pieces.fit_transform(one.text for one in newest)
        put = np.array([[label in one.labels for label in self.labels] for one in newest], float)
        likeness = (self._texts @ self._texts.T).toarray() + _MIDDLE
        inverse = np.linalg.inv(likeness + _RIDGE * np.eye(len(newest)))
        sides = 2 * put - 1
        self._strengths = inverse @ sides
        # What the model would say of each text had it not learned from it: exact, not by chance.
        unseen = sides - self._strengths / np.diag(inverse)[:, None]
        self._centre, self._spread = unseen.mean(axis=0), unseen.std(axis=0) + 1e-9
        self._lines = _calibrated((unseen - self._centre) / self._spread, put)

    def probabilities(self, texts: Sequence[str]) -> Numbers:
        """A row a text, a column a label of `labels`."""
        if not self.labels or not texts:
            return np.zeros((len(texts), len(self.labels)))
        likeness = (self._pieces.transform(texts) @ self._texts.T).toarray() + _MIDDLE
        scores = (likeness @ self._strengths - self._centre) / self._spread
        slopes, starts = self._lines
        return _likelihood(slopes * scores + starts)

    def suggested(self, text: str) -> list[Suggestion[Key]]:
        """At most three, the likeliest first. Ask `is_read_without` before showing any."""
        [chances] = self.probabilities([text])
        found = sorted(zip(chances.tolist(), range(len(self.labels)), strict=True), reverse=True)
        return [
            Suggestion(
                self.labels[at],
                chance,
                certainty(chance),
                self._driving(text, at),
            )
            for chance, at in found[:MOST_SUGGESTED]
            if chance >= MAYBE
        ]

    def _driving(self, text: str, label: int) -> tuple[str, ...]:
        """The pieces' weights, given back to the whole words they were cut from."""
        words = list({word.casefold(): word for word in _words(text)}.values())
        if not words:
            return ()
        weights = self._texts.T @ self._strengths[:, label]
        counted = self._pieces.transform(words)
        # A long word has many pieces, and TF-IDF gives every row the same length: undo that.
        shares = (counted @ weights) * _lengths(counted)
        ordered = sorted(zip(shares.tolist(), words, strict=True), reverse=True)
        return tuple(word for share, word in ordered[:MOST_SUGGESTED] if share > 0)


def _has_words(coded: Iterable[Coded[Key]]) -> bool:
    return any(_words(one.text) for one in coded)


def _words(text: str) -> list[str]:
    """Words of three letters or more, without the signs around them."""
    return [
        word
        for part in text.split()
        if len(word := part.strip("\"'“”„«».,;:!?()[]{}…–—-·/*،؛؟።፣፤፥፦፧")) >= _SHORTEST_WORD
    ]


def _lengths(counted: Any) -> Numbers:  # noqa: ANN401 - sparse matrices carry no types
    lengths: Numbers = np.sqrt(np.diff(counted.indptr))
    return lengths


def _calibrated(scores: Numbers, put: Numbers) -> tuple[Numbers, Numbers]:
    """Slope and start of each label. With few examples it keeps near the slope of all together."""
    without = len(put) - put.sum(axis=0)
    usual = np.log((put.sum(axis=0) + 0.5) / (without + 0.5))
    slope, _start = _line(scores.ravel(), put.ravel(), towards=(1.0, 0.0), held=1.0)
    lines = [
        _line(scores[:, at], put[:, at], towards=(slope, float(usual[at])), held=_TOGETHER)
        for at in range(put.shape[1])
    ]
    return np.array([one for one, _ in lines]), np.array([two for _, two in lines])


def _line(
    scores: Numbers, put: Numbers, *, towards: tuple[float, float], held: float
) -> tuple[float, float]:
    """Platt's logistic line by Newton's steps, held towards another line."""
    line, centre = np.array(towards), np.array(towards)
    hold = np.array([held, held * 0.3])
    columns = np.column_stack([scores, np.ones_like(scores)])
    for _step in range(30):
        chance = _likelihood(columns @ line)
        slope = columns.T @ (chance - put) + hold * (line - centre)
        bend = (columns * (chance * (1 - chance))[:, None]).T @ columns + np.diag(hold)
        step = np.linalg.solve(bend, slope)
        line = line - step
        if np.abs(step).max() < 1e-6:
            break
    # Never downwards: a better score must not make a label less likely.
    return max(float(line[0]), 0.0), float(line[1])


def _likelihood(line: Numbers) -> Numbers:
    likelihood: Numbers = 1 / (1 + np.exp(-np.clip(line, -30, 30)))
    return likelihood
