from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from advisory.contributions.models import Contribution
from advisory.feeds import queries
from advisory.feeds.models import CalendarFeed
from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.foundation.database import now, take_turns
from advisory.languages.dates import london


def make_feed(session: Session, *, by: Hat) -> CalendarFeed:
    """For somebody who works here. One address a person: the one that runs is kept."""
    take_turns(session, f"feeds of {by.person_id}")
    running = queries.feeds_of_person(session, by.person_id, by.board_id)
    if running:
        return running[0]
    return _make(session, board_id=by.board_id, person_id=by.person_id, by=by)


def make_own_feed(session: Session, contribution: Contribution) -> CalendarFeed:
    """For the holder of a code."""
    take_turns(session, f"feeds of {contribution.id}")
    running = queries.feeds_of_holder(session, contribution.id)
    if running:
        return running[0]
    return _make(session, board_id=contribution.board_id, contribution_id=contribution.id)


def end_feeds(session: Session, *, by: Hat) -> None:
    for feed in queries.feeds_of_person(session, by.person_id, by.board_id):
        _end(session, feed, by=by)


def end_own_feeds(session: Session, contribution_id: UUID) -> None:
    for feed in queries.feeds_of_holder(session, contribution_id):
        _end(session, feed)


def forget(session: Session, contribution: Contribution) -> None:
    session.execute(delete(CalendarFeed).where(CalendarFeed.contribution_id == contribution.id))


def _make(
    session: Session,
    *,
    board_id: UUID,
    person_id: UUID | None = None,
    contribution_id: UUID | None = None,
    by: Hat | None = None,
) -> CalendarFeed:
    feed = CalendarFeed(
        id=uuid4(),
        board_id=board_id,
        person_id=person_id,
        contribution_id=contribution_id,
        made_on=london(now()).date(),
    )
    session.add(feed)
    session.flush()
    _note(session, "calendar feed made", feed, by)
    return feed


def _end(session: Session, feed: CalendarFeed, by: Hat | None = None) -> None:
    feed.ended_on = london(now()).date()
    _note(session, "calendar feed ended", feed, by)


def _note(session: Session, what: str, feed: CalendarFeed, by: Hat | None) -> None:
    audit.record(
        session, what, "calendar feed", feed.id, by=by, board_id=feed.board_id, coarse=by is None
    )
