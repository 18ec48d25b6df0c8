"""What somebody in the room does from their own phone, without a name."""

from uuid import uuid4

from sqlalchemy.orm import Session

from advisory.contributions.rules import token_hash
from advisory.floor import queries, rules
from advisory.floor.models import Card, CardKind, Floor, FloorQuestion, Hand, Phone, Show, Turn
from advisory.foundation import keys
from advisory.foundation.access import Impossible
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import for_public
from advisory.languages.text import clean
from advisory.meetings.actions.trail import note

CLOSED = for_public("This is closed now. Thank you.")
FULL = for_public("Too many people are asking just now. Please try again soon.")


def join(session: Session, floor: Floor) -> str:
    """A token for a phone. Only its hash is kept."""
    _allow(floor)
    if queries.count_phones(session, floor.meeting_id) >= rules.MOST_PHONES:
        raise Impossible(FULL)
    token = rules.new_token()
    hashed = rules.phone_hash(token, floor.meeting_id)
    session.add(Phone(token_hash=hashed, meeting_id=floor.meeting_id))
    note(session, "phone joined", floor.meeting, by=None)
    return token


def raise_hand(session: Session, show: Show, *, token: str, pick: str) -> None:
    """One hand a phone: pressed again it counts once, another one takes its place."""
    _allow(show.floor)
    take_turns(session, f"hands of {show.id}")
    session.refresh(show)
    if show.closed_at is not None or pick not in rules.PICKS[show.scale]:
        raise Impossible(CLOSED)
    hashed = rules.phone_hash(token, show.id)
    hand = session.get(Hand, (show.id, hashed))
    if hand is None:
        session.add(Hand(show_id=show.id, phone_hash=hashed, pick=pick))
        note(session, "hand raised", show.floor.meeting, by=None)
    else:
        hand.pick = pick


def hold_up(session: Session, floor: Floor, kind: CardKind, *, token: str) -> None:
    """Until the facilitator has seen it; of a kind a phone holds up one."""
    _allow(floor)
    take_turns(session, f"cards of {floor.meeting_id}")
    own = (floor.meeting_id, kind, rules.phone_hash(token, kind.value))
    if session.get(Card, own) is None:
        session.add(Card(meeting_id=own[0], kind=kind, phone_hash=own[2]))
        note(session, "card held up", floor.meeting, by=None)


def ask(session: Session, floor: Floor, body: str, *, language: str, token: str) -> FloorQuestion:
    """Into the queue. The same form sent again finds its question."""
    hashed = token_hash(f"{token}/{floor.meeting_id}/{clean(body)}")
    if (known := queries.question_of_form(session, hashed)) is not None:
        return known
    _allow(floor)
    if queries.count_waiting(session, floor.meeting_id) >= rules.MOST_WAITING:
        raise Impossible(FULL)
    question = FloorQuestion(
        id=uuid4(), floor=floor, language=language, asked_at=now(), turn=Turn.WAITING
    )
    question.form_token_hash = hashed
    question.sealed = keys.seal(session, floor.data_key, queries.place(question), clean(body))
    session.add(question)
    session.flush()
    note(session, "question asked", floor.meeting, by=None)
    return question


def _allow(floor: Floor) -> None:
    if not rules.is_open(floor, now()):
        raise Impossible(CLOSED)
