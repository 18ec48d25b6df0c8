"""No number that leaves the desk singles anybody out, also not by subtraction."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from advisory.disclosure.rules import (
    FEWEST,
    Figure,
    may_split,
    rounded,
    safe_row,
    safe_table,
)

COUNTS = st.integers(0, 40)
ROWS = st.dictionaries(st.sampled_from("abcdef"), COUNTS, min_size=1)
TABLES = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(COUNTS, min_size=wide, max_size=wide), min_size=1, max_size=4)
)


def few(count: int) -> bool:
    return 0 < count < FEWEST


def honest(figure: Figure, count: int) -> bool:
    """Never a number for few, and never far from the truth."""
    if figure.shown is None:
        return count > 0
    return not few(count) and figure.shown % 5 == 0 and abs(figure.shown - count) <= 2


@given(COUNTS)
def test_a_count_of_one_to_seven_is_never_shown(count: int) -> None:
    assert honest(rounded(count), count)
    assert (rounded(count).shown is None) == few(count)


@given(ROWS)
def test_one_choice_of_several_hides_alone_nowhere(counts: dict[str, int]) -> None:
    row = safe_row(counts, sum(counts.values()))
    if few(sum(counts.values())):
        assert all(figure.shown is None for figure in row.figures.values())
    else:
        assert all(honest(row.figures[key], count) for key, count in counts.items())
    hidden = [key for key in counts if row.figures[key].shown is None]
    others = [key for key, count in counts.items() if count and key not in hidden]
    assert len(hidden) != 1 or not others


@given(ROWS, st.integers(0, 60))
def test_who_did_not_choose_is_as_safe_as_who_did(counts: dict[str, int], more: int) -> None:
    whole = max(counts.values()) + more
    row = safe_row(counts, whole)
    for key, count in counts.items():
        assert not (few(whole - count) and row.figures[key].shown is not None)
        assert not few(count) or row.figures[key].shown is None


@given(TABLES)
def test_no_line_of_a_table_hides_one_cell_alone(table: list[list[int]]) -> None:
    cells = {(str(r), f"c{c}"): n for r, row in enumerate(table) for c, n in enumerate(row)}
    shown = safe_table(cells)
    assert all(honest(shown[key], count) for key, count in cells.items())
    for side in (0, 1):
        for line in {key[side] for key in cells}:
            here = {key: count for key, count in cells.items() if key[side] == line}
            hidden = [key for key in here if shown[key].shown is None]
            others = [key for key, count in here.items() if count and key not in hidden]
            assert len(hidden) != 1 or not others


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=3))
def test_whoever_adds_up_a_row_is_left_with_a_choice(row: list[int]) -> None:
    """All rows that would be published alike: a hidden count has at least two values in them."""
    published = _published(row)
    alike = [
        one for one in product(range(16), repeat=len(row)) if _published(list(one)) == published
    ]
    for at, figure in enumerate(published[:-1]):
        if figure == "*":
            assert len({one[at] for one in alike}) > 1


def _published(row: list[int]) -> tuple[str, ...]:
    safe = safe_row(dict(enumerate(row)), sum(row))
    return (*(str(safe.figures[at]) for at in range(len(row))), str(safe.whole))


def test_nothing_is_split_below_a_hundred() -> None:
    assert [may_split(count) for count in (0, 99, 100)] == [False, False, True]
