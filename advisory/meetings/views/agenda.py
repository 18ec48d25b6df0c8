"""The agenda of a meeting: items asked for, refused, put in order, proposed by members, set."""

from uuid import UUID

from flask import request

from advisory.contributions.rules import may_read
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.registry import SPOKEN
from advisory.meetings import queries
from advisory.meetings.actions import agenda as actions
from advisory.meetings.forms.agenda import KINDS, REFUSALS, ItemForm, NoForm
from advisory.meetings.models import AgendaItem, Meeting, ProposedItem, Reception
from advisory.meetings.rules.agenda import (
    lacks_report_back,
    minutes_over,
    minutes_spoken,
    talked_about,
)
from advisory.meetings.rules.timetable import has_begun
from advisory.meetings.views import BOTH, FACILITATOR, here, room, there
from advisory.people import queries as people
from advisory.words.rules import Shown


def _form() -> ItemForm:
    return ItemForm(teams=people.teams_of(session(), hat().board_id))


@room.page("/staff/meetings/<uuid:meeting_id>/agenda", opens=FACILITATOR, methods=BOTH)
def agenda(meeting_id: UUID) -> Page:
    found = here(meeting_id)
    form = _form()
    if not form.validate_on_submit():
        return _page(found, form)
    made = actions.add_item(session(), found, form.item(), by=hat())
    return go("meetings.agenda", meeting_id=found.id, _anchor=f"item-{made.id}")


def _page(found: Meeting, form: ItemForm) -> Page:
    shown = problems if form.errors else show
    topics = queries.topics_of(session(), found)
    waiting = [row for row in topics if row.reception is Reception.WAITING]
    return shown(
        "staff/meetings/agenda.html",
        form=form,
        meeting=found,
        english=queries.english,
        items=talked_about(found.items),
        refused=[item for item in found.items if item.refusal],
        refusals=REFUSALS,
        kinds=KINDS,
        minutes=minutes_spoken,
        over=minutes_over(found),
        lacks_report_back=lacks_report_back(found.items),
        topics=[(row, _words(row)) for row in waiting],
        begun=has_begun(found, now()),
    )


def _words(topic: ProposedItem) -> Shown | None:
    """None once they are deleted, and where the person wished for another reader."""
    may = may_read(hat(), topic.contribution, declared=False)
    return queries.topic_shown(session(), topic) if may else None


def _item(meeting_id: UUID, item_id: UUID) -> AgendaItem:
    return there(next((item for item in here(meeting_id).items if item.id == item_id), None))


@room.page(
    "/staff/meetings/<uuid:meeting_id>/items/<uuid:item_id>/move",
    opens=FACILITATOR,
    methods=("POST",),
)
def move_item(meeting_id: UUID, item_id: UUID) -> Page:
    item = _item(meeting_id, item_id)
    actions.move_item(session(), item, up=request.form.get("way") == "up", by=hat())
    return go("meetings.agenda", meeting_id=meeting_id, _anchor=f"item-{item_id}")


@room.page(
    "/staff/meetings/<uuid:meeting_id>/items/<uuid:item_id>/take-off",
    opens=FACILITATOR,
    methods=("POST",),
)
def take_off_item(meeting_id: UUID, item_id: UUID) -> Page:
    actions.take_off(session(), _item(meeting_id, item_id), by=hat())
    return go("meetings.agenda", meeting_id=meeting_id)


@room.page("/staff/meetings/<uuid:meeting_id>/agenda/set", opens=FACILITATOR, methods=("POST",))
def set_agenda(meeting_id: UUID) -> Page:
    actions.set_agenda(session(), here(meeting_id), by=hat())
    return go("meetings.agenda", meeting_id=meeting_id)


def _topic(meeting_id: UUID, topic_id: UUID) -> ProposedItem:
    topics = queries.topics_of(session(), here(meeting_id))
    return there(next((row for row in topics if row.id == topic_id), None))


@room.page(
    "/staff/meetings/<uuid:meeting_id>/proposed/<uuid:topic_id>", opens=FACILITATOR, methods=BOTH
)
def take_topic(meeting_id: UUID, topic_id: UUID) -> Page:
    topic, form = _topic(meeting_id, topic_id), _form()
    if not form.validate_on_submit():
        return _topic_page(topic, form, NoForm(formdata=None))
    actions.take_topic(session(), topic, form.item(), by=hat())
    return go("meetings.agenda", meeting_id=meeting_id)


@room.page(
    "/staff/meetings/<uuid:meeting_id>/proposed/<uuid:topic_id>/no",
    opens=FACILITATOR,
    methods=("POST",),
)
def refuse_topic(meeting_id: UUID, topic_id: UUID) -> Page:
    topic, form = _topic(meeting_id, topic_id), NoForm()
    if not form.validate_on_submit():
        teams = people.teams_of(session(), hat().board_id)
        return _topic_page(topic, ItemForm(formdata=None, teams=teams), form)
    actions.refuse_topic(session(), topic, reason=form.reason.data or "", by=hat())
    return go("meetings.agenda", meeting_id=meeting_id)


def _topic_page(topic: ProposedItem, form: ItemForm, no: NoForm) -> Page:
    wrong = no if no.errors else form
    shown = problems if wrong.errors else show
    return shown(
        "staff/meetings/topic.html",
        form=wrong,
        item=form,
        no=no,
        topic=topic,
        meeting=topic.meeting,
        words=_words(topic),
        english=queries.topic_in_english(session(), topic) if _words(topic) else None,
        spoken=SPOKEN.get(topic.text.language),
    )
