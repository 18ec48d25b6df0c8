"""The table of moves, the four words and the five columns."""

from itertools import product

import pytest

from advisory.feedback import rules
from advisory.feedback.models import State
from advisory.feedback.rules import GONE, IS_CLOSED, MOVES, Column, Move, Word


def test_every_state_but_the_first_can_be_reached() -> None:
    assert {target for _sources, target in MOVES.values()} == set(State) - {State.RECEIVED}


def test_every_state_but_the_erased_can_be_left() -> None:
    left = {source for sources, _target in MOVES.values() for source in sources}
    assert left == set(State) - {State.ERASED}


def test_every_state_that_a_code_opens_has_one_of_four_words() -> None:
    for state in set(State) - set(GONE):
        assert rules.word(state) in Word


@pytest.mark.parametrize("state", GONE)
def test_what_is_gone_has_no_word(state: State) -> None:
    with pytest.raises(KeyError):
        rules.word(state)


@pytest.mark.parametrize(("state", "awaits"), list(product(State, (True, False))))
def test_every_state_stands_in_one_column(state: State, *, awaits: bool) -> None:
    column = rules.column(state, awaits_translation=awaits)
    assert (column is Column.GONE) == (state in GONE)
    if column is Column.NEEDS_TRANSLATION:
        assert awaits


def test_nothing_is_answered_without_a_review() -> None:
    assert MOVES[Move.SEND][0] == (State.ANSWER_REVIEW,)


def test_only_what_was_understood_or_read_goes_to_a_team() -> None:
    assert State.RECEIVED not in MOVES[Move.ROUTE][0]
    assert State.QUARANTINED not in MOVES[Move.ROUTE][0]


def test_deleting_is_possible_from_every_state_that_is_not_gone() -> None:
    assert set(MOVES[Move.DELETE][0]) == set(State) - set(GONE)


def test_what_is_gone_is_closed() -> None:
    assert set(GONE) <= IS_CLOSED


@pytest.mark.parametrize(
    ("climbed", "small", "level"), [(0, True, 0), (3, True, 1), (2, False, 2), (4, False, 3)]
)
def test_a_small_board_stops_climbing_at_the_parent_team(
    climbed: int, *, small: bool, level: int
) -> None:
    assert rules.escalation_of(climbed, small=small) == level
