from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.answers.models import (
    Advice,
    Answer,
    AnswerLink,
    Ask,
    Commitment,
    CommitmentState,
    DidThisAnswer,
)
from advisory.contributions.models import Contribution
from advisory.foundation import keys
from advisory.foundation.keys import DataKey
from advisory.words.models import Text

Noted = Ask | Answer | Commitment

_WORDS = (
    joinedload(Answer.heard).options(joinedload(Text.data_key), selectinload(Text.versions)),
    joinedload(Answer.will).options(joinedload(Text.data_key), selectinload(Text.versions)),
    joinedload(Answer.ask).options(
        joinedload(Ask.team), joinedload(Ask.advice).joinedload(Advice.data_key)
    ),
    joinedload(Answer.reply),
)
_CONTRIBUTION = joinedload(Ask.contribution).joinedload(Contribution.data_key)
_KEYS = (_CONTRIBUTION, joinedload(Ask.advice).joinedload(Advice.data_key))


def place(row: Noted, column: str) -> str:
    return f"{row.__tablename__}.{column}/{row.id}"


def key_of(row: Noted) -> DataKey | None:
    """The key of the words that the row is about: what was noted goes with them."""
    match row:
        case Ask():
            subject = row.contribution or row.advice
            return subject.data_key if subject else None
        case Answer():
            return row.will.data_key or (key_of(row.ask) if row.ask else None)
        case Commitment():
            return key_of(row.answer)


def noted(session: Session, row: Noted, column: str) -> str:
    """What staff wrote in a sealed column; empty when nothing is there, or it was deleted."""
    sealed: bytes | None = getattr(row, column)
    key = key_of(row)
    if not sealed or key is None or key.wrapped is None:
        return ""
    return keys.unseal(session, key, place(row, column), sealed)


def ask(session: Session, ask_id: UUID) -> Ask | None:
    return session.scalar(select(Ask).where(Ask.id == ask_id).options(joinedload(Ask.team), *_KEYS))


def open_ask(session: Session, contribution_id: UUID) -> Ask | None:
    """The team that has it now, if one has."""
    return session.scalar(
        select(Ask)
        .where(
            Ask.contribution_id == contribution_id,
            Ask.closed_at.is_(None),
            Ask.returned_at.is_(None),
        )
        .options(joinedload(Ask.team))
        .order_by(Ask.asked_at.desc())
        .limit(1)
    )


def asks_about(session: Session, advice_id: UUID) -> list[Ask]:
    """Each time a recommendation was put to a team, the first time first."""
    return list(
        session.scalars(
            select(Ask)
            .where(Ask.advice_id == advice_id)
            .options(joinedload(Ask.team), *_KEYS, selectinload(Ask.answers))
            .order_by(Ask.asked_at, Ask.id)
        )
    )


def answers_about(session: Session, advice_id: UUID) -> list[Answer]:
    """All answers to one recommendation, oldest first, with their words."""
    return answers_about_all(session, [advice_id]).get(advice_id, [])


def answers_about_all(session: Session, advice_ids: Collection[UUID]) -> dict[UUID, list[Answer]]:
    """The same for several, by recommendation."""
    found: dict[UUID, list[Answer]] = {}
    rows = session.scalars(
        select(Answer)
        .where(Answer.advice_id.in_(advice_ids))
        .options(*_WORDS)
        .order_by(Answer.written_at, Answer.id)
    )
    for row in rows.unique():
        if row.advice_id is not None:
            found.setdefault(row.advice_id, []).append(row)
    return found


def asks_of(session: Session, contribution_id: UUID) -> list[Ask]:
    return list(
        session.scalars(
            select(Ask)
            .where(Ask.contribution_id == contribution_id)
            .options(joinedload(Ask.team), *_KEYS)
            .order_by(Ask.asked_at)
        )
    )


def open_asks(session: Session, team_id: UUID) -> list[Ask]:
    """What a team owes, the nearest date first."""
    return list(
        session.scalars(
            select(Ask)
            .where(Ask.team_id == team_id, Ask.closed_at.is_(None), Ask.returned_at.is_(None))
            .options(joinedload(Ask.team), selectinload(Ask.answers))
            .order_by(Ask.answer_by, Ask.id)
        )
    )


def answered_asks(session: Session, team_id: UUID, *, limit: int = 50) -> list[Ask]:
    return list(
        session.scalars(
            select(Ask)
            .where(Ask.team_id == team_id, Ask.closed_at.is_not(None))
            .options(joinedload(Ask.team), selectinload(Ask.answers))
            .order_by(Ask.closed_at.desc(), Ask.id)
            .limit(limit)
        )
    )


