"""Meetings with what belongs to them, and the sealed words of those who come."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from advisory.contributions.models import Contribution
from advisory.foundation import keys
from advisory.meetings.models import (
    AgendaItem,
    CallingOff,
    Guest,
    Meeting,
    MeetingTask,
    MinutesPart,
    ProposedItem,
    RowKind,
    RunSheet,
    SheetRow,
)
from advisory.meetings.rules import run_sheet
from advisory.meetings.rules.agenda import talked_about
from advisory.meetings.rules.coming import KEPT_AFTER, Needs, sees_venue
from advisory.meetings.rules.timetable import day_of
from advisory.safeguarding.queries import withheld
from advisory.words import queries as words
from advisory.words import rules as texts
from advisory.words.models import Text

MOST = 60
FEED_MOST = 300
SHOWN_AFTER = timedelta(days=60)
_ITEM_TEXTS = (
    AgendaItem.title,
    AgendaItem.ask,
    AgendaItem.can_change,
    AgendaItem.cannot_change,
)

_TOPIC_TEXTS = (
    joinedload(ProposedItem.contribution).joinedload(Contribution.data_key),
    joinedload(ProposedItem.text).options(joinedload(Text.data_key), selectinload(Text.versions)),
    joinedload(ProposedItem.reason).options(joinedload(Text.data_key), selectinload(Text.versions)),
)


def place(guest: Guest) -> str:
    """Where what somebody needs belongs: bound into the seal."""
    return f"guests.sealed/{guest.id}"


def meeting(session: Session, meeting_id: UUID) -> Meeting | None:
    return session.scalar(_whole().where(Meeting.id == meeting_id))


def meetings(session: Session, board_id: UUID) -> list[Meeting]:
    """The latest first."""
    found = _named().where(Meeting.board_id == board_id)
    return list(session.scalars(found.order_by(Meeting.starts_at.desc()).limit(MOST)))


def invited_to(session: Session, board_id: UUID, at: datetime) -> list[Meeting]:
    """To what everybody is invited, the next first."""
    return list(
        session.scalars(
            _named().where(_open(board_id, at)).order_by(Meeting.starts_at, Meeting.id).limit(MOST)
        )
    )


def count_invited_to(session: Session, board_id: UUID, at: datetime) -> int:
    found = select(func.count()).select_from(Meeting).where(_open(board_id, at))
    return session.scalar(found) or 0


def _open(board_id: UUID, at: datetime) -> Any:  # noqa: ANN401 - a condition of SQLAlchemy's
    held = Meeting.opened_at.is_not(None) & Meeting.called_off_at.is_(None)
    return (Meeting.board_id == board_id) & held & (Meeting.ends_at > at)


def item(session: Session, item_id: UUID) -> AgendaItem | None:
    return session.scalar(
        select(AgendaItem)
        .where(AgendaItem.id == item_id)
        .options(joinedload(AgendaItem.meeting), joinedload(AgendaItem.title))
    )


def tasks_due(session: Session, board_id: UUID, on: date) -> list[MeetingTask]:
    """What somebody does today for a meeting, and what is late."""
    return list(
        session.scalars(
            select(MeetingTask)
            .join(MeetingTask.meeting)
            .where(
                Meeting.board_id == board_id,
                Meeting.called_off_at.is_(None),
                MeetingTask.done_on.is_(None),
                MeetingTask.due_on <= on,
            )
            .options(
                contains_eager(MeetingTask.meeting)
                .joinedload(Meeting.title)
                .selectinload(Text.versions)
            )
            .order_by(MeetingTask.due_on, MeetingTask.id)
            .limit(MOST)
        )
    )


def own_places(session: Session, contribution_id: UUID) -> list[Guest]:
    """To which meetings the holder of a code may come, the next first."""
    return list(
        session.scalars(
            select(Guest)
            .join(Guest.meeting)
            .where(Guest.contribution_id == contribution_id)
            .options(
                contains_eager(Guest.meeting).options(
                    joinedload(Meeting.title).selectinload(Text.versions),
                    joinedload(Meeting.purpose).selectinload(Text.versions),
                    selectinload(Meeting.guests),
                    _with_reason(),
                ),
                joinedload(Guest.contribution).joinedload(Contribution.data_key),
            )
            .order_by(Meeting.starts_at, Guest.id)
        )
    )


def around(session: Session, board_id: UUID, at: datetime) -> list[Meeting]:
    """Meetings of a board from two months ago on, as a calendar shows them."""
    found = _named().where(Meeting.board_id == board_id, Meeting.ends_at > at - SHOWN_AFTER)
    return list(session.scalars(found.order_by(Meeting.starts_at, Meeting.id).limit(FEED_MOST)))


def own_topics(session: Session, contribution_id: UUID) -> list[ProposedItem]:
    """What the holder of a code would like to talk about."""
    return list(
        session.scalars(
            select(ProposedItem)
            .where(ProposedItem.contribution_id == contribution_id)
            .options(*_TOPIC_TEXTS)
            .order_by(ProposedItem.said_on, ProposedItem.id)
        )
    )


def topic_of_form(session: Session, form_token_hash: str) -> ProposedItem | None:
    return session.scalar(
        select(ProposedItem).where(ProposedItem.form_token_hash == form_token_hash)
    )


def needs_of(session: Session, guest: Guest) -> Needs | None:
    """None when the person deleted them."""
    try:
        opened = keys.unseal(session, guest.contribution.data_key, place(guest), guest.sealed)
    except keys.Erased:
        return None
    return Needs.of_json(opened)


def topics_of(session: Session, meeting: Meeting) -> list[ProposedItem]:
    """What staff may read of it: nothing by somebody whose words are held for safety."""
    held = set(session.scalars(withheld()))
    return [row for row in meeting.topics if row.contribution_id not in held]


def topic_shown(session: Session, topic: ProposedItem) -> texts.Shown | None:
    """The member's own words; None once they are deleted."""
    return _readable(session, topic.text, topic.text.language)


