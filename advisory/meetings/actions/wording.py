"""The board's own words around a meeting, for everybody."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from advisory.foundation.access import Hat
from advisory.meetings.models import Meeting
from advisory.words import actions as words
from advisory.words.models import Text, TextKind


def board_text(session: Session, meeting: Meeting, body: str, by: Hat) -> Text:
    """In English; in another language it is shown once a second person has checked it."""
    return words.write_text(
        session,
        board_id=meeting.board_id,
        kind=TextKind.NOTICE,
        language="en",
        body=body,
        person_id=by.person_id,
    )


def ask_translations(
    session: Session, meeting: Meeting, texts: Iterable[Text | None], *, until: datetime | None
) -> None:
    """Into the languages of the meeting."""
    session.flush()
    for text in filter(None, texts):
        for language in meeting.languages:
            if language != "en":
                words.ask_translation(session, text, language=language, due_at=until)
