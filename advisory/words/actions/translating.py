"""Writing texts and their versions. The original is never overwritten."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now
from advisory.foundation.keys import DataKey
from advisory.languages.catalogues import for_staff
from advisory.words import queries, rules
from advisory.words.actions.putting import add_version, note, put
from advisory.words.models import Method, Status, Text, TextKind, Version


def write_text(
    session: Session,
    *,
    board_id: UUID,
    kind: TextKind,
    language: str,
    body: str,
    data_key: DataKey | None = None,
    person_id: UUID | None = None,
) -> Text:
    """A new text with its original. Sealed when it gets a key."""
    text = Text(
        id=uuid4(), board_id=board_id, kind=kind, language=language, revision=1, versions=[]
    )
    text.meaning_revision, text.data_key = 1, data_key
    session.add(text)
    original = add_version(session, text, language, Method.ORIGINAL)
    original.status, original.translator_id = Status.CHECKED, person_id
    put(session, original, body)
    text.made_at = original.changed_at
    return text


def ask_translation(
    session: Session, text: Text, *, language: str, due_at: datetime | None
) -> Version | None:
    """Puts a text on the translators' list; None when the language is there already."""
    if any(
        version.language == language and version.method is not Method.GIST
        for version in text.versions
    ):
        return None
    version = add_version(session, text, language, Method.HUMAN)
    version.asked_at, version.due_at = now(), due_at
    return version


def claim(session: Session, version: Version, *, by: Hat) -> None:
    allow(rules.may_translate(by, version))
    version.translator_id = by.person_id


def claim_transcript(session: Session, text: Text, *, by: Hat) -> Version:
    """Takes a voice to write it down in its own language, which somebody must know by now."""
    if text.language == rules.UNKNOWN:
        raise Impossible(for_staff("Say first which language it is."))
    version = rules.transcript(text)
    if version is None:
        version = add_version(session, text, text.language, Method.TRANSCRIPT)
    claim(session, version, by=by)
    return version


def hand_back(session: Session, version: Version, *, by: Hat) -> None:
    """Gives a piece of work back to everybody; what was written stays as a draft."""
    allow(version.translator_id == by.person_id)
    if version.status not in {Status.MISSING, Status.DRAFT}:
        raise Impossible(for_staff("This is no longer being translated."))
    version.translator_id = None


def write_translation(
    session: Session, version: Version, *, body: str, ready: bool, by: Hat
) -> None:
    """Keeps the translator's words; `ready` hands them to a checker."""
    allow(rules.may_translate(by, version))
    # Asked before anything changes: a version that says "to check" has no words until the end.
    glossary = queries.glossary_revision(session, version.text.board_id, version.language)
    has_draft = rules.machine_draft(version.text, version.language) is not None
    version.translator_id, version.checker_id = by.person_id, None
    version.status = Status.TO_CHECK if ready else Status.DRAFT
    version.revision, version.contested_at = version.text.revision, None
    version.by_starter = False
    version.glossary_revision = glossary
    if version.method is Method.HUMAN and has_draft:
        # Whoever has read a draft carries it in mind, with or without copying.
        version.method = Method.HUMAN_FROM_MACHINE
    put(session, version, body)
    if ready:
        note(session, "translated", version, by)


def keep_machine_draft(session: Session, version: Version, *, body: str, by: Hat) -> None:
    """Beside the version that somebody translates. As a draft it is read by no member."""
    allow(rules.may_translate(by, version))
    draft = next(
        (
            row
            for row in version.text.versions
            if row.method is Method.MACHINE and row.language == version.language
        ),
        None,
    ) or add_version(session, version.text, version.language, Method.MACHINE)
    draft.status, draft.revision = Status.DRAFT, version.text.revision
    put(session, draft, body)
    note(session, "machine draft asked", draft, by)


def check_translation(
    session: Session, version: Version, *, by: Hat, body: str | None = None
) -> None:
    """A second person confirms a translation, with or without a correction."""
    allow(rules.may_check(by, version))
    if body is not None:
        put(session, version, body)
    version.status, version.checker_id = Status.CHECKED, by.person_id
    version.contested_at = None
    note(session, "checked", version, by)


def send_back(session: Session, version: Version, *, by: Hat) -> None:
    """The checker returns a translation to its translator."""
    allow(rules.may_check(by, version))
    version.status = Status.DRAFT
    note(session, "translation returned", version, by)


