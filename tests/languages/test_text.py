import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisory.languages.text import (
    BIDI_CONTROLS,
    ascii_digits,
    clean,
    direction_of,
    fold,
    isolate,
    name_order,
    with_whole_numbers,
)

ALL_DIGITS = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Nd"]


def test_overrides_and_control_characters_are_dropped_and_joiners_stay() -> None:
    assert clean("a\x00b\u202ec\u2066d\u200ee\x1bf") == "abcdef"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_line_ends_become_one_kind_and_the_ends_are_bare() -> None:
    assert clean("  one\r\ntwo\rthree\u2028four\t5 \n\n") == "one\ntwo\nthree\nfour\t5"


def test_letters_are_composed() -> None:
    assert clean("e\u0301") == "é"


def test_half_an_emoji_cannot_reach_the_database() -> None:
    assert clean("a\ud83d").encode() == b"a"


def test_text_in_which_nothing_can_be_seen_is_empty() -> None:
    assert clean(" \u200c\u200d\u200b\n") == ""


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not BIDI_CONTROLS & set(once)


def test_every_decimal_digit_of_every_script_is_read() -> None:
    assert len(ALL_DIGITS) >= 650
    assert all(ascii_digits(digit) == str(unicodedata.digit(digit)) for digit in ALL_DIGITS)
    assert ascii_digits("٠۴৭-a") == "047-a"


def test_an_inserted_piece_is_isolated() -> None:
    assert isolate("x") == "\u2068x\u2069"


@pytest.mark.parametrize(
    ("text", "direction"),
    [("NHS مرحبا", "ltr"), ("5 - مرحبا", "rtl"), ("ሰላም", "ltr"), ("שלום", "rtl"), ("12 !", "ltr")],
)
def test_the_first_strong_letter_gives_the_direction(text: str, direction: str) -> None:
    assert direction_of(text) == direction


def test_text_without_letters_takes_the_direction_it_is_told() -> None:
    assert direction_of("12:30", "rtl") == "rtl"


@pytest.mark.parametrize(
    ("typed", "kept", "tag"),
    [
        ("علي", "على", None),
        ("کتاب", "كتاب", None),
        ("أحمد", "احمد", None),
        ("سلـــام", "سلام", None),
        ("مَرحَبا", "مرحبا", None),
        ("می\u200cخواهم", "میخواهم", None),
        ("İSTANBUL", "istanbul", "tr"),
        ("Işık", "isik", "tr"),
        ("Tiếng Việt", "tieng viet", "vi"),
        ("đường", "duong", "vi"),
        ("هه\u200c", "هە", "ckb"),
        ("ሐኪም", "ሀኪም", "am"),
        ("ሠላም", "ሰላም", "am"),
        ("ፀሐይ", "ጸሀይ", "am"),
        ("ዓለም", "አለም", "am"),
        ("١٢", "12", None),
    ],
)
def test_search_finds_what_was_typed_another_way(typed: str, kept: str, tag: str | None) -> None:
    assert fold(typed, tag) == fold(kept, tag)


def test_names_stand_where_a_reader_looks_for_them() -> None:
    names = ["Zoë", "ada", "Émile", "İbrahim", "Eva", "ibo", "علي", "ሃና", "Hawa", "على"]
    assert sorted(names, key=name_order) == [
        *("ada", "Émile", "Eva", "Hawa", "ibo", "İbrahim", "Zoë"),
        *("على", "علي", "ሃና"),
    ]


def test_letters_that_differ_in_tigrinya_stay_apart() -> None:
    assert fold("ሓኪም", "ti") != fold("ሃኪም", "ti")


def test_signs_that_carry_meaning_are_kept() -> None:
    assert fold("কি") != fold("কু")
    assert fold("їжа", "uk") != fold("іжа", "uk")


def test_a_telephone_number_keeps_its_order_in_a_line_from_right_to_left() -> None:
    marked = with_whole_numbers("اتصلوا 020 7946 0018 اليوم")
    assert marked == 'اتصلوا <bdi dir="ltr">020 7946 0018</bdi> اليوم'


def test_markup_in_what_people_wrote_stays_text() -> None:
    assert with_whole_numbers("<b>1 2</b>") == '&lt;b&gt;<bdi dir="ltr">1 2</bdi>&lt;/b&gt;'
