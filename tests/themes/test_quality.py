"""Labels that say the same are pointed out, wherever they stand in the list."""

import pytest

from advisory.themes.rules.quality import Pair, overlap, similarity, warnings


def test_labels_on_nearly_the_same_passages_overlap() -> None:
    found = warnings(
        {"a": "Waiting", "b": "Travel", "c": "Cost"},
        {"a": range(8), "b": {99}, "c": [*range(7), 50]},
    )
    assert found.overlapping == (Pair("a", "c", 7 / 9),)
    assert not found.alike
    assert found


def test_exactly_seven_of_ten_is_not_yet_too_much() -> None:
    names = {"a": "Waiting", "b": "Travel"}
    assert not warnings(names, {"a": range(10), "b": range(7)})
    assert warnings(names, {"a": range(10), "b": range(8)})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Waiting times", "waiting time"),
        ("Waiting times", "Times: waiting"),
        ("Cost of travel", "Costs of travel"),
        ("وقت الانتظار", "وقت الإنتظار"),
    ],
)
def test_names_that_are_nearly_the_same_are_told(first: str, second: str) -> None:
    assert similarity(first, second) > 0.9
    found = warnings({1: first, 2: "Interpreters", 3: second}, {})
    assert [(pair.first, pair.second) for pair in found.alike] == [(1, 3)]


def test_names_that_differ_are_left_alone() -> None:
    assert not warnings({1: "Waiting", 2: "Being heard", 3: "كلفة", 4: "খরচ", 5: "খবর"}, {})


def test_seventy_labels_are_enough() -> None:
    names = {at: f"{at:03b} " + chr(97 + at % 26) * 9 + chr(97 + at // 26) * 9 for at in range(71)}
    assert warnings(names, {}).too_many == 71
    del names[70]
    assert warnings(names, {}).too_many is None


def test_labels_never_used_do_not_overlap() -> None:
    assert overlap([], []) == 0
    assert not warnings({1: "Waiting", 2: "Cost"}, {1: [], 2: []})