def write_gist(
    session: Session, text: Text, *, body: str, by: Hat, language: str = "en"
) -> Version:
    """What an interpreter said it means. It is enough to route; it is not a translation."""
    found = next(
        (v for v in text.versions if v.method is Method.GIST and v.language == language), None
    )
    gist = found or add_version(session, text, language, Method.GIST)
    gist.translator_id, gist.status = by.person_id, Status.TO_CHECK
    put(session, gist, body)
    note(session, "gist written", gist, by)
    return gist


def carry_over(session: Session, text: Text, ready: Version, *, by: Hat) -> None:
    """Gives a text the translation of a ready-made one, with its own checker if it had one."""
    found = next((v for v in text.versions if v.language == ready.language), None)
    version = found or add_version(session, text, ready.language, Method.HUMAN)
    version.translator_id, version.checker_id = ready.translator_id, ready.checker_id
    version.by_starter, version.status = ready.by_starter, ready.status
    put(session, version, ready.body or "")
    note(session, "ready translation used", version, by)


def add_starter(session: Session, text: Text, words: Mapping[str, str]) -> None:
    """Gives a text the versions that come with the product: drafts made by people, unchecked."""
    for language, body in words.items():
        if language != text.language:
            version = add_version(session, text, language, Method.HUMAN)
            version.status, version.by_starter = Status.TO_CHECK, True
            put(session, version, body)


def keep_draft(session: Session, text: Text, *, language: str, body: str, by: Hat) -> None:
    """A translation that came with a file: for a translator to look at, and shown to nobody yet.

    Nobody here knows who made it. What was translated or begun here already stays.
    """
    if language == text.language or any(one.language == language for one in text.versions):
        return
    version = add_version(session, text, language, Method.HUMAN)
    version.status, version.asked_at = Status.DRAFT, now()
    put(session, version, body)
    note(session, "translation from a file", version, by)


def add_known(session: Session, text: Text, *, language: str, body: str) -> None:
    """The same said in words of the product itself: what was chosen, not what was translated."""
    if any(version.language == language for version in text.versions):
        return
    version = add_version(session, text, language, Method.HUMAN)
    version.status, version.by_starter = Status.CHECKED, True
    put(session, version, body)


def contest(session: Session, text: Text) -> None:
    """The person said: this is not what I meant. Every rendering goes back to a person."""
    for version in text.versions:
        if version.method is not Method.ORIGINAL and version.contested_at is None:
            version.contested_at = now()
            if version.status is Status.CHECKED:
                version.status, version.checker_id = Status.TO_CHECK, None


def name_language(session: Session, text: Text, *, language: str) -> None:
    """A person who knows says which language the words are in."""
    original = rules.original(text)
    clash = next(
        (v for v in text.versions if v.language == language and v.status is Status.MISSING), None
    )
    if clash is not None:
        text.versions.remove(clash)
        session.delete(clash)
        session.flush()
    text.language = original.language = language
    if (heard := rules.transcript(text)) is not None:
        heard.language = language
    original.direction = rules.direction(language, queries.reading(session, original))


def forget(session: Session, data_key_id: UUID) -> None:
    """Empties every original sealed under a key; renderings go, and which languages they were."""
    mine = select(Text.id).where(Text.data_key_id == data_key_id)
    of_mine = Version.text_id.in_(mine)
    session.execute(delete(Version).where(of_mine, Version.method != Method.ORIGINAL))
    session.execute(
        update(Version)
        .where(of_mine)
        .values(
            sealed=None,
            body=None,
            erased=True,
            language=rules.UNKNOWN,
            direction=rules.direction(rules.UNKNOWN),
            translator_id=None,
        )
    )
    session.execute(
        update(Text).where(Text.data_key_id == data_key_id).values(language=rules.UNKNOWN)
    )


def forget_voice(session: Session, text: Text) -> None:
    """The person took a voice back: what was made of it goes too, in every language.

    Of a turn that has written words as well, the renderings of those stay.
    """
    is_wordless = not queries.reading(session, rules.original(text))
    gone = set(Method) - {Method.ORIGINAL} if is_wordless else {Method.TRANSCRIPT}
    for version in [row for row in text.versions if row.method in gone]:
        text.versions.remove(version)
        session.delete(version)
    session.flush()


def forget_text(session: Session, text_id: UUID) -> None:
    """One text with all its versions, to which nothing points any more."""
    session.flush()
    session.execute(delete(Version).where(Version.text_id == text_id))
    session.execute(delete(Text).where(Text.id == text_id))
