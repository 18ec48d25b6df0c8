"""Hand-overs of a contribution, of a board, and their sealed words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from advisory.foundation import keys
from advisory.foundation.access import Hat
from advisory.handovers import rules
from advisory.handovers.models import HandOver
from advisory.safeguarding import queries as safeguarding
from advisory.safeguarding.models import Concern

MOST = 200


@dataclass(frozen=True)
class Opened:
    """The words of a hand-over; all empty once the person deleted everything."""

    to: str = ""
    what: str = ""
    override: str = ""
    end: str = ""


def place(hand_over: HandOver, column: str) -> str:
    return f"hand_overs.{column}/{hand_over.id}"


def hand_over(session: Session, hand_over_id: UUID) -> HandOver | None:
    return session.scalar(_whole().where(HandOver.id == hand_over_id))


def hand_overs_of(session: Session, contribution_id: UUID) -> list[HandOver]:
    """In the order they were made."""
    found = _whole().where(HandOver.contribution_id == contribution_id)
    return list(session.scalars(found.order_by(HandOver.made_at, HandOver.id)))


def hand_overs(session: Session, hat: Hat) -> list[HandOver]:
    """What this reader may work on, the newest first."""
    found = session.scalars(
        _whole()
        .where(HandOver.board_id == hat.board_id)
        .order_by(HandOver.made_at.desc(), HandOver.id)
        .limit(MOST)
    ).all()
    concerns: dict[UUID, Concern] = safeguarding.concerns_of(
        session, [row.contribution_id for row in found]
    )
    return [row for row in found if rules.may_work(hat, row, concerns.get(row.contribution_id))]


def to_remind_of(session: Session, at: datetime) -> list[HandOver]:
    found = _whole().where(HandOver.remind_at <= at, HandOver.step.in_(rules.OPEN))
    return list(session.scalars(found))


def opened(session: Session, hand_over: HandOver) -> Opened:
    return Opened(
        to=_unsealed(session, hand_over, "sealed_to"),
        what=_unsealed(session, hand_over, "sealed_what"),
        override=_unsealed(session, hand_over, "sealed_override"),
        end=_unsealed(session, hand_over, "sealed_end"),
    )


def _unsealed(session: Session, hand_over: HandOver, column: str) -> str:
    sealed: bytes | None = getattr(hand_over, column)
    if sealed is None:
        return ""
    return keys.unseal(session, hand_over.data_key, place(hand_over, column), sealed)


def _whole() -> Select[HandOver]:
    return select(HandOver).options(
        joinedload(HandOver.data_key),
        joinedload(HandOver.team),
        joinedload(HandOver.person),
        joinedload(HandOver.made_by),
    )
