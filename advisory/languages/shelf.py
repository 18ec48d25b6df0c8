"""The catalogues as they lie on disk: translations/<locale>/LC_MESSAGES/<domain>.po and .mo."""

import re
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from advisory.languages.registry import LANGUAGES, PSEUDO, language

DOMAINS = ("safety", "public", "staff")
TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"

_HEADER = re.compile(r'\Amsgid ""\nmsgstr ""\n((?:".*"\n?)*)', re.MULTILINE)
_STATUS = re.compile(r'^"X-Advisory-Status:\s*draft\b', re.MULTILINE | re.IGNORECASE)


class Shelf:
    """One folder of catalogues. What is read is kept for the life of the process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.translations = lru_cache(maxsize=None)(self._translations)
        self.missing = lru_cache(maxsize=None)(self._missing)
        self.is_draft = lru_cache(maxsize=None)(self._is_draft)

    def path(self, tag: str, domain: str) -> Path:
        """The .po of one language and domain; it may not exist."""
        return self.folder / language(tag).babel / "LC_MESSAGES" / f"{domain}.po"

    def template(self, domain: str) -> Path:
        return self.folder / f"{domain}.pot"

    def _translations(self, tag: str) -> NullTranslations:
        """One lookup: safety first, then public, then staff, and at last the English."""
        first: NullTranslations | None = None
        for domain in DOMAINS:
            compiled = self.path(tag, domain).with_suffix(".mo")
            if not compiled.exists() or tag in PSEUDO:
                continue
            with compiled.open("rb") as file:
                found = GNUTranslations(file)
            if first is None:
                first = found
            else:
                first.add_fallback(found)
        return first or NullTranslations()

    def _missing(self, tag: str, domain: str) -> tuple[str, ...]:
        if language(tag).babel == "en":
            return ()
        wanted = messages(self.template(domain))
        have = {
            key: message
            for key, message in messages(self.path(tag, domain)).items()
            if is_translated(message)
        }
        return tuple(singular(message) for key, message in wanted.items() if key not in have)

    def _is_draft(self, tag: str) -> bool:
        return any(
            _STATUS.search(header_of(self.path(tag, domain)))
            for domain in ("safety", "public")
            if self.path(tag, domain).exists()
        )

    def complete_languages(self, domain: str) -> tuple[str, ...]:
        return tuple(
            tag
            for tag in LANGUAGES
            if tag == "en" or (self.path(tag, domain).exists() and not self.missing(tag, domain))
        )


def header_of(path: Path) -> str:
    """The quoted header lines of a .po, "" when it has none. Unknown fields are among them."""
    text = path.read_text(encoding="utf-8")
    start = text.find('msgid ""\nmsgstr ""\n')
    found = _HEADER.match(text[start:]) if start >= 0 else None
    return found.group(1) if found else ""


def catalogue(path: Path, locale: str | None = None) -> Catalog:
    """A .po or .pot as Babel reads it; empty when the file is not there."""
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def messages(path: Path) -> dict[tuple[str, str], Message]:
    """Every message of a file by context and singular."""
    return {
        (message.context or "", singular(message)): message
        for message in catalogue(path)
        if message.id
    }


def singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def strings(message: Message) -> tuple[str, ...]:
    """The translations of a message, one for each plural form."""
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string or ())


def is_translated(message: Message) -> bool:
    """Fuzzy is a guess, so it counts as missing."""
    found = strings(message)
    return bool(found) and all(found) and not message.fuzzy
