"""One text beside its translation: what it says, what changed, how we say its terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.answers.models import Answer
from advisory.contributions import queries as contributions
from advisory.contributions.rules import may_read
from advisory.desk.queries import listening
from advisory.desk.queries.listening import Sound, Subject
from advisory.desk.queries.translating import (
    KIND_OF_TEXT,
    answers_of,
    is_open,
    items_of,
    response_keys,
)
from advisory.desk.queries.turns import Said, said
from advisory.desk.rules.naming import SpokenIn, language_named
from advisory.feedback.models import Feedback
from advisory.files import queries as files
from advisory.files.models import File
from advisory.foundation.access import Hat
from advisory.languages.catalogues import for_staff
from advisory.words import queries as words
from advisory.words import rules
from advisory.words.models import Method, Status, Term, Version, Wording


@dataclass(frozen=True)
class Part:
    """One of the texts that belong together: what we heard, what will be done."""

    name: str
    source: Said
    version_id: UUID | None
    done: bool
    current: bool


@dataclass(frozen=True)
class Used:
    """A term that stands in the source. `said` is none while nobody chose the word.

    `sound` is none until a second person has heard it.
    """

    english: Term
    said: Term | None
    sound: Subject | None


@dataclass(frozen=True)
class Piece:
    """One text beside its translation. `item` is empty for texts that are not about a person."""

    version: Version
    item: Feedback | None
    answer: Answer | None
    source: Said
    translation: Said | None
    kind: str
    source_language: SpokenIn
    into: SpokenIn
    parts: Sequence[Part]
    files: Sequence[File]
    """What the person sent with these words: some say nothing in writing."""
    advice: rules.Advice | None
    changes: Sequence[rules.Piece]
    """What the source says otherwise since this version was made; empty when it is the same."""
    terms: Sequence[Used]
    history: Sequence[Wording]
    termbase: Sequence[Term]
    """All of this language: a word it never says may stand anywhere."""

    def advice_on(self, body: str) -> rules.Advice:
        """For words that are not kept yet."""
        return rules.advice(self.source.text, body, self.termbase)


def piece(session: Session, hat: Hat, version_id: UUID) -> Piece | None:
    """None: there is no such work, or it is held, gone, replaced, or another board's."""
    version = words.version(session, version_id)
    if version is None or version.erased or version.text.board_id != hat.board_id:
        return None
    if version.method is Method.MACHINE:
        return None
    items, current = items_of(session, [version]), answers_of(session, [version])
    answered = response_keys(session, [version])
    if not is_open(hat, version, items, current, answered) or not rules.speaks_both(hat, version):
        return None
    key = version.text.data_key_id
    source = said(session, rules.written(version.text))
    terms = words.terms_of(session, hat.board_id, version.language)
    translation = None if version.status is Status.MISSING else said(session, version)
    answer = current.get(version.text_id)
    return Piece(
        version=version,
        item=items.get(key) if key else None,
        answer=answer,
        source=source,
        translation=translation,
        kind=KIND_OF_TEXT[version.text.kind],
        source_language=language_named(version.text.language),
        into=language_named(version.language),
        parts=_parts(session, answer, version) if answer else (),
        files=_files(session, version, items.get(key) if key else None),
        advice=rules.advice(source.text, translation.text, terms) if translation else None,
        changes=_changes(session, version),
        terms=_used(session, hat, version, source.text, terms),
        history=_history(session, version),
        termbase=terms,
    )


def _changes(session: Session, version: Version) -> Sequence[rules.Piece]:
    """Only texts of the board's own are ever revised."""
    text = version.text
    if text.data_key_id is not None or version.revision >= text.revision:
        return ()
    before = words.wording_of(session, text, version.revision)
    after = rules.original(text).body or ""
    return rules.word_changes(before, after) if before is not None else ()


def changes_since(session: Session, piece: Piece, revision: int) -> Sequence[rules.Piece]:
    """What changed in the source while somebody wrote."""
    before = words.wording_of(session, piece.version.text, revision)
    return rules.word_changes(before or "", piece.source.text)


def _used(
    session: Session, hat: Hat, version: Version, source: str, terms: Sequence[Term]
) -> list[Used]:
    """The terms of an English source, each as the language says it where somebody chose."""
    if version.text.language != "en":
        return []
    here = {term.english: term for term in terms}
    english = words.terms_of(session, version.text.board_id, "en")
    found = [(term, here.get(term.english)) for term in rules.matching(english, source)]
    spoken = listening.terms(session, hat, version.language) if found else {}
    heard = {about: one for about, one in spoken.items() if one.state is Sound.APPROVED}
    return [Used(term, said, heard.get(str(said.id)) if said else None) for term, said in found]


def _history(session: Session, version: Version) -> list[Wording]:
    if version.text.data_key_id is not None:
        return []
    return [
        row
        for row in words.wordings_of(session, version.text_id)
        if row.language == version.language
    ]


def _files(session: Session, version: Version, item: Feedback | None) -> list[File]:
    if item is None:
        return []
    found = files.files_of(session, item.contribution.data_key_id)
    turns = {
        message.position
        for message in item.contribution.messages
        if message.text_id == version.text_id
    }
    return [file for file in found if file.turn in turns]


_HEARD, _WILL = for_staff("What we heard"), for_staff("What will be done")


def _parts(session: Session, answer: Answer, current: Version) -> list[Part]:
    parts = [(_HEARD, answer.heard), (_WILL, answer.will)]
    return [
        Part(
            name=name,
            source=said(session, rules.original(text)),
            version_id=other.id if other else None,
            done=other is not None and other.status in {Status.TO_CHECK, Status.CHECKED},
            current=text.id == current.text_id,
        )
        for name, text in parts
        if text is not None
        for other in [
            next((row for row in text.versions if row.language == current.language), None)
        ]
    ]


def is_closed(session: Session, hat: Hat, piece: Piece) -> bool:
    """The person asked for nobody from their country, and this reader has not said so yet."""
    if piece.item is None:
        return False
    contribution = piece.item.contribution
    declared = contributions.declared_by(session, hat.person_id, [contribution.id])
    return not may_read(hat, contribution, declared=bool(declared))
