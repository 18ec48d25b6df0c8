"""What everybody may read: to which meetings people are invited, and what is talked about."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from advisory.foundation.access import ANYONE, allow
from advisory.foundation.database import now
from advisory.foundation.pages import Page, session, show
from advisory.languages.catalogues import current, for_public
from advisory.languages.dates import second_calendar
from advisory.languages.registry import SPOKEN, SpokenLanguage
from advisory.meetings import queries
from advisory.meetings.models import AgendaItem, Meeting, Mode, Support
from advisory.meetings.rules.agenda import talked_about
from advisory.meetings.rules.coming import has_moved, is_full, is_open
from advisory.meetings.rules.timetable import day_of
from advisory.meetings.views import room, there
from advisory.people import queries as people
from advisory.words import queries as words
from advisory.words.models import Text
from advisory.words.rules import Shown

MODES = {
    Mode.IN_PERSON: for_public("In person"),
    Mode.ONLINE: for_public("Online"),
    Mode.PHONE: for_public("By phone"),
}
SUPPORT = {
    Support.INTERPRETING: for_public("Interpreting"),
    Support.CHILDCARE: for_public("Childcare"),
    Support.TRAVEL: for_public("Travel, paid before you come"),
    Support.FOOD: for_public("Food"),
    Support.QUIET_ROOM: for_public("A quiet room"),
    Support.PHONE_CREDIT: for_public("Data for your phone"),
}


@dataclass(frozen=True)
class Invitation:
    """A meeting as everybody reads it. The venue is not in it."""

    meeting: Meeting
    title: Shown
    purpose: Shown
    on: date
    second: str
    mode: str
    languages: list[SpokenLanguage]
    support: list[str]


@dataclass(frozen=True)
class Item:
    title: Shown
    ask: Shown | None
    can_change: Shown | None
    cannot_change: Shown | None


def invitation(meeting: Meeting) -> Invitation:
    tag, on = current().tag, day_of(meeting)
    return Invitation(
        meeting,
        words.shown(session(), meeting.title, tag),
        words.shown(session(), meeting.purpose, tag),
        on,
        second_calendar(on) or "",
        MODES[meeting.mode],
        [SPOKEN[tag] for tag in meeting.languages if tag in SPOKEN],
        [SUPPORT[support] for support in SUPPORT if support.value in meeting.support],
    )


def opened(meeting_id: UUID) -> Meeting:
    """A meeting that everybody is, or was, invited to; 404 for any other."""
    found = there(queries.meeting(session(), meeting_id))
    board = people.site_board(session())
    allow(board is not None and found.board_id == board.id, exists=False)
    allow(found.opened_at is not None, exists=False)
    return found


@room.page("/<lang:l>/meetings", opens=ANYONE)
def meetings() -> Page:
    board = people.site_board(session())
    found = queries.invited_to(session(), board.id, now()) if board else []
    before = queries.summed_up(session(), board.id) if board else []
    return show(
        "public/meetings/meetings.html",
        invitations=list(map(invitation, found)),
        before=[(row, words.shown(session(), row.title, current().tag)) for row in before],
    )


@room.page("/<lang:l>/meetings/<uuid:meeting_id>", opens=ANYONE)
def gathering(meeting_id: UUID) -> Page:
    found = opened(meeting_id)
    items = talked_about(found.items) if found.agenda_set_at else []
    return show(
        "public/meetings/gathering.html",
        invitation=invitation(found),
        items=list(map(_item, items)),
        is_open=is_open(found, now()),
        is_full=is_full(found, found.guests),
        summary=_shown(found.sheet.summary) if found.sheet else None,
        is_off=found.called_off_at is not None,
        reason=reason(found),
        has_moved=has_moved(found, now()),
    )


def reason(meeting: Meeting) -> Shown | None:
    """Why it does not take place."""
    return _shown(meeting.calling_off.reason) if meeting.calling_off else None


def _item(item: AgendaItem) -> Item:
    return Item(
        words.shown(session(), item.title, current().tag),
        *map(_shown, (item.ask, item.can_change, item.cannot_change)),
    )


def _shown(text: Text | None) -> Shown | None:
    return words.shown(session(), text, current().tag) if text else None
