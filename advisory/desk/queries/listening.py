"""What people could hear in a language: what has a voice, what lacks one, what is out of date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.contributions import queries as contributions
from advisory.contributions.rules import may_read
from advisory.desk.queries.translating import KIND_OF_TEXT
from advisory.feedback import queries as feedback
from advisory.feedback.models import Feedback
from advisory.foundation.access import Hat
from advisory.foundation.keys import DataKey, keyring
from advisory.languages import safety
from advisory.languages.catalogues import for_staff, speaking
from advisory.languages.registry import LANGUAGES
from advisory.sounds import queries as sounds
from advisory.sounds.models import Spoken
from advisory.sounds.rules import kilobytes, lasting, mark_of
from advisory.words import queries as words
from advisory.words import rules
from advisory.words.models import Status, Text, TextKind, Version
from advisory.words.rules import Provenance

SENTENCES: Mapping[str, str] = {
    "PROMISE": safety.PROMISE,
    "SPOKEN_CONSENT": safety.SPOKEN_CONSENT,
    "AGREE_WRITING": safety.AGREE_WRITING,
    "VOICE_KNOWN": safety.VOICE_KNOWN,
    "VOICE_DELETED": safety.VOICE_DELETED,
    "USE_WORDS": safety.USE_WORDS,
    "CODE_WRITE_DOWN": safety.CODE_WRITE_DOWN,
    "CALL_999_FREE": safety.CALL_999_FREE,
}
"""Safety words that pages let people hear, by name."""
_SAFETY = for_staff("Safety words")
_TERM = for_staff("A term of the termbase")
OPEN_KINDS = (TextKind.HELP, TextKind.NOTICE, TextKind.SIGNPOST)


class Sound(StrEnum):
    """In the order of the work."""

    TO_HEAR = "to_hear"
    CHANGED = "changed"
    MISSING = "missing"
    APPROVED = "approved"


@dataclass(frozen=True)
class Subject:
    """Words that may be spoken. `data_key` is none for what everybody reads."""

    about: str
    language: str
    direction: str
    words: str
    kind: str
    data_key: DataKey | None
    spoken: Spoken | None
    state: Sound
    term_id: UUID | None = None
    """Of the English term, when these words are how a language says it: only the desk hears it."""

    @property
    def length(self) -> str:
        return lasting(self.spoken.file.seconds) if self.spoken else ""

    @property
    def size(self) -> int:
        return kilobytes(self.spoken) if self.spoken else 0


def subjects(session: Session, hat: Hat, language: str) -> list[Subject]:
    """Final words of one language that this reader speaks: safety, open texts, live answers."""
    if language not in {*hat.speaks, "en"} or language not in LANGUAGES:
        return []
    known = {row.about: row for row in sounds.spoken_in(session, hat.board_id, language)}
    versions = [*_open_texts(session, hat, language), *_answers(session, hat, language)]
    found = [
        *(_sentence(session, name, language, known) for name in SENTENCES),
        *(_text(session, version, known) for version in versions),
    ]
    order = list(Sound)
    return sorted(found, key=lambda one: order.index(one.state))


def subject(session: Session, hat: Hat, language: str, about: str) -> Subject | None:
    """Words that people can hear, or a term."""
    term = terms(session, hat, language).get(about)
    found = (one for one in subjects(session, hat, language) if one.about == about)
    return term or next(found, None)


def terms(session: Session, hat: Hat, language: str) -> dict[str, Subject]:
    """How a language says each term, where somebody chose the word; by the id of the term."""
    if language not in LANGUAGES:
        return {}
    known = {row.about: row for row in sounds.spoken_in(session, hat.board_id, language)}
    english = {term.english: term.id for term in words.terms_of(session, hat.board_id, "en")}
    chosen = [term for term in words.terms_of(session, hat.board_id, language) if term.preferred]
    return {
        str(term.id): Subject(
            about=str(term.id),
            language=language,
            direction=rules.direction(language),
            words=term.preferred,
            kind=_TERM,
            data_key=None,
            spoken=known.get(str(term.id)),
            state=_state(session, term.preferred, known.get(str(term.id))),
            term_id=english.get(term.english),
        )
        for term in chosen
    }


def _sentence(session: Session, name: str, language: str, known: Mapping[str, Spoken]) -> Subject:
    with speaking(language):
        said = str(SENTENCES[name])
    return Subject(
        about=name,
        language=language,
        direction=rules.direction(language),
        words=said,
        kind=_SAFETY,
        data_key=None,
        spoken=known.get(name),
        state=_state(session, said, known.get(name)),
    )


def _text(session: Session, version: Version, known: Mapping[str, Spoken]) -> Subject:
    about, said = str(version.text_id), words.show_version(session, version).body
    return Subject(
        about=about,
        language=version.language,
        direction=version.direction,
        words=said,
        kind=KIND_OF_TEXT[version.text.kind],
        data_key=version.text.data_key,
        spoken=known.get(about),
        state=_state(session, said, known.get(about)),
    )


def _state(session: Session, said: str, spoken: Spoken | None) -> Sound:
    if spoken is None:
        return Sound.MISSING
    if spoken.mark != mark_of(keyring(session), said):
        return Sound.CHANGED
    return Sound.APPROVED if spoken.approved_by_id else Sound.TO_HEAR


def _final(session: Session, hat: Hat, language: str, kinds: Sequence[TextKind]) -> list[Version]:
    """Nobody speaks what may still change: originals, and what a second person has checked."""
    rows = session.scalars(
        select(Version)
        .join(Version.text)
        .where(
            Text.board_id == hat.board_id,
            Text.kind.in_(kinds),
            Version.language == language,
            Version.status == Status.CHECKED,
            Version.erased.is_(False),
        )
        .options(
            joinedload(Version.text).options(joinedload(Text.data_key), selectinload(Text.versions))
        )
        .order_by(Version.id)
    )
    final = {Provenance.ORIGINAL, Provenance.CHECKED}
    return [row for row in rows.unique() if rules.provenance(row) in final]


def _open_texts(session: Session, hat: Hat, language: str) -> list[Version]:
    found = _final(session, hat, language, OPEN_KINDS)
    return [row for row in found if row.text.data_key_id is None]


def _answers(session: Session, hat: Hat, language: str) -> list[Version]:
    """In the language that the person reads; neither held nor gone; their wishes met."""
    found = _final(session, hat, language, (TextKind.ANSWER,))
    sealed = {row.text.data_key_id for row in found if row.text.data_key_id}
    items = feedback.items_sealed_under(session, sealed) if sealed else {}
    asked = [item.contribution_id for item in items.values()]
    declared = contributions.declared_by(session, hat.person_id, asked) if asked else set()
    return [row for row in found if _may_hear(hat, row.text.data_key_id, items, declared, language)]


def _may_hear(
    hat: Hat,
    data_key_id: UUID | None,
    items: Mapping[UUID, Feedback],
    declared: set[UUID],
    language: str,
) -> bool:
    item = items.get(data_key_id) if data_key_id else None
    if item is None or item.contribution.reads != language:
        return False
    return may_read(hat, item.contribution, declared=item.contribution_id in declared)
