"""How strong a theme is, said so that nobody is singled out."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisory.themes.rules.theming import Breadth, Frequency, ReadAs, Voice, strength

TONGUES = ("ar", "fa-AF", "ti", "so", "am")


def voices(count: int, languages: int = 1, read: ReadAs = ReadAs.ORIGINAL) -> list[Voice]:
    return [Voice(uuid4(), TONGUES[at % languages], read) for at in range(count)]


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 5))
def test_no_small_number_is_ever_shown(count: int, others: int, languages: int) -> None:
    found = strength(voices(count, languages), count + others)
    shown = found.people.shown
    assert shown is None or shown % 5 == 0
    if 0 < count < 8 or 0 < others < 8:
        assert shown is None, "who did not say it is as few"
    if count < 8:
        assert found.breadth is Breadth.UNKNOWN


@pytest.mark.parametrize(
    ("count", "heard", "said"),
    [
        (0, 50, Frequency.NOBODY),
        (7, 50, Frequency.FEW),
        (8, 50, Frequency.SOME),
        (48, 50, Frequency.NEARLY_ALL),
    ],
)
def test_numbers_are_hidden_and_voices_are_not(count: int, heard: int, said: Frequency) -> None:
    assert strength(voices(count), heard).frequency is said


def test_one_person_with_many_passages_is_one_person() -> None:
    (one,) = voices(1)
    found = strength([one] * 40, 50)
    assert found.frequency is Frequency.FEW
    assert found.people.shown is None


def test_what_nobody_checked_is_said() -> None:
    checked = voices(20, 4, ReadAs.CHECKED)
    assert strength(checked, 40).is_checked
    found = strength([*checked, *voices(1, 1, ReadAs.MACHINE)], 40)
    assert not found.is_checked
    assert found.read_as[ReadAs.MACHINE].shown is None
    assert found.breadth is Breadth.MANY
