"""What a facilitator does: opens the floor, asks for hands, works through the questions."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from advisory.floor import queries, rules
from advisory.floor.models import Card, Floor, FloorQuestion, Hand, Phone, Scale, Show, Turn
from advisory.foundation import keys
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import for_staff
from advisory.languages.text import clean
from advisory.meetings.actions.trail import note
from advisory.meetings.actions.wording import ask_translations, board_text
from advisory.meetings.models import Meeting
from advisory.meetings.rules.agenda import may_plan
from advisory.words import actions as words

NOT_NOW = for_staff("The floor opens on the day of the meeting.")


def open_floor(session: Session, meeting: Meeting, *, by: Hat) -> Floor:
    """Opens it, or opens it again under the same number: what hangs on the wall stays true."""
    allow(may_plan(by, meeting.board_id), exists=False)
    if not rules.may_open(meeting, now()):
        raise Impossible(NOT_NOW)
    take_turns(session, f"floor of {meeting.id}")
    floor = queries.floor_of(session, meeting.id)
    if floor is None:
        floor = Floor(opened_at=now(), number=_free_number(session))
        floor.data_key = keys.make_data_key(session, keys.Purpose.WORDS)
        floor.meeting = meeting
        session.add(floor)
        session.flush()
    elif floor.closed_at is None:
        return floor
    floor.closed_at = None
    note(session, "floor opened", meeting, by=by)
    return floor


def _free_number(session: Session) -> str:
    number = rules.new_number()
    while queries.floor_numbered(session, number) is not None:
        number = rules.new_number()
    return number


def close_floor(session: Session, floor: Floor, *, by: Hat) -> None:
    allow(may_plan(by, floor.meeting.board_id), exists=False)
    if floor.closed_at is None:
        _close(session, floor)
        note(session, "floor closed", floor.meeting, by=by)


def _close(session: Session, floor: Floor) -> None:
    floor.closed_at = at = now()
    for show in queries.shows(session, floor.meeting_id):
        _end_show(show, at)


def ask_for_hands(session: Session, floor: Floor, *, body: str, scale: Scale, by: Hat) -> Show:
    """One question at a time: the one before ends. The same one, still open, is not asked twice."""
    _allow_hold(floor, by)
    take_turns(session, f"floor of {floor.meeting_id}")
    for before in queries.shows(session, floor.meeting_id):
        if before.closed_at is None and _is_same(before, body, scale):
            return before
        _end_show(before, now())
    session.flush()
    show = Show(id=uuid4(), floor=floor, scale=scale, asked_at=now(), hands=[])
    show.words = board_text(session, floor.meeting, body, by)
    session.add(show)
    session.flush()
    ask_translations(session, floor.meeting, [show.words], until=floor.meeting.ends_at)
    note(session, "hands asked for", floor.meeting, by=by, about_id=show.id)
    return show


def _is_same(show: Show, body: str, scale: Scale) -> bool:
    said = next((one.body for one in show.words.versions if one.language == "en"), "")
    return show.scale is scale and said == clean(body)


def close_show(session: Session, show: Show, *, by: Hat) -> None:
    """From here everybody sees what came of it."""
    _allow_hold(show.floor, by)
    if show.closed_at is None:
        _end_show(show, now())
        note(session, "hands counted", show.floor.meeting, by=by, about_id=show.id)


def _end_show(show: Show, at: datetime) -> None:
    show.closed_at = show.closed_at or at


def put_english(session: Session, question: FloorQuestion, *, body: str, by: Hat) -> None:
    """What the interpreter in the room made of it."""
    _allow_hold(question.floor, by)
    key, place = question.floor.data_key, queries.english_place(question)
    question.sealed_english = keys.seal(session, key, place, clean(body))
    note(session, "question understood", question.floor.meeting, by=by, about_id=question.id)


def move_question(session: Session, question: FloorQuestion, to: Turn, *, by: Hat) -> None:
    """Shown, answered, set aside or back in the queue. Pressed twice it stays where it is."""
    _allow_hold(question.floor, by)
    if question.turn is to:
        return
    if to not in rules.MOVES[question.turn]:
        raise Impossible(for_staff("Somebody moved this question. Look where it is now."))
    if to is Turn.SHOWN and question.sealed_english is None:
        if question.language != "en":
            raise Impossible(for_staff("Write it in English first: not all can read it."))
        original = keys.unseal(
            session, question.floor.data_key, queries.place(question), question.sealed
        )
        put_english(session, question, body=original, by=by)
    question.turn = to
    note(session, f"question {to}", question.floor.meeting, by=by, about_id=question.id)


def lower_cards(session: Session, floor: Floor, *, by: Hat) -> None:
    _allow_hold(floor, by)
    session.execute(delete(Card).where(Card.meeting_id == floor.meeting_id))
    note(session, "cards seen", floor.meeting, by=by)


def let_go(session: Session) -> int:
    """Floors that somebody forgot are closed; what was said on old ones goes."""
    for floor in queries.left_open(session, now()):
        _close(session, floor)
    old = queries.old(session, now())
    for floor in old:
        _delete(session, floor)
    return len(old)


def _delete(session: Session, floor: Floor) -> None:
    shows = queries.shows(session, floor.meeting_id)
    for show in shows:
        session.execute(delete(Hand).where(Hand.show_id == show.id))
        session.execute(delete(Show).where(Show.id == show.id))
        words.forget_text(session, show.words_id)
    for table in (Card, FloorQuestion, Phone):
        session.execute(delete(table).where(table.meeting_id == floor.meeting_id))
    note(session, "floor let go", floor.meeting, by=None)
    keys.destroy(floor.data_key)
    session.delete(floor)
    session.flush()


def _allow_hold(floor: Floor, by: Hat) -> None:
    allow(may_plan(by, floor.meeting.board_id), exists=False)
    if not rules.is_open(floor, now()):
        raise Impossible(for_staff("The floor is closed. Open it again first."))
