"""An open floor, as tests need it: also before its day."""

from uuid import uuid4

from sqlalchemy.orm import Session

from advisory.floor import queries, rules
from advisory.floor.models import Floor, FloorQuestion, Phone, Scale, Show, Turn
from advisory.foundation import keys
from advisory.foundation.access import Hat
from advisory.foundation.database import now
from advisory.meetings.actions.wording import board_text
from advisory.meetings.models import Meeting

ASKED = "When do the buses come again?"


def a_floor(session: Session, meeting: Meeting) -> Floor:
    floor = Floor(meeting=meeting, number=rules.new_number(), opened_at=now())
    floor.data_key = keys.make_data_key(session, keys.Purpose.WORDS)
    session.add(floor)
    session.flush()
    return floor


def a_phone(session: Session, floor: Floor) -> str:
    """Its token."""
    token = rules.new_token()
    hashed = rules.phone_hash(token, floor.meeting_id)
    session.add(Phone(token_hash=hashed, meeting_id=floor.meeting_id))
    session.flush()
    return token


def an_open_show(session: Session, floor: Floor, by: Hat) -> Show:
    show = Show(id=uuid4(), floor=floor, scale=Scale.YES_NO, asked_at=now(), hands=[])
    show.words = board_text(session, floor.meeting, "Shall we meet on a Saturday?", by)
    session.add(show)
    session.flush()
    return show


def a_question(session: Session, floor: Floor) -> FloorQuestion:
    question = FloorQuestion(
        id=uuid4(), floor=floor, language="en", asked_at=now(), turn=Turn.WAITING
    )
    question.form_token_hash = str(question.id)
    question.sealed = keys.seal(session, floor.data_key, queries.place(question), ASKED)
    session.add(question)
    session.flush()
    return question
