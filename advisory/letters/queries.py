from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

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


def troubled(session: Session, board_id: UUID | None = None) -> list[Letter]:
    """Letters that died, and those that were tried several times; the oldest first."""
    tried = and_(Letter.delivery == Delivery.PENDING, Letter.tries >= WORRYING_TRIES)
    found = select(Letter).where(or_(Letter.delivery == Delivery.DEAD, tried))
    if board_id is not None:
        found = found.where(Letter.board_id == board_id)
    return list(session.scalars(found.order_by(Letter.due_at, Letter.id)))


def latest(session: Session, *, most: int = 50) -> list[Letter]:
    """The letters made last, the newest first."""
    return list(
        session.scalars(select(Letter).order_by(Letter.made_at.desc(), Letter.id).limit(most))
    )