def topic_in_english(session: Session, topic: ProposedItem) -> texts.Shown | None:
    """What a translator made of it; None while there is none."""
    english = texts.english(topic.text)
    if english is None or english is texts.original(topic.text):
        return None
    return words.show_version(session, english)


def reason_shown(session: Session, topic: ProposedItem, tag: str) -> texts.Shown | None:
    return _readable(session, topic.reason, tag) if topic.reason else None


def _readable(session: Session, text: Text, tag: str) -> texts.Shown | None:
    try:
        return words.shown(session, text, tag)
    except keys.Erased:
        return None


def reply_keys(session: Session, data_key_ids: set[UUID]) -> set[UUID]:
    """Those of these keys that were made for a reply alone: nothing else is sealed under them."""
    return set(
        session.scalars(
            select(Contribution.data_key_id)
            .join(Guest, Guest.contribution_id == Contribution.id)
            .where(
                Guest.brought_code,
                Contribution.data_key_id.in_(data_key_ids),
                Contribution.id.not_in(withheld()),
            )
        )
    )


def over(session: Session, at: datetime) -> list[Guest]:
    """Replies to meetings that ended long enough ago."""
    found = select(Guest).join(Guest.meeting).where(Meeting.ends_at < at - KEPT_AFTER)
    return list(session.scalars(found.order_by(Guest.id)))


def old_topics(session: Session, at: datetime) -> list[ProposedItem]:
    found = select(ProposedItem).join(ProposedItem.meeting)
    return list(session.scalars(found.where(Meeting.ends_at < at - KEPT_AFTER)))


def told(session: Session, contribution_id: UUID) -> list[dict[str, Any]]:
    """What the holder of a code may take home of it, as plain values."""
    places = [
        {
            "meeting_on": day_of(guest.meeting),
            "standing": guest.standing.value,
            "called_off": guest.meeting.called_off_at is not None,
            "needs": asdict(needs) if (needs := needs_of(session, guest)) else {},
            "where": guest.meeting.venue if sees_venue(guest) else "",
        }
        for guest in own_places(session, contribution_id)
    ]
    topics = [
        {
            "proposed_on": topic.said_on,
            "words": _body(topic_shown(session, topic)),
            "what_became_of_it": topic.reception.value,
            "reason": _body(reason_shown(session, topic, topic.contribution.reads)),
        }
        for topic in own_topics(session, contribution_id)
    ]
    return [*places, *topics]


def _body(shown: texts.Shown | None) -> str:
    return shown.body if shown else ""


def english(text: Text) -> str:
    """For staff: the board's own words as they were written."""
    return texts.original(text).body or ""


def rows(session: Session, meeting_id: UUID) -> list[SheetRow]:
    """All that was noted, corrected rows too, in the order in which it was said.

    As the table has it now: who writes has waited for whoever wrote before.
    """
    found = select(SheetRow).where(SheetRow.meeting_id == meeting_id)
    return list(
        session.scalars(
            found.options(joinedload(SheetRow.team))
            .order_by(SheetRow.noted_at, SheetRow.id)
            .execution_options(populate_existing=True)
        )
    )


