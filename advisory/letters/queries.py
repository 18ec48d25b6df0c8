from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from advisory.foundation.database import now
from advisory.letters.models import Delivery, Letter
from advisory.letters.rules import WORRYING_TRIES
from advisory.people.models import Person, Team


@dataclass(frozen=True)
class Recipient:
    """`language` is the tag the letter is written in."""

    name: str
    to: str
    language: str


def recipient(session: Session, letter: Letter) -> Recipient | None:
    """The person or team of a staff letter; None when they are gone or have no address."""
    if letter.person_id is not None:
        person = session.get(Person, letter.person_id)
        if person is not None and person.disabled_at is None:
            return Recipient(person.name, person.email, person.language)
    elif letter.team_id is not None:
        team = session.get(Team, letter.team_id)
        if team is not None and team.email and team.closed_on is None:
            return Recipient(team.name, team.email, "en")
    return None


WAITS_TOO_LONG = timedelta(hours=1)
ENDED = (Delivery.SENT, Delivery.DROPPED)


def troubled(session: Session, board_id: UUID | None = None) -> list[Letter]:
    """Letters that died, were tried several times, or wait too long in any state; oldest first.

    By age and not by state alone: what is stuck is stuck in a state that nobody thought of.
    """
    tried = and_(Letter.delivery == Delivery.PENDING, Letter.tries >= WORRYING_TRIES)
    waits = and_(Letter.delivery.not_in(ENDED), Letter.due_at < now() - WAITS_TOO_LONG)
    found = select(Letter).where(or_(Letter.delivery == Delivery.DEAD, tried, waits))
    if board_id is not None:
        found = found.where(Letter.board_id == board_id)
    return list(session.scalars(found.order_by(Letter.due_at, Letter.id)))


def oldest_waiting(session: Session) -> datetime | None:
    """Since when the oldest letter that should have left is due."""
    waits = select(func.min(Letter.due_at)).where(
        Letter.delivery.not_in((*ENDED, Delivery.DEAD)), Letter.due_at <= now()
    )
    return session.scalar(waits)


def dead(session: Session) -> int:
    return session.scalars(select(func.count()).where(Letter.delivery == Delivery.DEAD)).one()


def latest(session: Session, *, most: int = 50) -> list[Letter]:
    """The letters made last, the newest first."""
    return list(
        session.scalars(select(Letter).order_by(Letter.made_at.desc(), Letter.id).limit(most))
    )


def ended_before(session: Session, board_id: UUID, at: datetime) -> list[Letter]:
    """Letters made before a moment that will not be sent any more."""
    over = (Delivery.SENT, Delivery.DROPPED, Delivery.DEAD)
    return list(
        session.scalars(
            select(Letter)
            .where(Letter.board_id == board_id, Letter.made_at < at, Letter.delivery.in_(over))
            .order_by(Letter.made_at, Letter.id)
        )
    )
