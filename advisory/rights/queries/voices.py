"""Voices: sounds that people sent, with the words they came with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.consultations.models import OwnWords, Question, Response
from advisory.contributions.models import Contribution, Message
from advisory.feedback.models import Feedback
from advisory.feedback.rules import GONE
from advisory.files.models import File
from advisory.files.ports.decoding import Kind
from advisory.people.models import Board
from advisory.safeguarding.queries import withheld
from advisory.words.models import Method, Text
from advisory.words.rules import READABLE


@dataclass(frozen=True)
class Voice:
    """One sound: a turn of a conversation, or the answer to a question (then without an item)."""

    id: UUID
    """Of the turn, or of the answer."""
    file: File
    text: Text
    contribution: Contribution
    arrived_on: date
    feedback: Feedback | None = None

    @property
    def understood_on(self) -> date | None:
        """When somebody of ours first knew what it says; None while nobody does."""
        made = [
            row.changed_at.date()
            for row in self.text.versions
            if row.method is not Method.ORIGINAL and row.status in READABLE
        ]
        if made:
            return min(made)
        item = self.feedback
        return item.understood_at.date() if item and item.understood_at else None


def voices(
    session: Session, board_id: UUID, *, voice_id: UUID | None = None, file_id: UUID | None = None
) -> list[Voice]:
    """All that are kept and neither held nor gone, the oldest first. Two queries for any number."""
    of_file = [File.id == file_id] if file_id is not None else []
    said = [Message.id == voice_id] if voice_id is not None else []
    answered = [OwnWords.id == voice_id] if voice_id is not None else []
    found = [
        *_turns(session, board_id, [*said, *of_file]),
        *_answers(session, board_id, [*answered, *of_file]),
    ]
    return sorted(found, key=lambda voice: voice.arrived_on)


def _turns(session: Session, board_id: UUID, wanted: list[ColumnElement[bool]]) -> Iterator[Voice]:
    rows = session.execute(
        select(File, Message, Feedback)
        .join(Contribution, Contribution.data_key_id == File.data_key_id)
        .join(
            Message,
            and_(Message.contribution_id == Contribution.id, Message.position == File.turn),
        )
        .join(Feedback, Feedback.contribution_id == Contribution.id)
        .where(
            File.kind == Kind.SOUND,
            Feedback.board_id == board_id,
            Feedback.held.is_(False),
            Feedback.state.not_in(GONE),
            *wanted,
        )
        .options(
            joinedload(File.data_key),
            joinedload(Message.text).options(
                joinedload(Text.data_key), selectinload(Text.versions)
            ),
            joinedload(Feedback.contribution).joinedload(Contribution.data_key),
            selectinload(Feedback.dues),
        )
        .order_by(Feedback.arrived_on, Feedback.id, File.turn)
    ).unique()
    for file, message, item in rows:
        yield Voice(message.id, file, message.text, item.contribution, item.arrived_on, item)


def _answers(
    session: Session, board_id: UUID, wanted: list[ColumnElement[bool]]
) -> Iterator[Voice]:
    """Of responses that were sent: what is not sent yet is nobody's to hear."""
    rows = session.execute(
        select(File, OwnWords, Response.sent_on)
        .join(Contribution, Contribution.data_key_id == File.data_key_id)
        .join(Response, Response.contribution_id == Contribution.id)
        .join(OwnWords, OwnWords.response_id == Response.id)
        .join(Question, and_(Question.id == OwnWords.question_id, Question.position == File.turn))
        .where(
            File.kind == Kind.SOUND,
            Response.board_id == board_id,
            Response.sent_on.is_not(None),
            Response.contribution_id.not_in(withheld()),
            *wanted,
        )
        .options(
            joinedload(File.data_key),
            joinedload(OwnWords.text).options(
                joinedload(Text.data_key), selectinload(Text.versions)
            ),
            joinedload(OwnWords.response)
            .joinedload(Response.contribution)
            .joinedload(Contribution.data_key),
        )
        .order_by(Response.sent_on, Response.id, File.turn)
    ).unique()
    for file, said, sent_on in rows:
        whose = said.response.contribution
        yield Voice(said.id, file, said.text, whose, sent_on or whose.made_on)


def voices_understood_before(session: Session, board: Board, day: date) -> list[Voice]:
    """Those whose time is over. One that nobody has understood waits: else its words were lost."""
    return [
        voice
        for voice in voices(session, board.id)
        if voice.understood_on is not None and voice.understood_on < day
    ]
