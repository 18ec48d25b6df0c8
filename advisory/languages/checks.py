"""What must be true of every catalogue before its words reach anybody."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.plurals import get_plural

from advisory.languages.extraction import PROJECT, extracted, write_stable
from advisory.languages.registry import LANGUAGES, Language
from advisory.languages.shelf import DOMAINS, Shelf, messages, singular, strings
from advisory.languages.text import BIDI_CONTROLS, ascii_digits

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}")
_TAG = re.compile(r"<[^<>]*>|&#?\w+;")
_NUMBER = re.compile(r"\d+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LONGEST = 3
_SHORT_WORDS = 12


@dataclass(frozen=True)
class Fault:
    """`grave` stops a release; the others ask for a look."""

    where: str
    sentence: str
    says: str
    grave: bool = True

    def __str__(self) -> str:
        mark = "" if self.grave else "warning: "
        return f"{self.where}: {mark}{self.says}: {self.sentence!r}"


def faults(shelf: Shelf, project: Path = PROJECT) -> list[Fault]:
    """Everything wrong with the templates and catalogues on a shelf."""
    found = [*_stale_templates(shelf, project)]
    for language in LANGUAGES.values():
        for domain in DOMAINS:
            path = shelf.path(language.tag, domain)
            if path.exists():
                found += _in_catalogue(shelf, language, domain)
    return found


def _stale_templates(shelf: Shelf, project: Path) -> Iterator[Fault]:
    for domain, fresh in extracted(project).items():
        path = shelf.template(domain)
        kept = messages(path)
        wanted = {(m.context or "", singular(m)): m.id for m in fresh if m.id}
        for key in wanted.keys() ^ kept.keys():
            says = "not extracted yet" if key in wanted else "no longer in the source"
            yield Fault(path.name, key[1], says)
        for key in wanted.keys() & kept.keys():
            if wanted[key] != kept[key].id:
                yield Fault(path.name, key[1], "its plural changed")


def _in_catalogue(shelf: Shelf, language: Language, domain: str) -> Iterator[Fault]:
    where = f"{language.tag}/{domain}"
    template = messages(shelf.template(domain))
    for key, message in messages(shelf.path(language.tag, domain)).items():
        for says, grave in _in_message(message, language):
            yield Fault(where, singular(message), says, grave)
        if key not in template:
            yield Fault(where, singular(message), "not in the template: run update")
    missing = shelf.missing(language.tag, domain)
    if domain == "safety":
        yield from (Fault(where, sentence, "not translated") for sentence in missing)
    elif missing:
        # Elsewhere the English is shown, so a release may go on.
        yield Fault(where, missing[0], f"{len(missing)} not translated, the first", grave=False)


def _in_message(message: Message, language: Language) -> Iterator[tuple[str, bool]]:
    if message.fuzzy:
        yield "fuzzy: a guess, translate it or empty it", True
    translated = [text for text in strings(message) if text]
    if not translated:
        return
    if message.pluralizable and len(translated) != get_plural(language.babel).num_plurals:
        yield "wrong number of plural forms", True
    sources = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    for text in translated:
        yield from _in_text(sources, text)


def _in_text(sources: tuple[str, ...], text: str) -> Iterator[tuple[str, bool]]:
    counts = len(sources) > 1
    if not any(_same(_PLACEHOLDER, source, text, drop_num=counts) for source in sources):
        yield "placeholders differ", True
    if not any(_same(_TAG, source, text) for source in sources):
        yield "tags differ", True
    if _CONTROL.search(text) or BIDI_CONTROLS & set(text):
        yield "control or direction character", True
    if not counts and _numbers(sources[0]) != _numbers(text):
        yield "numbers differ", True
    if len(text) > _LONGEST * max(len(sources[-1]), _SHORT_WORDS):
        yield "more than three times as long", False


def _same(pattern: re.Pattern[str], source: str, text: str, *, drop_num: bool = False) -> bool:
    wanted, have = Counter(pattern.findall(source)), Counter(pattern.findall(text))
    if drop_num:
        # "one day", "two days" may be words in a language that counts them so.
        del wanted["%(num)s"], have["%(num)s"]
    return wanted == have


def _numbers(text: str) -> Counter[str]:
    return Counter(_NUMBER.findall(ascii_digits(_TAG.sub(" ", _PLACEHOLDER.sub(" ", text)))))


def write_templates(shelf: Shelf, project: Path = PROJECT) -> None:
    """Writes the three .pot files from the source."""
    for domain, template in extracted(project).items():
        write_stable(shelf.template(domain), template)
