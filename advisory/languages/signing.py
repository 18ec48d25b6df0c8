"""The words that somebody signs: each safety sentence beside its translation, with its mark."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from advisory.languages.catalogues import LazyText, gettext, is_draft, shelf, speaking
from advisory.languages.safety import SAFETY
from advisory.languages.shelf import Shelf


@dataclass(frozen=True)
class SafetyString:
    """`mark` is of the English and the translation: when either changes, it is another one."""

    name: str
    english: str
    translation: str
    """Empty while there is none."""
    mark: str


def safety_strings(tag: str) -> tuple[SafetyString, ...]:
    """All of them in the order of advisory/languages/safety.py; one sentence is signed once."""
    return _strings(shelf(), tag)


@lru_cache(maxsize=64)
def _strings(_shelf: Shelf, tag: str) -> tuple[SafetyString, ...]:
    named = [(name, text) for name, text in vars(SAFETY).items() if isinstance(text, LazyText)]
    once = {text.message: name for name, text in reversed(named)}
    with speaking(tag):
        return tuple(
            _string(name, text.message, gettext(text.message), tag)
            for name, text in named
            if once[text.message] == name
        )


def _string(name: str, english: str, said: str, tag: str) -> SafetyString:
    translation = said if said != english or tag == "en" else ""
    return SafetyString(name, english, translation, _digest(english, translation))


def whole_mark(tag: str) -> str:
    """The mark of all safety words of a language together."""
    return _digest(*(string.mark for string in safety_strings(tag)))


def sheet_number(tag: str) -> str:
    """Printed on a sheet: which words of which language were on the paper."""
    return f"{tag} {whole_mark(tag)[:4]}-{whole_mark(tag)[4:8]}"


def needs_signing(tag: str) -> bool:
    """English is what is signed against; a catalogue may come with a sign-off of its own."""
    return is_draft(tag)


def _digest(*pieces: str) -> str:
    return sha256("\0".join(pieces).encode()).hexdigest()
