"""A row of every kind that a meeting has, for addresses with ids in them."""

from uuid import UUID

from sqlalchemy.orm import Session

from advisory.contributions import rules as codes
from advisory.foundation.access import Hat
from advisory.meetings.actions import coming
from advisory.meetings.actions.agenda import add_item
from advisory.meetings.models import Meeting
from advisory.meetings.rules.coming import Needs
from advisory.people.models import Board
from advisory.support import actions as support
from advisory.support.actions import Interpreter
from tests.floor.building import a_floor, a_phone, a_question, an_open_show
from tests.meetings.building import A_REPORT_BACK, a_held_meeting, a_meeting, a_row


def meeting_rows(session: Session, board: Board, by: Hat, *, holder_id: UUID) -> dict[str, object]:
    """One meeting to come, with a guest who holds a code, and one that was held."""
    made = a_meeting(session, board, by)
    item = add_item(session, made, A_REPORT_BACK, by=by)
    guest = coming.say_may_come(
        session,
        made,
        Needs(speaks="ti"),
        reads="en",
        token=codes.new_form_token(),
        holder_id=holder_id,
    )
    assert guest is not None
    token = codes.new_form_token()
    topic = coming.propose_topic(session, guest, "Buses.", language="en", token=token)
    assert topic is not None
    booked = Interpreter(language="ti", name="Robin")
    token = codes.new_form_token()
    return {
        "sheet_row_id": a_row(session, a_held_meeting(session, board, by), by=by).id,
        "meeting_id": made.id,
        "task_id": made.tasks[0].id,
        "item_id": item.id,
        "guest_id": guest.id,
        "topic_id": topic.id,
        "booking_id": support.book(session, made, booked, token=token, by=by).id,
        **_floor(session, made, by),
    }


def _floor(session: Session, meeting: Meeting, by: Hat) -> dict[str, object]:
    """Open before its day, with a question to the room and one from it."""
    floor = a_floor(session, meeting)
    return {
        "number": floor.number,
        "phone": a_phone(session, floor),
        "show_id": an_open_show(session, floor, by).id,
        "floor_question_id": a_question(session, floor).id,
    }