def answer(session: Session, answer_id: UUID) -> Answer | None:
    return session.scalar(select(Answer).where(Answer.id == answer_id).options(*_WORDS))


def answers_to(session: Session, contribution_id: UUID) -> list[Answer]:
    """All answers to one contribution, oldest first, with their words."""
    return list(
        session.scalars(
            select(Answer)
            .where(Answer.contribution_id == contribution_id)
            .options(*_WORDS)
            .order_by(Answer.written_at, Answer.id)
        ).unique()
    )


def answers_with(session: Session, text_ids: set[UUID]) -> dict[UUID, Answer]:
    """By text: the answers that say these texts now; what a later draft replaced has none."""
    rows = session.scalars(
        select(Answer)
        .where(or_(Answer.will_id.in_(text_ids), Answer.heard_id.in_(text_ids)))
        .options(*_WORDS)
    ).unique()
    return {
        text_id: answer
        for answer in rows
        for text_id in (answer.heard_id, answer.will_id)
        if text_id in text_ids
    }


def link(session: Session, link_id: UUID) -> AnswerLink | None:
    return session.scalar(
        select(AnswerLink)
        .where(AnswerLink.id == link_id)
        .options(joinedload(AnswerLink.ask).options(joinedload(Ask.team), *_KEYS))
    )


def open_link(session: Session, ask_id: UUID, at: datetime) -> AnswerLink | None:
    """The newest link of an ask that still opens."""
    return session.scalar(
        select(AnswerLink)
        .where(AnswerLink.ask_id == ask_id, AnswerLink.used_at.is_(None), AnswerLink.ends_at > at)
        .order_by(AnswerLink.made_at.desc(), AnswerLink.id)
        .limit(1)
    )


def commitments_due(session: Session, on: date) -> list[Commitment]:
    return list(
        session.scalars(
            select(Commitment)
            .where(Commitment.next_ask_on.is_not(None), Commitment.next_ask_on <= on)
            .options(joinedload(Commitment.team))
        )
    )


def commitments(
    session: Session, board_id: UUID, *, team_id: UUID | None = None
) -> list[Commitment]:
    """Promises not yet seen to have happened, the nearest date first."""
    wanted = select(Commitment).where(
        Commitment.board_id == board_id, Commitment.state == CommitmentState.PROMISED
    )
    if team_id is not None:
        wanted = wanted.where(Commitment.team_id == team_id)
    return list(
        session.scalars(
            wanted.options(
                joinedload(Commitment.team), joinedload(Commitment.answer).options(*_WORDS)
            ).order_by(Commitment.due_on, Commitment.id)
        ).unique()
    )


def commitments_of(session: Session, contribution_id: UUID) -> list[Commitment]:
    """What was promised in the answers to one contribution."""
    return list(
        session.scalars(
            select(Commitment)
            .join(Commitment.answer)
            .where(Answer.contribution_id == contribution_id)
            .order_by(Commitment.due_on, Commitment.id)
        )
    )


def commitments_to(session: Session, answer_ids: Collection[UUID]) -> dict[UUID, Commitment]:
    """What was promised in some answers, by answer."""
    rows = session.scalars(
        select(Commitment)
        .where(Commitment.answer_id.in_(answer_ids))
        .options(joinedload(Commitment.team), joinedload(Commitment.answer).options(*_WORDS))
    )
    return {row.answer_id: row for row in rows.unique()}


def commitment(session: Session, commitment_id: UUID) -> Commitment | None:
    return session.scalar(
        select(Commitment)
        .where(Commitment.id == commitment_id)
        .options(joinedload(Commitment.team), joinedload(Commitment.answer).options(*_WORDS))
    )


def unreplied(session: Session) -> list[DidThisAnswer]:
    """Answers sent for which nobody has said yet whether they answered."""
    return list(
        session.scalars(
            select(DidThisAnswer)
            .where(DidThisAnswer.replied.is_(None))
            .options(joinedload(DidThisAnswer.answer))
        )
    )


def links_ended_before(session: Session, board_id: UUID, at: datetime) -> list[AnswerLink]:
    """One-time links whose time was over before a moment."""
    return list(
        session.scalars(
            select(AnswerLink)
            .join(AnswerLink.ask)
            .where(Ask.board_id == board_id, AnswerLink.ends_at < at)
            .order_by(AnswerLink.ends_at, AnswerLink.id)
        )
    )
