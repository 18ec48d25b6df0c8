"""Voices: sounds that people sent, with the words they came with."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.contributions.models import Contribution, Message
from advisory.feedback.models import Feedback
from advisory.feedback.rules import GONE
from advisory.files.models import File
from advisory.files.ports.decoding import Kind
from advisory.people.models import Board
from advisory.words.models import Method, Text
from advisory.words.rules import READABLE


@dataclass(frozen=True)
class Voice:
    """One sound and the turn of the conversation that it is."""

    file: File
    message: Message
    feedback: Feedback

    @property
    def text(self) -> Text:
        return self.message.text

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
        return self.feedback.understood_at.date() if self.feedback.understood_at else None


def voices(
    session: Session, board_id: UUID, *, message_id: UUID | None = None, file_id: UUID | None = None
) -> list[Voice]:
    """All that are kept and neither held nor gone, the oldest first."""
    wanted = (
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
    )
    if message_id is not None:
        wanted = wanted.where(Message.id == message_id)
    if file_id is not None:
        wanted = wanted.where(File.id == file_id)
    return [Voice(*row) for row in session.execute(wanted).unique()]


def voices_understood_before(session: Session, board: Board, day: date) -> list[Voice]:
    """Those whose time is over. One that nobody has understood waits: else its words were lost."""
    return [
        voice
        for voice in voices(session, board.id)
        if voice.understood_on is not None and voice.understood_on < day
    ]
