"""Minutes: written from the rows, put to those who came, approved; and a summary for everybody."""

from uuid import UUID

from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, session, show
from advisory.meetings import queries
from advisory.meetings.actions import minutes as actions
from advisory.meetings.forms.running import PartForm, SummaryForm
from advisory.meetings.models import AgendaItem, Meeting
from advisory.meetings.rules import run_sheet as rules
from advisory.meetings.rules.agenda import talked_about
from advisory.meetings.views import BOTH, FACILITATOR, here, room, there, today
from advisory.meetings.views.running import answered, overtaken
from advisory.people.models import Board
from advisory.words.actions import Overtaken


@room.page("/staff/meetings/<uuid:meeting_id>/minutes", opens=FACILITATOR)
def minutes(meeting_id: UUID) -> Page:
    found = here(meeting_id)
    return show(
        "staff/meetings/minutes.html",
        meeting=found,
        sheet=found.sheet,
        english=queries.english,
        said=queries.minutes_of(session(), found),
        may_edit=rules.may_edit(found, now()),
        may_approve=rules.may_approve(found.sheet, today()),
    )


@room.page("/staff/meetings/<uuid:meeting_id>/minutes/put", opens=FACILITATOR, methods=("POST",))
def put_minutes(meeting_id: UUID) -> Page:
    board = session().get_one(Board, hat().board_id)
    actions.put_minutes(session(), here(meeting_id), board=board, by=hat())
    return go("meetings.minutes", meeting_id=meeting_id)


@room.page(
    "/staff/meetings/<uuid:meeting_id>/minutes/approve", opens=FACILITATOR, methods=("POST",)
)
def approve_minutes(meeting_id: UUID) -> Page:
    actions.approve_minutes(session(), here(meeting_id), by=hat())
    return go("meetings.minutes", meeting_id=meeting_id)


@room.page(
    "/staff/meetings/<uuid:meeting_id>/minutes/<uuid:item_id>", opens=FACILITATOR, methods=BOTH
)
def minutes_part(meeting_id: UUID, item_id: UUID) -> Page:
    found = here(meeting_id)
    item = there(next((item for item in talked_about(found.items) if item.id == item_id), None))
    stands = queries.minutes_of(session(), found)[item]
    form = PartForm(data={"body": stands, "seen": rules.mark(stands)})
    if not form.validate_on_submit():
        return _part_page(item, form)
    body, seen = form.body.data or "", form.seen.data or ""
    try:
        actions.change_part(session(), item, body=body, seen=seen, by=hat())
    except Overtaken:
        stands = queries.minutes_of(session(), found)[item]
        overtaken(form, seen=rules.mark(stands))
        return _part_page(item, form, newest=stands)
    return go("meetings.minutes", meeting_id=meeting_id, _anchor=f"item-{item_id}")


def _part_page(item: AgendaItem, form: PartForm, newest: str = "") -> Page:
    return answered(
        "staff/meetings/minutes_part.html",
        form,
        meeting=item.meeting,
        item=item,
        english=queries.english,
        may_edit=rules.may_edit(item.meeting, now()),
        newest=newest,
    )


@room.page("/staff/meetings/<uuid:meeting_id>/summary", opens=FACILITATOR, methods=BOTH)
def summary(meeting_id: UUID) -> Page:
    found = here(meeting_id)
    stands = _summary(found)
    form = SummaryForm(data={"body": stands, "seen": rules.mark(stands)})
    if not form.validate_on_submit():
        return _summary_page(found, form)
    body, seen = form.body.data or "", form.seen.data or ""
    try:
        anew = form.meaning.data != "no"
        actions.publish_summary(
            session(), found, body=body, seen=seen, by=hat(), meaning_changed=anew
        )
    except Overtaken:
        overtaken(form, seen=rules.mark(_summary(found)))
        return _summary_page(found, form, newest=_summary(found))
    return go("meetings.summary", meeting_id=meeting_id)


def _summary(found: Meeting) -> str:
    return queries.english(found.sheet.summary) if found.sheet and found.sheet.summary else ""


def _summary_page(found: Meeting, form: SummaryForm, newest: str = "") -> Page:
    return answered(
        "staff/meetings/summary.html",
        form,
        meeting=found,
        english=queries.english,
        published=bool(_summary(found)),
        why_not=rules.why_not_published(found),
        newest=newest,
    )
