"""Which version a reader gets, how it is labelled, and who may work on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from advisory.foundation.access import Hat
from advisory.languages.registry import LANGUAGES
from advisory.languages.signing import needs_signing, whole_mark
from advisory.languages.text import direction_of
from advisory.words.models import Method, OpenedLanguage, Status, Text, TextKind, Version

UNKNOWN = "und"
WITH_WORDS = {Status.DRAFT, Status.TO_CHECK, Status.CHECKED, Status.OUT_OF_DATE}
READABLE = WITH_WORDS - {Status.DRAFT}


class Provenance(StrEnum):
    """What a reader is told about how a version was made."""

    ORIGINAL = "original"
    TRANSCRIPT = "transcript"
    CHECKED = "checked"
    NOT_CHECKED = "not_checked"
    GIST = "gist"
    MACHINE = "machine"


@dataclass(frozen=True)
class Shown:
    """A version as a page shows it: the words with their own language and direction."""

    body: str
    language: str
    direction: str
    provenance: Provenance
    wanted: bool
    """False when the reader asked for another language and this is the best there is."""
    out_of_date: bool = False
    changed_on: date | None = None
    """The day on which the meaning of an out-of-date version's source changed."""
    contested_at: datetime | None = None


def direction(tag: str, body: str = "") -> str:
    """From the registry; words in an unlisted language go by their first strong letter."""
    known = LANGUAGES.get(tag)
    return known.direction if known else direction_of(body)


def provenance(version: Version) -> Provenance:
    if version.method is Method.ORIGINAL:
        return Provenance.ORIGINAL
    if version.method is Method.MACHINE:
        return Provenance.MACHINE
    if version.method is Method.GIST:
        return Provenance.GIST
    if version.method is Method.TRANSCRIPT:
        return Provenance.TRANSCRIPT
    checked = version.status is Status.CHECKED
    return Provenance.CHECKED if checked else Provenance.NOT_CHECKED


_ORDER = (
    # Beside a voice the original is what was written too: often nothing.
    Provenance.TRANSCRIPT,
    Provenance.ORIGINAL,
    Provenance.CHECKED,
    Provenance.NOT_CHECKED,
    Provenance.GIST,
    Provenance.MACHINE,
)


def best_version(versions: Iterable[Version], tags: Iterable[str]) -> Version | None:
    """The most trustworthy readable version in the first of `tags` that has one."""
    readable = [version for version in versions if version.status in READABLE]
    for tag in tags:
        here = [version for version in readable if version.language == tag]
        if here:
            return min(here, key=lambda version: _ORDER.index(provenance(version)))
    return None


def may_be_shown(version: Version) -> bool:
    """What everybody reads was checked by a second person, or it is not shown in that language."""
    public = version.text.kind is TextKind.NOTICE
    return not public or provenance(version) in {Provenance.ORIGINAL, Provenance.CHECKED}


def reading_order(tag: str) -> tuple[str, ...]:
    """The language itself, then what its readers can follow, English last."""
    known = LANGUAGES.get(tag)
    return (tag, *known.falls_back_to) if known else (tag, "en")


def is_opened_as_draft(row: OpenedLanguage) -> bool:
    """Opened so on purpose, or its safety words changed since somebody signed them."""
    signed = not needs_signing(row.language) or row.signed == whole_mark(row.language)
    return row.as_draft or not signed


def original(text: Text) -> Version:
    return next(version for version in text.versions if version.method is Method.ORIGINAL)


def transcript(text: Text) -> Version | None:
    """The voice in writing, begun or done; None while nobody has taken it."""
    return next((row for row in text.versions if row.method is Method.TRANSCRIPT), None)


def written(text: Text) -> Version:
    """What a translation is made from: the original, or what a voice says."""
    heard = transcript(text)
    return heard if heard is not None and heard.status in READABLE else original(text)


def english(text: Text) -> Version | None:
    """The English a staff reader sees: the original, a translation, or the gist."""
    return best_version(text.versions, ("en",))


def is_current(version: Version) -> bool:
    """Whether it says what the original means today."""
    kept = version.revision >= version.text.meaning_revision
    return kept and version.status is not Status.OUT_OF_DATE


def may_translate(hat: Hat, version: Version) -> bool:
    free = version.translator_id in {None, hat.person_id}
    return free and speaks_both(hat, version)


def may_check(hat: Hat, version: Version) -> bool:
    """Another person than the translator, who understands both languages."""
    ready = version.status is Status.TO_CHECK
    return ready and version.translator_id != hat.person_id and speaks_both(hat, version)


def speaks_both(hat: Hat, version: Version) -> bool:
    known = {*hat.speaks, "en"}
    source = version.text.language
    return version.language in known and (source in known or source == UNKNOWN)
