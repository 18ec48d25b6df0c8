import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisory.languages.negotiation import Wish, negotiate
from advisory.languages.registry import LANGUAGES

KURDISH = Wish(None, ("ckb", "kmr"))
WALL = Wish(None)


@pytest.mark.parametrize(
    ("header", "wish"),
    [
        (None, WALL),
        ("", WALL),
        ("*", WALL),
        ("en-GB,en;q=0.9", WALL),
        ("en-GB,ar;q=0.8", Wish(None, ("ar",))),
        ("ar-EG,ar;q=0.9,en;q=0.5", Wish("ar")),
        ("ckb-IQ,ar;q=0.9", Wish("ckb")),
        ("ku-Arab-IQ, ar", KURDISH),
        ("ku-IQ,ar;q=0.9", KURDISH),
        ("ku-IR", KURDISH),
        ("ku-Arab", KURDISH),
        ("prs", Wish("fa-AF")),
        ("prs-AF,en;q=0.5", Wish("fa-AF")),
        ("haz", Wish("fa-AF")),
        ("fa-AF,fa;q=0.8", Wish("fa-AF")),
        ("fa-IR", Wish("fa")),
        ("ku-TR,tr;q=0.9", Wish("kmr")),
        ("ku-TR", Wish("kmr")),
        ("ku-SY,ar;q=0.9", Wish("kmr")),
        ("ku,tr;q=0.8", Wish("kmr")),
        ("ku-Latn", Wish("kmr")),
        ("syl-BD", Wish(None, ("bn", "en"))),
        ("ti-ER,ar;q=0.9", Wish("ti")),
        ("TI_et", Wish("ti")),
        ("pt-BR", Wish("pt")),
        ("sq-XK", Wish("sq")),
        ("tr;q=0.3, uk;q=0.9", Wish("uk")),
        ("tr;q=0, uk;q=0.1", Wish("uk")),
        ("zz-ZZ,so;q=0.4", Wish("so")),
        ("ar-u-nu-latn", Wish("ar")),
        ("ru,uk;q=0.5", Wish("uk")),
        (";;;,,,q=1;;\x00\u202e,-,--,=", WALL),
        ("ar;q=banana", WALL),
        ("ar;q=٥", WALL),
        ("x" * 10_000, WALL),
        ("en," * 3_400 + "ar", WALL),
    ],
)
def test_a_phone_is_sent_where_its_header_clearly_points(header: str | None, wish: Wish) -> None:
    assert negotiate(header, LANGUAGES) == wish


def test_a_language_that_is_not_open_is_passed_over() -> None:
    assert negotiate("ckb-IQ,ar;q=0.9", ["en", "ar"]) == Wish("ar")
    assert negotiate("am,so;q=0.5", ["en", "ar"]) == WALL


def test_kurdish_that_could_be_either_stays_open_though_only_one_is_published() -> None:
    assert negotiate("ku-IQ", ["en", "ckb"]) == Wish(None, ("ckb",))


def test_kurdish_never_falls_to_arabic_or_turkish_by_itself() -> None:
    assert negotiate("ku-TR", ["en", "tr", "ar"]) == WALL


def test_dari_may_read_farsi_until_dari_is_open() -> None:
    assert negotiate("prs", ["en", "fa"]) == Wish("fa")


@given(st.one_of(st.text(), st.text(alphabet="aerkufnqx-;=,.*0159 _")))
def test_no_header_breaks_it(header: str) -> None:
    wish = negotiate(header, ["en", "ar", "ckb", "kmr"])
    assert wish.tag in {None, "ar", "ckb", "kmr"}
