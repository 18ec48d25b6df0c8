"""The texts that publish as one set: which they are, and what a set still needs."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from uuid import UUID

from advisory.words.models import EditionWording, Method, Status, Text, TextKind, Version
from advisory.words.rules.choosing import is_current

_CONSENT = (
    "PROMISE_NO_NAME",
    "PROMISE_REST",
    "STOP_ANY_TIME",
    "SKIP_ANY",
    "USE_WORDS",
    "USE_WORDS_YES",
    "USE_WORDS_NO",
    "MAY_COUNT",
    "MAY_ASK_AGAIN",
    "MAY_CONTACT",
    "SPOKEN_CONSENT",
    "ASK_YOUR_YES",
    "YES_MEANS",
)
_PRIVACY = (
    "LEAVE_OUT_NAMES",
    "FILES_CLEANED",
    "VOICE_KNOWN",
    "VOICE_DELETED",
    "DELETE_MEANS",
    "CANNOT_HIDE_VISIT",
    "CANNOT_STOP_LOOKING",
    "CANNOT_SEE_SPYING",
    "CANNOT_UNKNOW",
    "CANNOT_REFUSE_COURT",
    "CANNOT_TAKE_BACK",
)
_SAFETY = ("NOT_EMERGENCY", "READ_ON_WEEKDAYS", "DO_NOT_WAIT", "LEAVE_KEEPS_HISTORY")

SET: Mapping[str, TextKind] = {
    **dict.fromkeys(_CONSENT, TextKind.CONSENT),
    **dict.fromkeys(_PRIVACY, TextKind.PRIVACY),
    **dict.fromkeys(_SAFETY, TextKind.SAFETY),
}
"""What a person reads before sending and agrees to, by its name in `languages.safety`. Closed."""


def is_ready(version: Version) -> bool:
    """Says what the English means today, and a second person has checked it.

    What came with the product stays until the meaning changes.
    """
    checked = version.status is Status.CHECKED and version.checker_id is not None
    starter = version.by_starter and version.status in {Status.TO_CHECK, Status.CHECKED}
    return is_current(version) and (version.method is Method.ORIGINAL or checked or starter)


def ready_versions(text: Text) -> dict[str, Version]:
    """The versions that an edition takes, by language."""
    by_person = {Method.ORIGINAL, Method.HUMAN, Method.HUMAN_FROM_MACHINE}
    return {
        version.language: version
        for version in text.versions
        if version.method in by_person and is_ready(version)
    }


def lacking(texts: Mapping[str, Text], tags: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each of these languages the names of the texts that are not ready in it."""
    ready = {name: ready_versions(text) for name, text in texts.items()}
    missing = {tag: tuple(name for name in ready if tag not in ready[name]) for tag in tags}
    return {tag: names for tag, names in missing.items() if names}


def fingerprint(texts: Mapping[str, Text]) -> str:
    """Another wording, or another language that is ready, makes another one."""
    parts = [
        f"{name}/{language}/{version.revision}/{version.body}"
        for name, text in sorted(texts.items())
        for language, version in sorted(ready_versions(text).items())
    ] + [f"{name}={text.revision}" for name, text in sorted(texts.items())]
    return sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def is_new(texts: Mapping[str, Text], before: Mapping[tuple[str, str], EditionWording]) -> bool:
    """Whether an edition made now would say something else."""
    return {
        (name, language): version.body
        for name, text in texts.items()
        for language, version in ready_versions(text).items()
    } != {place: row.body for place, row in before.items()}


def published_revisions(
    texts: Mapping[str, Text], before: Mapping[tuple[str, str], EditionWording]
) -> dict[UUID, int]:
    """The English revision of each text that everybody reads now; the product's own is 1."""
    return {
        text.id: before[name, "en"].revision if (name, "en") in before else 1
        for name, text in texts.items()
    }
