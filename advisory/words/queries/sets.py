"""The set of consent, privacy and safety texts: what stands, and what everybody reads."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.words.models import Edition, EditionWording, SetText, Text, Version, Wording
from advisory.words.rules.sets import SET


def set_texts(session: Session, board_id: UUID) -> dict[str, Text]:
    """The texts that the board words itself, in the order of the closed list."""
    rows = session.scalars(
        select(SetText)
        .where(SetText.board_id == board_id, SetText.name.in_(SET))
        .options(
            joinedload(SetText.text).options(
                joinedload(Text.data_key),
                selectinload(Text.versions).options(
                    joinedload(Version.translator), joinedload(Version.checker)
                ),
            )
        )
        .execution_options(populate_existing=True)
    )
    found = {row.name: row.text for row in rows}
    return {name: found[name] for name in SET if name in found}


def newest_edition(session: Session, board_id: UUID) -> Edition | None:
    return session.scalar(
        select(Edition).where(Edition.board_id == board_id).order_by(Edition.number.desc()).limit(1)
    )


def editions(session: Session, board_id: UUID) -> list[Edition]:
    """All there were, the newest first."""
    found = select(Edition).where(Edition.board_id == board_id).order_by(Edition.number.desc())
    return list(session.scalars(found))


def edition_wordings(
    session: Session, edition: Edition | None
) -> dict[tuple[str, str], EditionWording]:
    """Every wording of an edition by name and language."""
    if edition is None:
        return {}
    rows = session.scalars(select(EditionWording).where(EditionWording.edition_id == edition.id))
    return {(row.name, row.language): row for row in rows}


def newest_number(session: Session, board_id: UUID) -> int:
    """Of the editions that everybody could read; 0 before there was one."""
    newest = select(func.max(Edition.number)).where(Edition.board_id == board_id)
    return session.scalar(newest) or 0


def published(session: Session, board_id: UUID, tag: str, number: int) -> Mapping[str, str]:
    """An edition as a reader of `tag` reads it, by name; in English where it has no other.

    True words in English are better than untrue ones in the right language.
    """
    rows = session.execute(
        select(EditionWording.name, EditionWording.language, EditionWording.body)
        .join(Edition, Edition.id == EditionWording.edition_id)
        .where(
            Edition.board_id == board_id,
            Edition.number == number,
            EditionWording.language.in_({tag, "en"}),
        )
    ).all()
    english = {name: body for name, language, body in rows if language == "en"}
    return english | {name: body for name, language, body in rows if language == tag}


def languages_without_set(session: Session, board_id: UUID, tags: Iterable[str]) -> dict[str, int]:
    """Those in which the newest edition misses texts, with how many."""
    wordings = edition_wordings(session, newest_edition(session, board_id))
    names = {name for name, _language in wordings}
    missing = {tag: sum((name, tag) not in wordings for name in names) for tag in tags}
    return {tag: count for tag, count in missing.items() if count}


def authors_since(session: Session, revisions: Mapping[UUID, int]) -> list[Wording]:
    """The English wordings after these revisions of texts, the newest last."""
    rows = session.scalars(
        select(Wording)
        .where(Wording.text_id.in_(revisions), Wording.language == "en")
        .order_by(Wording.written_on, Wording.revision)
    )
    return [row for row in rows if row.revision > revisions[row.text_id]]


def wordings_of(session: Session, text_id: UUID) -> list[Wording]:
    """What a text of the board's own has ever said, in every language, the oldest first."""
    return list(
        session.scalars(
            select(Wording)
            .where(Wording.text_id == text_id)
            .order_by(Wording.revision, Wording.language)
        )
    )


def wording_of(session: Session, text: Text, revision: int) -> str | None:
    """What the original said in a revision."""
    return session.scalar(
        select(Wording.body).where(
            Wording.text_id == text.id,
            Wording.language == text.language,
            Wording.revision == revision,
        )
    )
