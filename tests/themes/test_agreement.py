"""How alike people label is a published number, beside which the doubt stands."""

import warnings

import krippendorff
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from advisory.themes.rules.agreement import (
    Estimate,
    Reliance,
    agreement,
    nominal_alpha,
    reliance,
    shared_f1,
)

# Krippendorff's own table: four readers, twelve units, not every reader read every unit.
CANONICAL = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
ANSWER = some.sampled_from([None, 0, 1, 2])


def read_by_two(first: str, second: str) -> list[list[set[str]]]:
    """A letter a passage: the label of each reader, `-` for none."""
    return [[set(one) - {"-"}, set(two) - {"-"}] for one, two in zip(first, second, strict=True)]


def test_the_canonical_table_gives_the_published_alpha() -> None:
    found = nominal_alpha(list(zip(*CANONICAL, strict=True)))
    assert found == pytest.approx(0.743, abs=0.0005)


@settings(max_examples=150)
@given(some.lists(some.tuples(ANSWER, ANSWER, ANSWER), min_size=1, max_size=20))
def test_alpha_is_the_one_of_the_reference(units: list[tuple[int | None, ...]]) -> None:
    paired = [unit for unit in units if sum(one is not None for one in unit) >= 2]
    values = {one for unit in paired for one in unit if one is not None}
    own = nominal_alpha(units)
    if len(values) < 2:
        assert own is None
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = [
            [float("nan") if one is None else one for one in row]
            for row in zip(*units, strict=True)
        ]
        theirs = krippendorff.alpha(table, level_of_measurement="nominal")
    assert own == pytest.approx(theirs, abs=1e-9)


def test_alike_is_reliable_and_its_number_lies_inside_its_interval() -> None:
    found = agreement(read_by_two("ab-" * 15, "ab-" * 14 + "aba"), "ab")
    [a, b] = found.by_label.values()
    assert found.is_enough
    assert (a.reliance, b.reliance) == (Reliance.RELIABLE, Reliance.RELIABLE)
    assert a.alpha
    assert a.alpha.low < a.alpha.value <= a.alpha.high
    assert a.alpha.low > 0.8
    assert found.f1
    # Thirty of thirty-one: where neither found anything, nothing is said.
    assert found.f1.value == pytest.approx(30 / 31)


def test_labels_put_by_chance_ask_for_a_better_definition() -> None:
    found = agreement(read_by_two("aa--" * 10, "a-a-" * 10), "a")
    assert found.by_label["a"].reliance is Reliance.REWRITE
    assert found.by_label["a"].alpha
    assert found.by_label["a"].alpha.low < 0.1 < found.by_label["a"].alpha.high


def test_the_doubt_is_the_same_each_time_and_smaller_with_more() -> None:
    few = agreement(read_by_two("aaa-" * 8, "aa--" * 8), "a").by_label["a"].alpha
    many = agreement(read_by_two("aaa-" * 80, "aa--" * 80), "a").by_label["a"].alpha
    assert few == agreement(read_by_two("aaa-" * 8, "aa--" * 8), "a").by_label["a"].alpha
    assert few
    assert many
    assert many.high - many.low < (few.high - few.low) / 2


def test_below_thirty_passages_no_number_is_said() -> None:
    found = agreement([*read_by_two("a" * 29, "a" * 29), [{"a"}]], "ab")
    assert not found.is_enough
    assert (found.items, found.f1) == (29, None)
    assert {one.reliance for one in found.by_label.values()} == {Reliance.INSUFFICIENT}
    assert {one.alpha for one in found.by_label.values()} == {None}


def test_a_label_that_everybody_put_everywhere_shows_nothing() -> None:
    found = agreement(read_by_two("a" * 30, "a" * 30), "ab")
    assert {one.reliance for one in found.by_label.values()} == {Reliance.NO_CHOICE}
    assert found.f1
    assert found.f1.value == 1


@pytest.mark.parametrize(
    ("alpha", "read"),
    [
        (0.8, Reliance.RELIABLE),
        (0.79, Reliance.TENTATIVE),
        (0.667, Reliance.TENTATIVE),
        (0.66, Reliance.REWRITE),
    ],
)
def test_a_number_is_read_in_words(alpha: float, read: Reliance) -> None:
    assert reliance(Estimate(alpha, alpha, alpha)) is read


def test_f1_of_two_readers_counts_what_both_put() -> None:
    assert shared_f1({"a", "b"}, {"b", "c", "d"}) == pytest.approx(0.4)
