"""Floors with what was said on them. Sealed words are opened one by one, for those who may."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.floor.models import Card, CardKind, Floor, FloorQuestion, Phone, Show, Turn
from advisory.floor.rules import OPEN_AFTER_END, phone_hash
from advisory.foundation import keys
from advisory.meetings.models import Meeting
from advisory.meetings.rules.coming import KEPT_AFTER
from advisory.words.models import Text

MOST_SHOWN = 60


@dataclass(frozen=True)
class Heard:
    """A question with its words opened."""

    row: FloorQuestion
    body: str
    english: str


def floor_of(session: Session, meeting_id: UUID) -> Floor | None:
    return session.get(Floor, meeting_id)


def floor_numbered(session: Session, number: str) -> Floor | None:
    found = select(Floor).where(Floor.number == number)
    return session.scalar(
        found.options(
            joinedload(Floor.meeting).joinedload(Meeting.title), joinedload(Floor.data_key)
        )
    )


def is_known(session: Session, floor: Floor, token: str) -> bool:
    phone = session.get(Phone, phone_hash(token, floor.meeting_id))
    return phone is not None and phone.meeting_id == floor.meeting_id


def count_phones(session: Session, meeting_id: UUID) -> int:
    found = select(func.count()).select_from(Phone).where(Phone.meeting_id == meeting_id)
    return session.scalar(found) or 0


def count_waiting(session: Session, meeting_id: UUID) -> int:
    found = select(func.count()).select_from(FloorQuestion)
    found = found.where(FloorQuestion.meeting_id == meeting_id, FloorQuestion.turn == Turn.WAITING)
    return session.scalar(found) or 0


def questions(session: Session, meeting_id: UUID, *turns: Turn) -> list[Heard]:
    """The oldest first: nobody waits behind somebody who came later."""
    found = select(FloorQuestion).where(
        FloorQuestion.meeting_id == meeting_id, FloorQuestion.turn.in_(turns)
    )
    whole = joinedload(FloorQuestion.floor).joinedload(Floor.data_key)
    rows = session.scalars(
        found.options(whole).order_by(FloorQuestion.asked_at, FloorQuestion.id).limit(MOST_SHOWN)
    )
    return [_heard(session, row) for row in rows]


def _heard(session: Session, row: FloorQuestion) -> Heard:
    key, english = row.floor.data_key, row.sealed_english
    return Heard(
        row,
        keys.unseal(session, key, place(row), row.sealed),
        keys.unseal(session, key, english_place(row), english) if english else "",
    )


def question(session: Session, question_id: UUID) -> FloorQuestion | None:
    return session.get(FloorQuestion, question_id)


def question_of_form(session: Session, form_token_hash: str) -> FloorQuestion | None:
    found = select(FloorQuestion).where(FloorQuestion.form_token_hash == form_token_hash)
    return session.scalar(found)


def shows(session: Session, meeting_id: UUID) -> list[Show]:
    """The newest first."""
    found = select(Show).where(Show.meeting_id == meeting_id)
    return list(
        session.scalars(
            found.options(
                selectinload(Show.hands), joinedload(Show.words).selectinload(Text.versions)
            )
            .order_by(Show.asked_at.desc(), Show.id)
            .limit(MOST_SHOWN)
            .execution_options(populate_existing=True)
        )
    )


def show(session: Session, show_id: UUID) -> Show | None:
    return session.get(Show, show_id)


def cards(session: Session, meeting_id: UUID) -> dict[CardKind, int]:
    """How many are held up now."""
    found = select(Card.kind, func.count()).where(Card.meeting_id == meeting_id)
    rows = session.execute(found.group_by(Card.kind)).all()
    return {row[0]: row[1] for row in rows}


def place(row: FloorQuestion) -> str:
    """Where the words of a question belong: bound into the seal."""
    return f"floor_questions.sealed/{row.id}"


def english_place(row: FloorQuestion) -> str:
    return f"floor_questions.sealed_english/{row.id}"


def left_open(session: Session, at: datetime) -> list[Floor]:
    """Those whose meeting is long over."""
    found = select(Floor).join(Floor.meeting).where(Floor.closed_at.is_(None))
    return list(session.scalars(found.where(Meeting.ends_at < at - OPEN_AFTER_END)))


def old(session: Session, at: datetime) -> list[Floor]:
    found = select(Floor).join(Floor.meeting).where(Meeting.ends_at < at - KEPT_AFTER)
    return list(session.scalars(found.options(joinedload(Floor.data_key))))
