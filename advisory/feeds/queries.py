from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.feeds.models import CalendarFeed
from advisory.foundation.access import Role
from advisory.foundation.database import now
from advisory.languages.catalogues import for_public
from advisory.languages.dates import london
from advisory.meetings import queries as meetings
from advisory.meetings.models import Meeting
from advisory.meetings.rules.calendar import Entry
from advisory.meetings.rules.coming import sees_venue
from advisory.people import queries as people
from advisory.people.rules import current_grants

# Translators: The title of an entry in a phone's calendar. Neutral: others may see it.
NEUTRAL_TITLE = for_public("Appointment")


def feed(session: Session, feed_id: UUID) -> CalendarFeed | None:
    return session.get(CalendarFeed, feed_id)


def feeds_of_person(session: Session, person_id: UUID, board_id: UUID) -> list[CalendarFeed]:
    """Those that still run."""
    found = select(CalendarFeed).where(
        CalendarFeed.person_id == person_id,
        CalendarFeed.board_id == board_id,
        CalendarFeed.ended_on.is_(None),
    )
    return list(session.scalars(found.order_by(CalendarFeed.made_on, CalendarFeed.id)))


def feeds_of_holder(session: Session, contribution_id: UUID) -> list[CalendarFeed]:
    """Those that still run."""
    found = select(CalendarFeed).where(
        CalendarFeed.contribution_id == contribution_id, CalendarFeed.ended_on.is_(None)
    )
    return list(session.scalars(found.order_by(CalendarFeed.made_on, CalendarFeed.id)))


def is_running(session: Session, feed: CalendarFeed) -> bool:
    """It was not ended, and whoever has it may still know what is in it."""
    if feed.ended_on is not None:
        return False
    if feed.person_id is None:
        return feed.contribution is not None and feed.contribution.erased_on is None
    person = people.person(session, feed.person_id)
    today = london(now()).date()
    return person is not None and any(
        (grant.role, grant.board_id) == (Role.FACILITATOR, feed.board_id)
        for grant in current_grants(person, today)
    )


def entries(session: Session, feed: CalendarFeed) -> list[Entry]:
    if feed.contribution_id is not None:
        return [
            _entry(guest.meeting, title=str(NEUTRAL_TITLE), where=guest.meeting.venue)
            for guest in meetings.own_places(session, feed.contribution_id)
            if sees_venue(guest)
        ]
    # The exact place is for the page behind the door: a calendar of staff is often shared.
    return [
        _entry(row, title=meetings.english(row.title), where=row.area)
        for row in meetings.around(session, feed.board_id, now())
    ]


def _entry(meeting: Meeting, *, title: str, where: str) -> Entry:
    return Entry(
        id=meeting.id,
        changes=meeting.changes,
        title=title,
        where=where,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        is_called_off=meeting.called_off_at is not None,
    )
