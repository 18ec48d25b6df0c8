"""Which language words are in, judged on sentences that the rules were not made from."""

import random

import pytest
from click.testing import CliRunner

from advisory.languages.commands import languages
from advisory.languages.identification import identify
from tests.real_words import translations

# The tags of the data, and what may be said about them: nobody keeps Dari and Farsi apart.
EXPECTED = {
    "am": "am",
    "ar": "ar",
    "bn": "bn",
    "ckb": "ckb",
    "es-419": "es",
    "fa": "fa",
    "fa-AF": "fa",
    "fr": "fr",
    "kmr": "kmr",
    "ps": "ps",
    "so": "so",
    "ti": "ti",
    "ti-ER": "ti",
    "ur": "ur",
}


def share_right(length: int | None) -> float:
    """The mean over the languages, each by 300 sentences or pieces of them."""
    chance, shares = random.Random(11), []  # noqa: S311 - a sample, not a secret
    for tag, expected in EXPECTED.items():
        texts = [text for text in translations(tag) if len(text) >= (length or 1) + 10]
        pieces = [piece(text, length, chance) for text in chance.sample(texts, 300)]
        shares.append(sum(identify(text) == expected for text in pieces) / len(pieces))
    return sum(shares) / len(shares)


def piece(text: str, length: int | None, chance: random.Random) -> str:
    if length is None:
        return text
    start = chance.randrange(len(text) - length)
    return text[start : start + length]


@pytest.mark.real_texts
@pytest.mark.parametrize(("length", "floor"), [(None, 0.97), (40, 0.95)])
def test_real_sentences_are_told_apart(length: int | None, floor: float) -> None:
    assert share_right(length) >= floor


@pytest.mark.parametrize("text", ["", "   ", "12.5 %", "999", "🙂", "؟!"])
def test_what_has_no_letters_has_no_language(text: str) -> None:
    assert identify(text) == "und"


def test_any_line_gets_a_tag_and_every_line_one() -> None:
    lines = ["Where is the clinic?", "", "\x00\ud7ff", "a" * 50_000, "Aad baad u mahadsan tahay."]
    ran = CliRunner().invoke(languages, ["identify", "-"], input="\n".join(lines) + "\n")
    assert ran.exit_code == 0, ran.output
    tags = ran.output.split("\n")
    assert len(tags) == len(lines) + 1
    assert (tags[0], tags[1], tags[4]) == ("en", "und", "so")


def test_bytes_that_are_no_text_do_not_stop_it() -> None:
    ran = CliRunner().invoke(languages, ["identify", "-"], input=b"\xff\xfe\nhello there friend\n")
    assert ran.exit_code == 0
    assert len(ran.output.splitlines()) == 2
