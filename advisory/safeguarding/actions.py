"""Holding, looking, deciding, passing on: each step is written down, sealed, for good."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from advisory.clocks import queries as clocks
from advisory.clocks.models import Clock
from advisory.contributions.models import Contribution
from advisory.foundation import audit, keys
from advisory.foundation.access import Hat, Impossible, Role, allow
from advisory.foundation.database import now
from advisory.foundation.keys import Purpose
from advisory.languages.catalogues import for_staff
from advisory.languages.text import clean
from advisory.letters import actions as letters
from advisory.people import queries as people
from advisory.people.models import Board
from advisory.safeguarding import queries, rules
from advisory.safeguarding.models import Concern, ConcernState, LogEntry


def flag(
    session: Session,
    contribution: Contribution,
    *,
    board: Board,
    by: Hat | None,
    allegation: bool = False,
) -> Concern:
    """Holds a contribution from this moment and calls the people of the rota. Safe to repeat."""
    found = queries.concern_of(session, contribution.id)
    # Once an allegation, always: the log may name those who would read it otherwise.
    allegation = allegation or (found is not None and found.is_allegation)
    if found is not None and rules.holds(found) and found.is_allegation == allegation:
        return found
    at = now() if by else now().replace(minute=0, second=0, microsecond=0)
    see_by, decide_by = _dates(session, board, at)
    concern = found or Concern(
        id=uuid4(), board_id=board.id, contribution_id=contribution.id, log=[]
    )
    if found is None:
        concern.data_key = keys.make_data_key(session, Purpose.SAFEGUARDING)
        session.add(concern)
    concern.state, concern.is_allegation = ConcernState.FLAGGED, allegation
    concern.flagged_by_member, concern.flagged_at = (
        by is None,
        at.replace(second=0, microsecond=0),
    )
    concern.see_by, concern.decide_by = see_by, decide_by
    concern.seen_at = concern.decided_at = None
    concern.climbed = 0
    session.flush()
    _call(session, concern, level=0)
    _note(session, "held", concern, by)
    return concern


def see(session: Session, concern: Concern, *, by: Hat) -> None:
    """Somebody of the rota has looked: the concern is held by a person, not by a list."""
    allow(rules.may_see(by, concern), exists=False)
    if concern.state is ConcernState.FLAGGED:
        concern.state, concern.seen_at = ConcernState.HELD, now()
        _log(session, concern, "seen", "", by)


def write_log(session: Session, concern: Concern, *, note: str, by: Hat) -> None:
    """The same note is not written twice in a row: a double tap."""
    allow(rules.may_see(by, concern), exists=False)
    log = queries.log_of(session, concern)
    if log and (log[-1][0].written_by_id, log[-1][1]) == (by.person_id, clean(note)):
        return
    _log(session, concern, "note", note, by)


def decide(
    session: Session, concern: Concern, *, outcome: ConcernState, reason: str, by: Hat
) -> None:
    """`passed_on` (to whom stands in the reason) or `cleared`; both need a reason."""
    allow(rules.may_see(by, concern), exists=False)
    if not rules.holds(concern):
        raise Impossible(for_staff("This was decided already."))
    see(session, concern, by=by)
    concern.state, concern.decided_at = outcome, now()
    _log(session, concern, outcome.value, reason, by)


def climb(session: Session, concern: Concern, *, level: int) -> None:
    """Nobody looked (1) or decided (2) in time: the outside person is called too."""
    concern.climbed = level
    _call(session, concern, level=concern.climbed)
    _note(session, "concern climbed", concern, None)


def forget(session: Session, contribution: Contribution) -> None:
    """The person erased the words. What was done to keep somebody safe stays, without them."""
    concern = queries.concern_of(session, contribution.id)
    if concern is not None:
        _log(session, concern, "words deleted by the person", "", None)


def forget_log(session: Session, concern: Concern) -> None:
    """The log's own time is over too: its key first, then what it sealed."""
    keys.destroy(concern.data_key)
    session.execute(delete(LogEntry).where(LogEntry.concern_id == concern.id))
    session.execute(delete(Concern).where(Concern.id == concern.id))
    _note(session, "concern log forgotten", concern, None)


def _dates(session: Session, board: Board, at: datetime) -> tuple[datetime, datetime]:
    """Seen the same open day; decided within 24 hours by the clock on the wall.

    What a member flags counts from the beginning of the hour: no row tells the minute.
    """
    return (
        clocks.due_at(session, board.calendar_id, Clock.HELD_SEEN, at),
        clocks.due_at(session, board.calendar_id, Clock.HELD_DECIDED, at),
    )


def _call(session: Session, concern: Concern, *, level: int) -> None:
    """Letters to the rota: first the lead, then the outside person. They hold no content."""
    leads = people.staff_of(session, concern.board_id, Role.SAFEGUARDING_LEAD)
    outside = people.staff_of(session, concern.board_id, Role.OUTSIDE_PERSON)
    called = outside if concern.is_allegation or level > 0 or not leads else leads
    letters.tell(
        session,
        called,
        board_id=concern.board_id,
        kind="concern",
        about={"concern_id": str(concern.id), "level": level},
        key=f"concern/{concern.id}/{concern.flagged_at:%Y%m%d%H%M}/{len(concern.log)}/{level}",
    )


def _log(session: Session, concern: Concern, what: str, note: str, by: Hat | None) -> None:
    entry = LogEntry(
        id=uuid4(),
        concern=concern,
        what=what,
        written_by_id=by.person_id if by else None,
        written_at=now(),
    )
    entry.sealed = keys.seal(session, concern.data_key, queries.log_place(entry), clean(note))
    session.add(entry)
    _note(session, f"concern: {what}", concern, by)


def _note(session: Session, what: str, concern: Concern, by: Hat | None) -> None:
    audit.record(
        session,
        what,
        "concern",
        concern.id,
        by=by,
        board_id=concern.board_id,
        coarse=by is None,
    )
