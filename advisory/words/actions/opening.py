"""Opening a language: members see it in their list from here on."""

from uuid import UUID

from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat, Impossible
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.words import queries
from advisory.words.actions.sets import wait_for_set
from advisory.words.models import OpenedLanguage

NOT_YET = for_staff("The consent and safety texts are not published in this language yet.")


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
    """`signed` is the mark of the safety words that were signed off; without it, a draft.

    Raises Impossible while the published set misses texts in it.
    """
    wait_for_set(session, board_id)
    if queries.languages_without_set(session, board_id, [language]):
        raise Impossible(NOT_YET)
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
