"""Which sound belongs to which words, and who may say that it is right."""

from collections.abc import Iterable

from advisory.foundation.access import Hat
from advisory.foundation.keys import Keyring
from advisory.sounds.models import Spoken


def mark_of(keyring: Keyring, words: str) -> str:
    """Changes with the words, and tells nothing about them."""
    return keyring.peppered(f"spoken/{words}").hex()


def may_approve(hat: Hat, spoken: Spoken) -> bool:
    """Another person than who spoke, who understands the language."""
    speaks = spoken.language in {*hat.speaks, "en"}
    is_new = spoken.approved_by_id is None
    return is_new and speaks and spoken.made_by_id != hat.person_id


def lasting(seconds: int) -> str:
    """As people read it: 0:20."""
    return f"{seconds // 60}:{seconds % 60:02}"


def kilobytes(spoken: Spoken) -> int:
    return max(1, round(spoken.file.sealed_size / 1024))


def by_mark(found: Iterable[Spoken]) -> dict[str, Spoken]:
    return {spoken.mark: spoken for spoken in found}
