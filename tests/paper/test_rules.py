import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisory.paper.rules import (
    Keyed,
    NotSix,
    OneIsWrong,
    differences,
    draw,
    form_number,
    keyed_from,
    read_form_number,
    sample_size,
)

LOCATORS = st.text("0123456789", min_size=5, max_size=5)


@given(LOCATORS)
def test_a_form_s_number_is_read_as_it_is_printed(locator: str) -> None:
    assert read_form_number(form_number(locator)) == locator


@given(LOCATORS, st.integers(0, 5), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(locator: str, at: int, more: int) -> None:
    digits = list(form_number(locator).replace("-", ""))
    digits[at] = str((int(digits[at]) + more) % 10)
    with pytest.raises(OneIsWrong):
        read_form_number("".join(digits))


def test_digits_of_any_script_will_do() -> None:
    printed = form_number("12345")
    assert read_form_number(printed.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))) == "12345"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "words"])
def test_a_number_has_six_digits(typed: str) -> None:
    with pytest.raises(NotSix):
        read_form_number(typed)


@pytest.mark.parametrize(("forms", "expected"), [(0, 0), (1, 1), (20, 1), (21, 2), (100, 5)])
def test_one_in_twenty_is_keyed_again_and_at_least_one(forms: int, expected: int) -> None:
    assert sample_size(forms) == expected


@given(st.integers(1, 60))
def test_the_sample_is_drawn_without_putting_back(forms: int) -> None:
    drawn = draw(forms)
    assert len(set(drawn)) == len(drawn) == sample_size(forms)
    assert set(drawn) <= set(range(forms))


def test_what_differs_is_named_and_white_space_does_not_count() -> None:
    first = Keyed(topic=1, face=3, said="The  stairs.\n")
    second = Keyed(topic=2, face=3, said="The stairs.")
    assert [one.field for one in differences(first, second)] == ["topic"]


@given(st.builds(Keyed, topic=st.integers(0, 9), said=st.text()))
def test_what_was_keyed_comes_back_as_it_was(keyed: Keyed) -> None:
    assert keyed_from(keyed.as_text()) == keyed
