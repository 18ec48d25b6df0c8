"""The starter texts speak every language of the pages, in its own letters."""

import re
import unicodedata
from collections.abc import Iterator

import pytest

from advisory.boards.ports import Words, starter
from advisory.languages.registry import LANGUAGES

FOREIGN = {"fa": "يك", "fa-AF": "يك", "ckb": "يكةىھ", "ur": "يكىه", "ps": "كى", "kmr": "ıİĞğ"}
BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LATIN = re.compile(r"interpreter, please|mental health|\d[\d ]*\d")


def entries() -> Iterator[Words]:
    begun = starter()
    yield from begun.topics
    yield from begun.services
    for number in begun.numbers:
        yield number.name
        yield number.note
    for _, ready in begun.signposts:
        yield ready


@pytest.mark.parametrize("words", tuple(entries()), ids=lambda words: words["en"][:20])
def test_a_starter_text_is_there_in_every_language(words: Words) -> None:
    assert set(words) == set(LANGUAGES)
    assert all(words.values())


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_starter_text_is_written_in_the_letters_of_its_language(tag: str) -> None:
    for words in entries():
        text = words[tag]
        assert unicodedata.is_normalized("NFC", text)
        assert not BIDI.search(text)
        assert not set(FOREIGN.get(tag, "")) & set(text), text


@pytest.mark.parametrize("tag", LANGUAGES)
def test_numbers_and_what_to_say_in_english_are_kept(tag: str) -> None:
    for words in entries():
        kept = set(LATIN.findall(words["en"])) - {"mental health"}
        assert kept <= set(LATIN.findall(words[tag])), words[tag]
