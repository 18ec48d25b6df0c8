"""Reading texts: unsealing, choosing a version, and the translators' list."""

import logging
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from advisory.foundation import keys
from advisory.languages.catalogues import for_public
from advisory.languages.registry import LANGUAGES, Language
from advisory.words import rules
from advisory.words.models import Method, OpenedLanguage, Status, Text, Version
from advisory.words.rules import Shown

log = logging.getLogger("advisory")
CANNOT_BE_OPENED = for_public("We cannot open these words now.")


def place(version: Version) -> str:
    """Where a sealed version belongs: bound into the seal."""
    return f"versions.sealed/{version.id}"


def reading(session: Session, version: Version) -> str:
    """The words of a version. Raises Erased when the person deleted them."""
    if version.erased:
        raise keys.Erased
    if version.sealed is None:
        return version.body or ""
    assert version.text.data_key is not None  # noqa: S101 - sealed words have a key
    return keys.unseal(session, version.text.data_key, place(version), version.sealed)


def shown(session: Session, text: Text, tag: str) -> Shown:
    """The best version for a reader of `tag`, falling back along the language's chain."""
    offered = [row for row in text.versions if rules.may_be_shown(row)]
    version = rules.best_version(offered, rules.reading_order(tag))
    return show_version(session, version or rules.original(text), wanted=tag)


def show_version(session: Session, version: Version, *, wanted: str | None = None) -> Shown:
    return Shown(
        body=_readable(session, version),
        language=version.language,
        direction=version.direction,
        provenance=rules.provenance(version),
        wanted=wanted is None or version.language == wanted,
        out_of_date=not rules.is_current(version),
        changed_on=version.text.meaning_changed_on,
        contested_at=version.contested_at,
    )


def _readable(session: Session, version: Version) -> str:
    """One row that was damaged or moved does not close the page for all others."""
    try:
        return reading(session, version)
    except keys.SealBroken:
        log.error("sealed words do not open: version %s", version.id)  # noqa: TRY400 - no trace is needed
        return str(CANNOT_BE_OPENED)


def version(session: Session, version_id: UUID) -> Version | None:
    return session.scalar(
        select(Version)
        .where(Version.id == version_id)
        .options(
            joinedload(Version.text).options(
                joinedload(Text.data_key), selectinload(Text.versions)
            ),
            joinedload(Version.translator),
        )
    )


OPEN_WORK = (Status.MISSING, Status.DRAFT, Status.TO_CHECK, Status.OUT_OF_DATE)


def open_work(
    session: Session,
    board_id: UUID,
    *,
    speaks: Sequence[str],
    person_id: UUID,
    closed_keys: Select[UUID] | None = None,
) -> list[Version]:
    """What this person can translate or check: own first, then by date, most urgent first.

    `closed_keys` are those under which words are held or gone (feedback.queries.closed_keys).
    """
    known = {*speaks, "en"}
    key = Text.data_key_id
    open_ = true() if closed_keys is None else or_(key.is_(None), key.not_in(closed_keys))
    return list(
        session.scalars(
            select(Version)
            .join(Version.text)
            .where(
                Text.board_id == board_id,
                open_,
                Version.status.in_(OPEN_WORK),
                Version.method.in_((Method.HUMAN, Method.HUMAN_FROM_MACHINE)),
                Version.erased.is_(False),
                Version.language.in_(known),
                or_(Text.language.in_(known), Text.language == rules.UNKNOWN),
                or_(
                    Version.translator_id.is_(None),
                    Version.translator_id == person_id,
                    Version.status == Status.TO_CHECK,
                ),
            )
            .options(
                contains_eager(Version.text).options(
                    joinedload(Text.data_key), selectinload(Text.versions)
                ),
                joinedload(Version.translator),
            )
            .order_by(
                (Version.translator_id == person_id).desc(),
                Version.due_at.is_(None),
                Version.due_at,
                Version.id,
            )
        ).unique()
    )


def opened_languages(session: Session, board_id: UUID) -> list[tuple[Language, bool]]:
    """The board's languages in its order, each with whether it is open as a draft only."""
    rows = session.scalars(
        select(OpenedLanguage)
        .where(OpenedLanguage.board_id == board_id)
        .order_by(OpenedLanguage.position, OpenedLanguage.language)
    )
    return [
        (LANGUAGES[row.language], rules.is_opened_as_draft(row))
        for row in rows
        if row.language in LANGUAGES
    ]
