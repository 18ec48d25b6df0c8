"""The facilitator's page of the floor, and the wall that the room looks at."""

from uuid import UUID

import segno
from flask import current_app, request, url_for

from advisory.floor import queries, rules
from advisory.floor.actions import holding as actions
from advisory.floor.forms import SCALES, EnglishForm, HandsForm
from advisory.floor.models import Floor, FloorQuestion, Turn
from advisory.floor.views import BOTH, room
from advisory.floor.views.taking_part import CARDS, PICKS
from advisory.foundation.access import Role, allow, staff
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.meetings import queries as meetings
from advisory.meetings.models import Meeting
from advisory.meetings.rules.agenda import may_plan
from advisory.words.rules import original

FACILITATOR = staff(Role.FACILITATOR)
MOVES = {
    Turn.SHOWN: for_staff("Show it to all"),
    Turn.ANSWERED: for_staff("Answered"),
    Turn.SET_ASIDE: for_staff("Set aside"),
    Turn.WAITING: for_staff("Back in the queue"),
}
TURNS = {
    Turn.WAITING: for_staff("Waiting"),
    Turn.SHOWN: for_staff("Shown to all"),
    Turn.ANSWERED: for_staff("Answered"),
    Turn.SET_ASIDE: for_staff("Set aside"),
}


def _meeting(meeting_id: UUID) -> Meeting:
    found = meetings.meeting(session(), meeting_id)
    allow(found is not None and may_plan(hat(), found.board_id), exists=False)
    assert found is not None  # noqa: S101 - allowed just now
    return found


def _floor(meeting_id: UUID) -> Floor:
    _meeting(meeting_id)
    found = queries.floor_of(session(), meeting_id)
    allow(found is not None, exists=False)
    assert found is not None  # noqa: S101 - allowed just now
    return found


@room.page("/staff/meetings/<uuid:meeting_id>/floor", opens=FACILITATOR, methods=BOTH)
def floor(meeting_id: UUID) -> Page:
    """Asks the room for hands when it is sent."""
    found = _meeting(meeting_id)
    form = HandsForm()
    if not form.validate_on_submit():
        return _page(found, hands=form)
    asked = {"body": str(form.body.data), "scale": form.chosen}
    actions.ask_for_hands(session(), _floor(meeting_id), **asked, by=hat())  # type: ignore[arg-type] # as the form keeps them
    return go("floor.floor", meeting_id=meeting_id, _anchor="hands")


def _page(found: Meeting, *, hands: HandsForm, english: EnglishForm | None = None) -> Page:
    open_floor = queries.floor_of(session(), found.id)
    turns = (Turn.WAITING, Turn.SHOWN, Turn.ANSWERED, Turn.SET_ASIDE)
    wrong = hands.errors or (english and english.errors)
    return (problems if wrong else show)(
        "staff/floor/floor.html",
        meeting=found,
        english=meetings.english,
        floor=open_floor,
        is_open=open_floor is not None and rules.is_open(open_floor, now()),
        may_open=rules.may_open(found, now()),
        form=english if english and english.errors else hands,
        hands=hands,
        english_form=english or EnglishForm(formdata=None),
        questions=queries.questions(session(), found.id, *turns) if open_floor else [],
        shows=[(one, rules.counts(one)) for one in queries.shows(session(), found.id)],
        picks=PICKS,
        scales=SCALES,
        moves=MOVES,
        may_move=rules.MOVES,
        turns=TURNS,
        cards=[(CARDS[kind][0], n) for kind, n in queries.cards(session(), found.id).items()],
        phones=queries.count_phones(session(), found.id),
    )


@room.page("/staff/meetings/<uuid:meeting_id>/floor/open", opens=FACILITATOR, methods=("POST",))
def open_floor(meeting_id: UUID) -> Page:
    actions.open_floor(session(), _meeting(meeting_id), by=hat())
    return go("floor.floor", meeting_id=meeting_id)


@room.page("/staff/meetings/<uuid:meeting_id>/floor/close", opens=FACILITATOR, methods=("POST",))
def close_floor(meeting_id: UUID) -> Page:
    actions.close_floor(session(), _floor(meeting_id), by=hat())
    return go("floor.floor", meeting_id=meeting_id)


@room.page("/staff/meetings/<uuid:meeting_id>/floor/cards", opens=FACILITATOR, methods=("POST",))
def lower_cards(meeting_id: UUID) -> Page:
    actions.lower_cards(session(), _floor(meeting_id), by=hat())
    return go("floor.floor", meeting_id=meeting_id)


@room.page("/staff/floor/hands/<uuid:show_id>/count", opens=FACILITATOR, methods=("POST",))
def count_hands(show_id: UUID) -> Page:
    found = queries.show(session(), show_id)
    allow(found is not None and may_plan(hat(), found.floor.meeting.board_id), exists=False)
    assert found is not None  # noqa: S101 - allowed just now
    actions.close_show(session(), found, by=hat())
    return go("floor.floor", meeting_id=found.meeting_id, _anchor="hands")


def _question(floor_question_id: UUID) -> FloorQuestion:
    found = queries.question(session(), floor_question_id)
    allow(found is not None and may_plan(hat(), found.floor.meeting.board_id), exists=False)
    assert found is not None  # noqa: S101 - allowed just now
    return found


@room.page("/staff/floor/questions/<uuid:floor_question_id>", opens=FACILITATOR, methods=("POST",))
def understand_question(floor_question_id: UUID) -> Page:
    question, form = _question(floor_question_id), EnglishForm()
    if not form.validate_on_submit():
        return _page(_meeting(question.meeting_id), hands=HandsForm(formdata=None), english=form)
    actions.put_english(session(), question, body=str(form.english.data), by=hat())
    return go("floor.floor", meeting_id=question.meeting_id, _anchor=f"q-{question.id}")


@room.page(
    "/staff/floor/questions/<uuid:floor_question_id>/move", opens=FACILITATOR, methods=("POST",)
)
def move_question(floor_question_id: UUID) -> Page:
    question, to = _question(floor_question_id), request.form.get("to", "")
    allow(to in set(Turn), exists=False)
    actions.move_question(session(), question, Turn(to), by=hat())
    return go("floor.floor", meeting_id=question.meeting_id, _anchor=f"q-{question.id}")


@room.page("/staff/meetings/<uuid:meeting_id>/floor/wall", opens=FACILITATOR)
def wall(meeting_id: UUID) -> Page:
    """To be thrown on the wall: the way in, the question that is shown, what hands said."""
    found = _floor(meeting_id)
    path = url_for("floor.choose_language", number=found.number)
    address = str(current_app.config["SETTINGS"].base_url).rstrip("/") + path
    code = segno.make(address, error="m", micro=False)
    shown = queries.questions(session(), meeting_id, Turn.SHOWN)
    shows = queries.shows(session(), meeting_id)
    return show(
        "staff/floor/wall.html",
        meeting=found.meeting,
        english=meetings.english,
        floor=found,
        is_open=rules.is_open(found, now()),
        qr=code.svg_inline(scale=8, border=4, light="#fff"),
        address=address,
        asked=shown[0] if shown else None,
        last=shows[0] if shows else None,
        told=rules.figures(shows[0]) if shows and shows[0].closed_at else None,
        said=original(shows[0].words).body if shows else "",
        picks=PICKS,
    )
