"""What happens to text that people typed, before it is kept, compared or set in a line."""

import re
import unicodedata

from markupsafe import Markup, escape

from advisory.languages.registry import Direction

_ISOLATE, _POP = "\u2068", "\u2069"
BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_GROUPED_NUMBER = re.compile(r"(\+?\d+(?:[ ().\-/]+\d+)+)")
_LINE_ENDS = ("\r\n", "\r", "\x85", "\u2028", "\u2029", "\v", "\f")
_DROPPED_CATEGORIES = frozenset({"Cc", "Cs"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_INVISIBLE_CATEGORIES = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})


def clean(text: str) -> str:
    """Text fit to keep: composed, without control characters or direction overrides.

    The joiners of Persian and Sorani stay. Text in which nothing can be seen becomes "".
    """
    for line_end in _LINE_ENDS:
        text = text.replace(line_end, "\n")
    kept = "".join(letter for letter in text if _may_stay(letter))
    kept = unicodedata.normalize("NFC", kept).strip()
    return kept if any(_can_be_seen(letter) for letter in kept) else ""


def _may_stay(letter: str) -> bool:
    if letter in "\n\t":
        return True
    return not (
        letter in BIDI_CONTROLS
        or letter == "\ufeff"
        or unicodedata.category(letter) in _DROPPED_CATEGORIES
    )


def _can_be_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in _INVISIBLE_CATEGORIES


def ascii_digits(text: str) -> str:
    """The text with the decimal digits of every script turned into 0 to 9."""
    return "".join(
        str(unicodedata.decimal(letter)) if unicodedata.category(letter) == "Nd" else letter
        for letter in text
    )


def isolate(text: str) -> str:
    """For plain text only: keeps an inserted piece from turning its neighbours around."""
    return f"{_ISOLATE}{text}{_POP}"


def with_whole_numbers(text: str) -> Markup:
    """HTML in which a number of several groups (a telephone) keeps its order in any direction."""
    whole = Markup('<bdi dir="ltr">{}</bdi>')
    pieces = _GROUPED_NUMBER.split(text)
    return Markup().join(
        whole.format(piece) if position % 2 else escape(piece)
        for position, piece in enumerate(pieces)
    )


def direction_of(text: str, fallback: Direction = "ltr") -> Direction:
    """The direction of the first strong letter. Use it only when the language is unknown."""
    for letter in text:
        strength = unicodedata.bidirectional(letter)
        if strength == "L":
            return "ltr"
        if strength in {"R", "AL"}:
            return "rtl"
    return fallback


_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ې": "ی",
        "ك": "ک",
        "ٱ": "ا",
        "ة": "ه",
        "ہ": "ه",
        "ı": "i",
        "đ": "d",
        "\u0640": None,
        "\u200c": None,
        "\u200d": None,
    }
)
_SORANI = str.maketrans({"ە": "ه", "ھ": "ه"})


def _series(written: int, sounds_like: int, forms: int) -> dict[int, int]:
    return {written + form: sounds_like + form for form in range(forms)}


_AMHARIC: dict[int, int] = {
    **_series(0x1210, 0x1200, 8),
    **_series(0x1280, 0x1200, 8),
    **_series(0x1220, 0x1230, 8),
    **_series(0x1340, 0x1338, 8),
    **_series(0x12D0, 0x12A0, 7),
}
# The first and the fourth form of these two sound the same as well.
_AMHARIC_SAME_VOWEL = {0x1203: 0x1200, 0x12A3: 0x12A0}


def fold(text: str, tag: str | None = None) -> str:
    """Text as search compares it: one form for letters that readers type in several ways.

    Amharic letters of one sound are joined in Amharic alone: in Tigrinya they differ.
    """
    folded = _without_marks(ascii_digits(clean(text)).casefold()).translate(_LETTERS)
    if tag == "ckb":
        folded = folded.translate(_SORANI)
    if tag == "am":
        folded = folded.translate(_AMHARIC).translate(_AMHARIC_SAME_VOWEL)
    return " ".join(folded.split())


def name_order(name: str) -> tuple[str, str]:
    """A key to sort names of people by, the whole string as they gave it, in any script.

    Not ICU: marks, capitals and spellings of one letter do not part names (É beside E, İ beside I,
    ي beside ی); scripts follow each other as in Unicode, and within one its own order stands.
    """
    return fold(name), name


def _without_marks(text: str) -> str:
    """Drops accents from Latin and vowel signs from Arabic script, and from no other."""
    kept: list[str] = []
    carrier = ""
    for letter in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(letter):
            carrier = letter
        elif _carries_loose_marks(carrier):
            continue
        kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))


def _carries_loose_marks(carrier: str) -> bool:
    return unicodedata.bidirectional(carrier) == "AL" or "a" <= carrier <= "z" if carrier else False


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet does not run as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
