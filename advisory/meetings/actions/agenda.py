"""The agenda: items asked for, refused when nothing can change, put in order, and set."""

from uuid import uuid4

from sqlalchemy.orm import Session

from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.meetings import queries
from advisory.meetings.actions.trail import note
from advisory.meetings.actions.wording import ask_translations, board_text
from advisory.meetings.models import AgendaItem, Meeting, ProposedItem, Reception
from advisory.meetings.rules import agenda as rules
from advisory.meetings.rules.timetable import day_of, has_begun
from advisory.people import queries as people
from advisory.words import actions as words
from advisory.words.models import TextKind

TOO_LATE = for_staff("This meeting has begun. Its agenda can no longer change.")


def add_item(session: Session, meeting: Meeting, item: rules.Proposed, *, by: Hat) -> AgendaItem:
    """Kept also when it is refused, with the reason. Added twice it stands there once."""
    _allow_change(meeting, by)
    for known in meeting.items:
        if (known.kind, queries.english(known.title)) == (item.kind, clean(item.title)):
            return known
    if item.team_id is not None:
        team = people.team(session, item.team_id)
        allow(team is not None and team.board_id == meeting.board_id, exists=False)
    row = AgendaItem(
        id=uuid4(),
        position=max((known.position for known in meeting.items), default=0) + 1,
        kind=item.kind,
        team_id=item.team_id,
        decision_on=item.decision_on,
        minutes=item.minutes,
        interpreting_percent=item.interpreting_percent,
        refusal=rules.why_refused(item.decision_on, day_of(meeting), london(now()).date()),
        added_by_id=by.person_id,
    )
    row.title = board_text(session, meeting, item.title, by)
    for name in ("ask", "can_change", "cannot_change"):
        said = getattr(item, name)
        setattr(row, name, board_text(session, meeting, said, by) if said else None)
    meeting.items.append(row)
    session.flush()
    what = f"agenda item {'refused' if row.refusal else 'added'}: {row.kind}"
    note(session, what, meeting, by=by, about_id=row.id)
    if meeting.agenda_set_at is not None and row.refusal is None:
        _ask_for(session, meeting, row)
    return row


def move_item(session: Session, item: AgendaItem, *, up: bool, by: Hat) -> None:
    """One place up or down."""
    meeting = item.meeting
    _allow_change(meeting, by)
    rows = list(meeting.items)
    here = rows.index(item)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    for position, row in enumerate(rows, start=1):
        row.position = position
    note(session, "agenda item moved", meeting, by=by, about_id=item.id)


def take_off(session: Session, item: AgendaItem, *, by: Hat) -> None:
    meeting = item.meeting
    _allow_change(meeting, by)
    for topic in meeting.topics:
        if topic.item_id == item.id:
            raise Impossible(for_staff("A member proposed this item and was told yes."))
    if any(row.item_id == item.id for row in queries.rows(session, meeting.id)):
        raise Impossible(for_staff("Something is noted at this item already."))
    meeting.items.remove(item)
    session.delete(item)
    if meeting.agenda_set_at is not None and rules.lacks_report_back(meeting.items):
        meeting.agenda_set_at = None
    note(session, "agenda item taken off", meeting, by=by, about_id=item.id)


def set_agenda(session: Session, meeting: Meeting, *, by: Hat) -> None:
    """Everybody may read it from here; its words are asked for in the meeting's languages."""
    _allow_change(meeting, by)
    if rules.lacks_report_back(meeting.items):
        raise Impossible(
            for_staff("Add a report-back first: people hear what became of what they said.")
        )
    if meeting.agenda_set_at is None:
        meeting.agenda_set_at = now()
        note(session, "agenda set", meeting, by=by)
    for item in rules.talked_about(meeting.items):
        _ask_for(session, meeting, item)


def take_topic(
    session: Session, topic: ProposedItem, item: rules.Proposed, *, by: Hat
) -> AgendaItem:
    """Yes: it comes onto the agenda in the board's own, neutral words."""
    _allow_reception(topic, by)
    topic.item = add_item(session, topic.meeting, item, by=by)
    topic.reception = Reception.TAKEN
    note(session, "proposed item taken", topic.meeting, by=by, about_id=topic.id)
    return topic.item


def refuse_topic(session: Session, topic: ProposedItem, *, reason: str, by: Hat) -> None:
    """No, with the reason that the member reads in their language."""
    _allow_reception(topic, by)
    contribution = topic.contribution
    topic.reason = words.write_text(
        session,
        board_id=topic.meeting.board_id,
        kind=TextKind.MESSAGE,
        language="en",
        body=reason,
        data_key=contribution.data_key,
        person_id=by.person_id,
    )
    session.flush()
    if contribution.reads != "en":
        words.ask_translation(session, topic.reason, language=contribution.reads, due_at=None)
    topic.reception = Reception.NOT_TAKEN
    note(session, "proposed item not taken", topic.meeting, by=by, about_id=topic.id)


def _allow_change(meeting: Meeting, by: Hat) -> None:
    allow(rules.may_plan(by, meeting.board_id), exists=False)
    if has_begun(meeting, now()):
        raise Impossible(TOO_LATE)
    if meeting.called_off_at is not None:
        raise Impossible(for_staff("This meeting is called off."))


def _allow_reception(topic: ProposedItem, by: Hat) -> None:
    _allow_change(topic.meeting, by)
    if topic.reception is not Reception.WAITING:
        raise Impossible(for_staff("Somebody has said yes or no to this already."))


def _ask_for(session: Session, meeting: Meeting, item: AgendaItem) -> None:
    texts = (item.title, item.ask, item.can_change, item.cannot_change)
    ask_translations(session, meeting, texts, until=meeting.starts_at)
