"""What was said, as pages show it: a text in its language, and its English beside it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.consultations.queries import responses
from advisory.contributions.models import Contribution, Message, MessageKind, Speaker
from advisory.desk.rules.naming import SpokenIn, language_named
from advisory.files import queries as files
from advisory.files.models import File
from advisory.meetings import queries as meetings
from advisory.words import rules
from advisory.words.models import Text
from advisory.words.queries.saying import Said, original_and_english, said

__all__ = ["Said", "Turn", "answered_turns", "original_and_english", "said", "turns"]


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
    text: Text | None = None


def turns(session: Session, contribution: Contribution) -> list[Turn]:
    found = files.files_of(session, contribution.data_key_id)
    return [_turn(session, message, found) for message in contribution.messages]


def answered_turns(session: Session, contribution: Contribution) -> list[Turn]:
    """What somebody answered in their own words, and proposed for a meeting."""
    response = responses.response_of(session, contribution.id)
    on = (response.sent_on if response else None) or contribution.made_on
    said = [(row.text, on) for row in response.own_words] if response else []
    said += [(row.text, row.said_on) for row in meetings.own_topics(session, contribution.id)]
    return [_turn_of(session, text, said_on) for text, said_on in said]


def _turn_of(session: Session, text: Text, said_on: date) -> Turn:
    original, english = original_and_english(session, text)
    language = language_named(text.language)
    return Turn(
        by_member=True,
        kind=MessageKind.WORDS,
        said_on=said_on,
        language=language,
        original=original,
        english=english,
        text=text,
    )


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
        text=message.text,
    )


def _transcript(session: Session, text: Text) -> Said | None:
    heard = rules.written(text)
    is_one = heard is not rules.original(text) and heard.language != "en"
    return said(session, heard) if is_one else None