def row(session: Session, row_id: UUID) -> SheetRow | None:
    return session.get(SheetRow, row_id)


def row_of_form(session: Session, form_token_hash: str) -> SheetRow | None:
    return session.scalar(select(SheetRow).where(SheetRow.form_token_hash == form_token_hash))


def to_do(
    session: Session, board_id: UUID, *, before: datetime | None = None, most: int = MOST
) -> list[SheetRow]:
    """What meetings of a board left to do and nobody has done, the nearest day first."""
    newer = aliased(SheetRow)
    found = (
        select(SheetRow)
        .join(SheetRow.meeting)
        .where(
            Meeting.board_id == board_id,
            SheetRow.kind == RowKind.TO_DO,
            SheetRow.done_on.is_(None),
            ~select(newer.id).where(newer.corrects_id == SheetRow.id).exists(),
        )
        .options(
            contains_eager(SheetRow.meeting).options(
                joinedload(Meeting.title).selectinload(Text.versions), _with_sheet()
            ),
            joinedload(SheetRow.team),
        )
        .order_by(SheetRow.due_on, SheetRow.id)
        .limit(most)
    )
    if before is not None:
        found = found.where(Meeting.starts_at < before)
    return list(session.scalars(found))


def row_place(row: SheetRow) -> str:
    """Where the words of a row belong: bound into the seal."""
    return f"sheet_rows.sealed/{row.id}"


def part_place(part: MinutesPart) -> str:
    return f"minutes_parts.sealed/{part.id}"


def row_words(session: Session, row: SheetRow) -> str:
    sheet = row.meeting.sheet
    assert sheet is not None  # noqa: S101 - the first row made it
    return keys.unseal(session, sheet.data_key, row_place(row), row.sealed)


def minutes_of(session: Session, meeting: Meeting) -> dict[AgendaItem, str]:
    """Of each item what somebody wrote, or else its rows in sentences."""
    items = talked_about(meeting.items)
    if meeting.sheet is None:
        return dict.fromkeys(items, "")
    written = _minutes_written(session, meeting.sheet)
    lines = [
        run_sheet.Line(row, row_words(session, row))
        for row in run_sheet.standing(rows(session, meeting.id))
    ]
    return {
        item: written[item.id]
        if item.id in written
        else run_sheet.drafted(line for line in lines if line.row.item_id == item.id)
        for item in items
    }


def _minutes_written(session: Session, sheet: RunSheet) -> dict[UUID, str]:
    parts = session.scalars(
        select(MinutesPart)
        .where(MinutesPart.meeting_id == sheet.meeting_id)
        .execution_options(populate_existing=True)
    )
    return {
        part.item_id: keys.unseal(session, sheet.data_key, part_place(part), part.sealed)
        for part in parts
    }


def minutes_part(session: Session, item_id: UUID) -> MinutesPart | None:
    return session.scalar(select(MinutesPart).where(MinutesPart.item_id == item_id))


def summed_up(session: Session, board_id: UUID) -> list[Meeting]:
    """Meetings whose summary everybody may read, the latest first."""
    found = _named().join(Meeting.sheet)
    found = found.where(Meeting.board_id == board_id, RunSheet.summary_id.is_not(None))
    return list(session.scalars(found.order_by(Meeting.starts_at.desc()).limit(MOST)))


def _with_sheet() -> Any:  # noqa: ANN401 - a loader option of SQLAlchemy's
    return joinedload(Meeting.sheet).options(
        joinedload(RunSheet.data_key),
        joinedload(RunSheet.summary).selectinload(Text.versions),
    )


def _with_reason() -> Any:  # noqa: ANN401 - a loader option of SQLAlchemy's
    return joinedload(Meeting.calling_off).joinedload(CallingOff.reason).selectinload(Text.versions)


def _named() -> Select[Meeting]:
    return select(Meeting).options(
        joinedload(Meeting.title).selectinload(Text.versions),
        joinedload(Meeting.purpose).selectinload(Text.versions),
    )


def _whole() -> Select[Meeting]:
    return _named().options(
        selectinload(Meeting.tasks),
        selectinload(Meeting.items).options(
            joinedload(AgendaItem.team),
            *(joinedload(text).selectinload(Text.versions) for text in _ITEM_TEXTS),
        ),
        selectinload(Meeting.guests)
        .joinedload(Guest.contribution)
        .joinedload(Contribution.data_key),
        selectinload(Meeting.topics).options(*_TOPIC_TEXTS),
        _with_sheet(),
        _with_reason(),
    )
