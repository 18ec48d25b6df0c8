"""Writing texts and their versions. The original is never overwritten."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from advisory.foundation import audit, keys
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now
from advisory.foundation.keys import DataKey
from advisory.languages.catalogues import for_staff
from advisory.languages.text import clean
from advisory.words import queries, rules
from advisory.words.models import Method, OpenedLanguage, Status, Text, TextKind, Version


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
    text.made_at, text.data_key = _day(), data_key
    session.add(text)
    original = _version(session, text, language, Method.ORIGINAL)
    original.status, original.translator_id = Status.CHECKED, person_id
    _put(session, original, body)
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
    version = _version(session, text, language, Method.HUMAN)
    version.asked_at, version.due_at = now(), due_at
    return version


def claim(session: Session, version: Version, *, by: Hat) -> None:
    allow(rules.may_translate(by, version))
    version.translator_id = by.person_id


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
    version.translator_id, version.checker_id = by.person_id, None
    version.status = Status.TO_CHECK if ready else Status.DRAFT
    version.revision, version.contested_at = version.text.revision, None
    _put(session, version, body)
    if ready:
        _note(session, "translated", version, by)


def check_translation(
    session: Session, version: Version, *, by: Hat, body: str | None = None
) -> None:
    """A second person confirms a translation, with or without a correction."""
    allow(rules.may_check(by, version))
    if body is not None:
        _put(session, version, body)
    version.status, version.checker_id = Status.CHECKED, by.person_id
    version.contested_at = None
    _note(session, "checked", version, by)


def send_back(session: Session, version: Version, *, by: Hat) -> None:
    """The checker returns a translation to its translator."""
    allow(rules.may_check(by, version))
    version.status = Status.DRAFT
    _note(session, "translation returned", version, by)


def write_gist(
    session: Session, text: Text, *, body: str, by: Hat, language: str = "en"
) -> Version:
    """What an interpreter said it means. It is enough to route; it is not a translation."""
    found = next(
        (v for v in text.versions if v.method is Method.GIST and v.language == language), None
    )
    gist = found or _version(session, text, language, Method.GIST)
    gist.translator_id, gist.status = by.person_id, Status.TO_CHECK
    _put(session, gist, body)
    _note(session, "gist written", gist, by)
    return gist


def carry_over(session: Session, text: Text, ready: Version, *, by: Hat) -> None:
    """Gives a text the translation of a ready-made one, with its own checker if it had one."""
    found = next((v for v in text.versions if v.language == ready.language), None)
    version = found or _version(session, text, ready.language, Method.HUMAN)
    version.translator_id, version.checker_id = ready.translator_id, ready.checker_id
    version.by_starter, version.status = ready.by_starter, ready.status
    _put(session, version, ready.body or "")
    _note(session, "ready translation used", version, by)


def add_starter(session: Session, text: Text, words: Mapping[str, str]) -> None:
    """Gives a text the versions that come with the product: drafts made by people, unchecked."""
    for language, body in words.items():
        if language != text.language:
            version = _version(session, text, language, Method.HUMAN)
            version.status, version.by_starter = Status.TO_CHECK, True
            _put(session, version, body)


def add_known(session: Session, text: Text, *, language: str, body: str) -> None:
    """The same said in words of the product itself: what was chosen, not what was translated."""
    if any(version.language == language for version in text.versions):
        return
    version = _version(session, text, language, Method.HUMAN)
    version.status, version.by_starter = Status.CHECKED, True
    _put(session, version, body)


def revise_text(session: Session, text: Text, *, body: str, by: Hat) -> None:
    """New words for a text of the board's own: its translations are out of date from here.

    Never for what a person said: those words stay.
    """
    allow(text.data_key_id is None and text.board_id == by.board_id)
    first = rules.original(text)
    if clean(body) == first.body:
        return
    text.revision += 1
    first.revision = text.revision
    _put(session, first, body)
    for version in text.versions:
        if version.status in {Status.CHECKED, Status.TO_CHECK} and version is not first:
            version.status = Status.OUT_OF_DATE
    _note(session, "revised", first, by)


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


def forget_text(session: Session, text_id: UUID) -> None:
    """One text with all its versions, to which nothing points any more."""
    session.flush()
    session.execute(delete(Version).where(Version.text_id == text_id))
    session.execute(delete(Text).where(Text.id == text_id))


def open_language(
    session: Session,
    *,
    board_id: UUID,
    language: str,
    as_draft: bool,
    position: int,
    by: Hat | None,
    signed: str | None = None,
) -> None:
    """`signed` is the mark of the safety words that were signed off; without it, a draft."""
    row = OpenedLanguage(
        board_id=board_id,
        language=language,
        as_draft=as_draft,
        signed=signed,
        position=position,
        opened_on=now().date(),
        opened_by_id=by.person_id if by else None,
    )
    session.merge(row)
    if by:
        audit.record(
            session,
            f"language opened: {language}",
            "board",
            board_id,
            by=by,
            board_id=board_id,
        )


def _version(session: Session, text: Text, language: str, method: Method) -> Version:
    version = Version(
        id=uuid4(),
        language=language,
        direction=rules.direction(language),
        method=method,
        status=Status.MISSING,
        revision=text.revision,
        changed_at=now(),
    )
    session.add(version)
    text.versions.append(version)
    return version


def _put(session: Session, version: Version, body: str) -> None:
    body = clean(body)
    version.direction = rules.direction(version.language, body)
    version.changed_at = _day()
    # A version that says "to check" has no words until here: asking for the key must not write it.
    with session.no_autoflush:
        data_key = version.text.data_key
        if data_key is None:
            version.body = body
        else:
            version.sealed = keys.seal(session, data_key, queries.place(version), body)


def _day() -> datetime:
    """Today without the time: what people say keeps no second."""
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


def _note(session: Session, what: str, version: Version, by: Hat) -> None:
    # The log outlives the words: of a person's it must not keep the language they were in.
    is_sealed = version.text.data_key_id is not None
    audit.record(
        session,
        what if is_sealed else f"{what}: {version.language}",
        "text",
        version.text_id,
        by=by,
        board_id=by.board_id,
    )
