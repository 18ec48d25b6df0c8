"""No number that leaves the desk singles anybody out, also not by subtraction."""

from collections.abc import Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from advisory.disclosure.rules import (
    FEWEST,
    Figure,
    may_replace,
    may_split,
    rounded,
    safe_matrix,
    safe_row,
    safe_table,
    together,
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


WIDE = st.integers(2, 4).flatmap(
    lambda wide: st.lists(
        st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=wide, max_size=wide),
        min_size=1,
        max_size=3,
    )
)


@given(WIDE)
def test_a_matrix_shows_nobody_who_is_few_and_leaves_none_alone(
    rows: list[list[tuple[int, int]]],
) -> None:
    """By rows that one person may be in several of, and groups that everybody is in one of."""
    cells = {
        (str(r), f"c{c}"): said for r, row in enumerate(rows) for c, (said, _) in enumerate(row)
    }
    groups = {f"c{c}": max(sum(row[c]) for row in rows) for c in range(len(rows[0]))}
    found = safe_matrix(cells, groups)
    for key, count in cells.items():
        shown = found.cells[key].shown
        if few(count) or few(groups[key[1]] - count):
            assert shown is None
        assert shown is None or (shown % 5 == 0 and abs(shown - count) <= 2)
    for row in {key[0] for key in cells}:
        line = [found.cells[key].shown for key in cells if key[0] == row]
        assert line.count(None) != 1, "the sum of a row stands on the theme's own page"
    assert [figure.shown for figure in found.people.values()].count(None) != 1


def test_all_pages_together_leave_a_choice_for_what_is_hidden() -> None:
    """The matrix, the sum on the theme's page, the groups: every board, and all that look alike.

    That nobody said it may be known: it is about nobody.
    """
    alike: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for row in product(product(range(14), range(9)), repeat=2):
        alike.setdefault(_all_pages(row), []).append((row[0][0], row[1][0]))
    for shown, boards in alike.items():
        for at in range(2):
            possible = {board[at] for board in boards}
            assert shown[at] != "*" or len(possible) > 1 or possible == {0}


def _all_pages(row: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    cells = {("said", str(at)): said for at, (said, _silent) in enumerate(row)}
    groups = {str(at): said + silent for at, (said, silent) in enumerate(row)}
    found = safe_matrix(cells, groups)
    alone = safe_row({"said": sum(cells.values())}, sum(groups.values())).figures["said"]
    return (*map(str, (*found.cells.values(), *found.people.values(), alone)),)


@given(ROWS)
def test_groups_of_few_people_stand_together(people: dict[str, int]) -> None:
    shown_in = together(people, "others")
    assert set(shown_in) == set(people)
    sums = {
        one: sum(n for key, n in people.items() if shown_in[key] == one)
        for one in shown_in.values()
    }
    for group, count in sums.items():
        assert not few(count) or set(sums) == {group}


@given(st.integers(0, 30), st.integers(0, 30))
def test_two_tables_are_never_a_few_people_apart(came: int, gone: int) -> None:
    """One who withdraws changes nothing that is shown, until seven more came or went."""
    assert may_replace(came=came, gone=gone) == (not few(came + gone))


def test_nothing_is_split_below_a_hundred() -> None:
    assert [may_split(count) for count in (0, 99, 100)] == [False, False, True]
