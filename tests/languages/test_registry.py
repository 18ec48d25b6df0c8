import pytest
from babel import Locale

from advisory.languages.registry import LANGUAGES, PSEUDO, SPOKEN, UnknownLanguage, language

ORDER = "en ar fa fa-AF ps ckb kmr ur ti am so sq vi tr bn uk es pt fr"


def test_the_nineteen_stand_in_their_order() -> None:
    assert " ".join(LANGUAGES) == ORDER


def test_every_language_is_known_to_babel_and_falls_back_to_english_last() -> None:
    for tag, spoken in LANGUAGES.items():
        assert Locale.parse(spoken.babel).language == spoken.babel[:3].rstrip("_")
        assert spoken.falls_back_to[-1] == "en"
        assert len(spoken.falls_back_to) == (2 if tag == "fa-AF" else 1)


def test_right_to_left_languages_are_exactly_those_in_arabic_script() -> None:
    rtl = {tag for tag, spoken in LANGUAGES.items() if spoken.direction == "rtl"}
    assert rtl == {"ar", "fa", "fa-AF", "ps", "ckb", "ur"}
    assert rtl == {tag for tag, spoken in LANGUAGES.items() if spoken.script == "Arab"}


def test_only_english_and_somali_fit_in_a_long_text_message() -> None:
    assert {tag for tag, spoken in LANGUAGES.items() if spoken.sms == "gsm"} == {"en", "so"}


def test_dari_has_its_own_catalogue_and_months() -> None:
    assert language("fa-AF").babel == "fa_AF"
    assert language("fa-AF").second_calendar != language("fa").second_calendar


def test_no_two_languages_share_a_catalogue() -> None:
    assert len({spoken.babel for spoken in LANGUAGES.values()}) == len(LANGUAGES)


def test_pseudo_locales_can_be_spoken_but_are_kept_apart() -> None:
    assert language("ar-XB").direction == "rtl"
    assert not set(PSEUDO) & set(LANGUAGES)


def test_an_unknown_tag_is_refused() -> None:
    with pytest.raises(UnknownLanguage):
        language("xx")


def test_people_speak_more_languages_than_pages_are_written_in() -> None:
    assert set(LANGUAGES) < set(SPOKEN)
    assert {"haz", "syl", "zag", "apd", "om", "pa"} <= set(SPOKEN)
