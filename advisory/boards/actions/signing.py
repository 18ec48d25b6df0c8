from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from advisory.boards import queries
from advisory.boards.models import SafetySignOff, SignedOn
from advisory.foundation import audit
from advisory.foundation.access import Hat, Impossible
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.signing import SafetyString, whole_mark
from advisory.languages.text import clean
from advisory.words import actions as words
from advisory.words.models import OpenedLanguage


@dataclass(frozen=True)
class Checked:
    """Who read the words, when, and how."""

    by: str
    on: date
    how: SignedOn = SignedOn.PAPER
    sheet: str = ""


def sign_off_strings(
    session: Session,
    *,
    board_id: UUID,
    language: str,
    strings: Iterable[SafetyString],
    checked: Checked,
    by: Hat | None,
) -> int:
    """Records who read each sentence. With the last of them an opened language is no draft.

    `by` is None on the command line. Raises Impossible for a sentence without a translation.
    """
    found = list(strings)
    if not all(string.translation for string in found):
        raise Impossible(for_staff("Some of these are not translated yet."))
    for string in found:
        session.merge(
            SafetySignOff(
                board_id=board_id,
                language=language,
                mark=string.mark,
                checked_by=clean(checked.by),
                checked_on=checked.on,
                signed_on=checked.how,
                sheet=clean(checked.sheet),
                recorded_by_id=by.person_id if by else None,
                recorded_at=now(),
            )
        )
    session.flush()
    _note(session, f"{len(found)} safety words signed off", board_id, language, by)
    if queries.safety_words(session, board_id, language).is_whole:
        _open_signed(session, board_id, language, by)
    return len(found)


def open_language(
    session: Session, *, board_id: UUID, language: str, as_draft: bool, position: int, by: Hat
) -> None:
    """Raises Impossible when it shall open as signed off and is not."""
    whole = queries.safety_words(session, board_id, language).is_whole
    if not as_draft and not whole:
        raise Impossible(for_staff("Its safety words are not signed off yet."))
    words.open_language(
        session,
        board_id=board_id,
        language=language,
        as_draft=as_draft,
        signed=whole_mark(language) if whole else None,
        position=position,
        by=by,
    )


def take_sign_off_back(session: Session, *, board_id: UUID, language: str, by: Hat | None) -> None:
    """All of a language: it was a mistake, or somebody found a mistake in the words."""
    here = (SafetySignOff.board_id == board_id, SafetySignOff.language == language)
    session.execute(delete(SafetySignOff).where(*here))
    row = session.get(OpenedLanguage, (board_id, language))
    if row is not None:
        row.as_draft, row.signed = True, None
    _note(session, "sign-off taken back", board_id, language, by)


def _open_signed(session: Session, board_id: UUID, language: str, by: Hat | None) -> None:
    row = session.get(OpenedLanguage, (board_id, language))
    if row is not None:
        row.as_draft, row.signed = False, whole_mark(language)
        _note(session, "language signed off", board_id, language, by)


def _note(session: Session, what: str, board_id: UUID, language: str, by: Hat | None) -> None:
    audit.record(session, f"{what}: {language}", "board", board_id, by=by, board_id=board_id)
