"""Words in the current language, the same in a page, a letter and a worker."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, Token
from gettext import NullTranslations
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment

from advisory.languages.pseudo import PSEUDO_CATALOGUES
from advisory.languages.registry import LANGUAGES, Language, language
from advisory.languages.shelf import TRANSLATIONS, Shelf

_current: ContextVar[Language] = ContextVar("language", default=LANGUAGES["en"])
_shelf: ContextVar[Shelf] = ContextVar("shelf")
_worded: ContextVar[Callable[[str], Mapping[str, str]]] = ContextVar("worded")
_standard_shelf = Shelf(TRANSLATIONS)


def speak(tag: str) -> Token[Language]:
    """From now on words come in this language, until hush(). Raises UnknownLanguage."""
    return _current.set(language(tag))


def hush(token: Token[Language]) -> None:
    _current.reset(token)


@contextmanager
def speaking(tag: str) -> Iterator[Language]:
    """Words come in this language inside the block."""
    token = speak(tag)
    try:
        yield current()
    finally:
        hush(token)


def current() -> Language:
    return _current.get()


@contextmanager
def reading_from(folder: Path) -> Iterator[Shelf]:
    """Catalogues come from another folder inside the block."""
    token = _shelf.set(Shelf(folder))
    try:
        yield _shelf.get()
    finally:
        _shelf.reset(token)


def word_safety(published: Callable[[str], Mapping[str, str]]) -> Token[Any]:
    """From now on safety strings say what a board has published, until unword_safety().

    `published` gives for a tag the words by their catalogue English; what it lacks is as it ships.
    """
    return _worded.set(published)


def unword_safety(token: Token[Any]) -> None:
    _worded.reset(token)


def shelf() -> Shelf:
    return _shelf.get(_standard_shelf)


def _lookup() -> NullTranslations:
    tag = current().tag
    return PSEUDO_CATALOGUES.get(tag) or shelf().translations(tag)


def gettext(message: str) -> str:
    return _lookup().gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    return _lookup().ngettext(one, many, number)


def pgettext(context: str, message: str) -> str:
    return _lookup().pgettext(context, message)


def npgettext(context: str, one: str, many: str, number: int) -> str:
    return _lookup().npgettext(context, one, many, number)


def missing(tag: str, domain: str) -> tuple[str, ...]:
    """The English of what a language does not say yet in a domain."""
    return shelf().missing(tag, domain)


def complete_languages(domain: str) -> tuple[str, ...]:
    """Languages whose catalogue exists and misses nothing; English always."""
    return shelf().complete_languages(domain)


def is_draft(tag: str) -> bool:
    """Whether no native speaker has checked what members read in this language."""
    return shelf().is_draft(tag)


class LazyText:
    """Words marked now and said later: str(), a page or an f-string says them.

    It is no str, so that joining or JSON fail loudly instead of quietly saying it in English.
    """

    __slots__ = ("message",)

    def __init__(self, message: str) -> None:
        self.message = message

    def __str__(self) -> str:
        return gettext(self.message)

    def __repr__(self) -> str:
        return f"LazyText({self.message!r})"

    def __format__(self, specification: str) -> str:
        return format(str(self), specification)

    def __mod__(self, values: object) -> str:
        return str(self) % values

    def __add__(self, other: str) -> str:
        return str(self) + other

    def __radd__(self, other: str) -> str:
        return other + str(self)

    def __contains__(self, part: str) -> bool:
        return part in str(self)

    def __len__(self) -> int:
        return len(str(self))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LazyText):
            return self.message == other.message
        return str(self) == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.message)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever str has
        # Without __html__, so that a page escapes it like any other text.
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(str(self), name)


class SafetyText(LazyText):
    """A safety string: what the board has published in its place, else the catalogue."""

    __slots__ = ()

    def __str__(self) -> str:
        published = _worded.get(None)
        own = published(current().tag).get(self.message) if published else None
        return gettext(self.message) if own is None else own

    def in_english(self) -> str:
        with speaking("en"):
            return str(self)


class LazyCount:
    """Words that depend on a number: `of(3)` says them, with %(num)s filled in."""

    def __init__(self, one: str, many: str) -> None:
        self.one = one
        self.many = many

    def of(self, number: int) -> str:
        return ngettext(self.one, self.many, number) % {"num": number}


def _lazy(text: str) -> str:
    # To a type checker it is the str that forms and tables ask for.
    return cast("str", LazyText(text))


def for_safety(text: str) -> str:
    """Marks words of the closed safety domain; only advisory/languages/safety.py may."""
    return cast("str", SafetyText(text))


def for_public(text: str) -> str:
    """Marks words that members read. A LazyText: use str() before joining or JSON."""
    return _lazy(text)


def for_staff(text: str) -> str:
    """Marks words that only staff read. A LazyText: use str() before joining or JSON."""
    return _lazy(text)


def counted_for_public(one: str, many: str) -> LazyCount:
    return LazyCount(one, many)


def counted_for_staff(one: str, many: str) -> LazyCount:
    return LazyCount(one, many)


def install(env: Environment) -> None:
    """Gives templates _, gettext, ngettext, pgettext, npgettext and {% trans %}."""
    env.add_extension("jinja2.ext.i18n")
    env.policies["ext.i18n.trimmed"] = True
    cast("Any", env).install_gettext_callables(
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
