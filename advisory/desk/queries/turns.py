"""What was said, as pages show it: a text in its language, and its English beside it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.contributions.models import Contribution, Message, MessageKind, Speaker
from advisory.desk.rules.naming import SpokenIn, language_named
from advisory.files import queries as files
from advisory.files.models import File
from advisory.words import rules
from advisory.words.models import Text
from advisory.words.queries.saying import Said, original_and_english, said

__all__ = ["Said", "Turn", "original_and_english", "said", "turns"]


@dataclass(frozen=True)
class Turn:
    """One turn of the conversation, oldest first."""

    by_member: bool
    kind: MessageKind
    said_on: date
    language: SpokenIn
    original: Said
    english: Said | None
    """None when it is in English already, or when nobody has put it into English."""
    files: tuple[File, ...] = ()
    """The pictures and the sound that came with it."""
    transcript: Said | None = None
    """What the sound says, in its own language; None in English, which is beside it anyway."""
    id: UUID | None = None


def turns(session: Session, contribution: Contribution) -> list[Turn]:
    found = files.files_of(session, contribution.data_key_id)
    return [_turn(session, message, found) for message in contribution.messages]


def _turn(session: Session, message: Message, found: list[File]) -> Turn:
    original, english = original_and_english(session, message.text)
    return Turn(
        by_member=message.speaker is Speaker.MEMBER,
        kind=message.kind,
        said_on=message.said_on,
        language=language_named(message.text.language),
        original=original,
        english=english,
        files=tuple(file for file in found if file.turn == message.position),
        transcript=_transcript(session, message.text),
        id=message.id,
    )


def _transcript(session: Session, text: Text) -> Said | None:
    heard = rules.written(text)
    is_one = heard is not rules.original(text) and heard.language != "en"
    return said(session, heard) if is_one else None
