"""Which language words are in: a suggestion. The person's own choice always wins.

One script, one language where that is so; pycld2 tells Tigrinya from Amharic; py3langid, held to
the languages people here write, tells the rest. It says `fa` for Dari as well: no program keeps
the two apart. Languages written in another script than their own are not recognised.
"""

import unicodedata
from collections import Counter
from functools import cache

import pycld2
from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNKNOWN = "und"

_ONE_LANGUAGE = {
    "BENGALI": "bn",
    "CJK": "zh",
    "DEVANAGARI": "hi",
    "GURMUKHI": "pa",
    "TAMIL": "ta",
}
# In py3langid's names. It calls Sorani `sdh`, its neighbour, and Kurmanji `ku`.
_WRITTEN = [
    "ar",
    "en",
    "es",
    "fa",
    "fr",
    "ku",
    "om",
    "pl",
    "ps",
    "pt",
    "ro",
    "ru",
    "sdh",
    "so",
    "sq",
    "sw",
    "tr",
    "uk",
    "ur",
    "vi",
]
_TAGS = {"sdh": "ckb", "ku": "kmr"}

# Letters that one language of the Arabic script has and its neighbours have not.
_SORANI, _PASHTO, _URDU = frozenset("ێۆڕڵڤە"), frozenset("ۍېځڅږښټډړڼګ"), frozenset("ےٹڈڑہھں")
# Frequent in Tigrinya, rare in Amharic.
_TIGRINYA = frozenset("ቐቑቒቓቔቕቖኸኹኺኻኼኽኾኣዓ")
_LETTERS_FOR_ONE_SIGN = 20
_LONG_ENOUGH = 40
"""Characters: the floor of .95 was measured there (tests/languages/test_identification.py)."""
# What one found tag may be: no program keeps these apart, and people name them apart.
_ALSO = {
    "fa": ("fa-AF", "fa", "haz"),
    "ar": ("ar", "apd", "apc", "acm", "arz"),
    "ckb": ("ckb", "ku-Arab"),
    "bn": ("bn", "syl"),
    "ti": ("ti", "tig"),
    "zh": ("zh", "yue"),
}
_OFFERED = {"fa": ("fa-AF", "fa")}


def identify(text: str) -> str:
    """The tag of the language, or `und` where there are no letters."""
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return UNKNOWN
    script = _script(letters)
    if script == "ETHIOPIC":
        return _ethiopic(text, letters)
    return _ONE_LANGUAGE.get(script) or _by_model(text, letters, arabic=script == "ARABIC")


def suggestions(text: str, said: str) -> tuple[str, ...]:
    """Languages that somebody may confirm; none where words are short or agree with `said`.

    `said` is what the person chose, or `und`. Persian words may be Dari or Farsi: both are offered.
    """
    if len(text.strip()) < _LONG_ENOUGH:
        return ()
    found = identify(text)
    if found == UNKNOWN or said in _ALSO.get(found, (found,)):
        return ()
    return _OFFERED.get(found, (found,))


def _script(letters: list[str]) -> str:
    names = Counter(unicodedata.name(letter, "?").split(" ")[0] for letter in letters)
    return names.most_common(1)[0][0]


def _ethiopic(text: str, letters: list[str]) -> str:
    signs = _count(letters, _TIGRINYA)
    if signs >= 2 and signs * _LETTERS_FOR_ONE_SIGN >= len(letters):
        return "ti"
    try:
        found = str(pycld2.detect(text, bestEffort=True)[2][0][1])
    except pycld2.error:
        return "am"
    return found if found in {"am", "ti"} else "am"


def _by_model(text: str, letters: list[str], *, arabic: bool) -> str:
    if arabic:
        sorani = _count(letters, _SORANI)
        if sorani >= 2 and sorani > max(_count(letters, _PASHTO), _count(letters, _URDU)):
            return "ckb"
    found = str(_model().classify(text)[0])
    return _TAGS.get(found, found)


def _count(letters: list[str], signs: frozenset[str]) -> int:
    return sum(letter in signs for letter in letters)


@cache
def _model() -> LanguageIdentifier:
    # Loaded when it is first asked: about 90 MB that a web process without the desk never needs.
    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages(_WRITTEN)
    return model
