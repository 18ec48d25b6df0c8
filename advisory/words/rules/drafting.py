"""Which texts a machine may draft at all. What is not named here, it never sees."""

from advisory.words.models import Method, Status, Text, TextKind, Version
from advisory.words.rules.choosing import UNKNOWN
from advisory.words.rules.terms import Risk, risk_of

OWN_WORDS = frozenset({TextKind.NOTICE, TextKind.NAME, TextKind.AWAY})
WORDS_OF_MEMBERS = frozenset({TextKind.CONTRIBUTION, TextKind.PASSAGE})
"""Only when the board has recorded its decision on data protection."""
IN_THE_MAKING = frozenset({Status.MISSING, Status.DRAFT, Status.OUT_OF_DATE})


def machine_may_draft(version: Version, *, members_words: bool) -> bool:
    """Never answers, help, signposts, consent, privacy, safety: they are in neither list."""
    text = version.text
    kinds = OWN_WORDS | WORDS_OF_MEMBERS if members_words else OWN_WORDS
    sealed = text.data_key_id is not None and not members_words
    if text.kind not in kinds or sealed or risk_of(version) is Risk.SAFETY:
        return False
    return version.status in IN_THE_MAKING and text.language not in {UNKNOWN, version.language}


def machine_draft(text: Text, language: str) -> Version | None:
    """What a machine made of these words as they are now, for the desk only."""
    return next(
        (
            version
            for version in text.versions
            if version.method is Method.MACHINE
            and version.language == language
            and version.revision == text.revision
        ),
        None,
    )
