"""Prints how well suggestions do on contributions that people coded, and what learning costs.

CIMT thematic dataset (Romberg), freiRaum Ottensen, CC BY-SA 4.0, from `ADVISORY_DATA`. Each draw
learns from rows taken by chance and is asked about all others. Ends with 1 below a goal. CPU
seconds of learning stand beside those of cutting the same texts into pieces and nothing else.
"""

import statistics
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from advisory.themes.ports.tables import read_table
from advisory.themes.rules.agreement import agreement
from advisory.themes.rules.learning import Model
from advisory.themes.rules.suggesting import Coded
from advisory.themes.rules.trial import Outcome, tried
from tests.real_words import folder

SIZES, GOAL_AT = (50, 100, 200), 100
LEAST_SAMPLES, LEAST_MACRO, MOST_ERROR, MOST_SECONDS = 0.76, 0.46, 0.05, 2.0
TEXTS, ROUNDS = 1_000, 5


def main() -> None:
    parser = ArgumentParser(prog="python -m tests.bench.sense", description=__doc__)
    parser.add_argument("--draws", type=int, default=8)
    parser.add_argument("--first", type=int, default=1_000, help="seed of the first draw")
    asked = parser.parse_args()
    path = folder() / "cimt" / "ottensen-dev.csv"
    if not path.exists():
        sys.exit(f"not run: {path.name} is not there")
    table = read_table(path)
    coded = [Coded(row.text, row.labels) for row in table.rows]
    draws = range(asked.first, asked.first + asked.draws)
    print(f"{'learned from':14}{'samples-F1':>12}{'macro-F1':>10}{'cal. error':>12}{'likely':>8}")
    at_goal = [_mean(coded, table.labels, size, draws) for size in SIZES][SIZES.index(GOAL_AT)]
    seconds = _costs((coded * 3)[:TEXTS], table.labels)
    samples, macro, error = at_goal
    if samples < LEAST_SAMPLES or macro < LEAST_MACRO or error > MOST_ERROR:
        sys.exit(f"Below {LEAST_SAMPLES} samples-F1, {LEAST_MACRO} macro-F1 or over {MOST_ERROR}")
    if seconds > MOST_SECONDS:
        sys.exit(f"Learning from {TEXTS} texts took over {MOST_SECONDS} s")


def _mean(
    coded: list[Coded[str]], labels: Sequence[str], size: int, draws: range
) -> tuple[float, float, float]:
    outcomes = [_draw(coded, labels, size, draw) for draw in draws]
    samples, macro, error, likely = (
        statistics.fmean(value for one in outcomes if (value := figure(one)) is not None)
        for figure in FIGURES
    )
    print(f"{size:>6} texts  {samples:>12.3f}{macro:>10.3f}{error:>12.3f}{likely:>8.3f}")
    return samples, macro, error


FIGURES: tuple[Callable[[Outcome], float | None], ...] = (
    lambda one: one.samples_f1,
    lambda one: one.macro_f1,
    lambda one: one.calibration_error,
    lambda one: one.likely.right,
)


def _draw(coded: list[Coded[str]], labels: Sequence[str], size: int, draw: int) -> Outcome:
    mixed = [coded[at] for at in np.random.default_rng(draw).permutation(len(coded))]
    return tried(mixed[:size], mixed[size:], labels)


def _costs(coded: list[Coded[str]], labels: Sequence[str]) -> float:
    """Medians of the rounds, all taking turns."""
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    texts = [one.text for one in coded]
    twice = [[one.labels, two.labels] for one, two in pairwise(coded)]
    figures: dict[str, Callable[[], object]] = {
        "floor: pieces": lambda: pieces.fit_transform(texts),
        "learn": lambda: Model(coded),
        "agreement": lambda: agreement(twice, labels),
    }
    spent: dict[str, list[float]] = {name: [] for name in figures}
    for _round in range(ROUNDS):
        for name, figure in figures.items():
            began = time.process_time()
            figure()
            spent[name].append(time.process_time() - began)
    medians = {name: statistics.median(times) for name, times in spent.items()}
    for name, seconds in medians.items():
        ratio = seconds / medians["floor: pieces"]
        print(f"{name:16}{len(coded)} texts, {len(labels)} labels{seconds:>8.2f} s{ratio:>7.1f} x")
    return medians["learn"]


if __name__ == "__main__":
    main()
