"""Holding, calling, looking, deciding: each step is written down, sealed, for good."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

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
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.letters import actions as letters
from advisory.people import queries as people
from advisory.people.models import Board
from advisory.safeguarding import queries, rules
from advisory.safeguarding.models import (
    Call,
    CallTime,
    Concern,
    ConcernState,
    LogEntry,
    RotaTurn,
)
from advisory.safeguarding.rules import Decision


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
        id=uuid4(), board_id=board.id, contribution_id=contribution.id, log=[], calls=[]
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
    concern.withheld = True
    concern.round = concern.round + 1 if found else 1
    session.flush()
    call_next(session, concern)
    _note(session, "held", concern, by)
    return concern


def see(session: Session, concern: Concern, *, by: Hat) -> None:
    """Somebody of the rota has looked: the concern is held by a person, not by a list."""
    allow(rules.may_see(by, concern), exists=False)
    acknowledge(session, concern, by=by)
    if concern.state is ConcernState.FLAGGED:
        concern.state, concern.seen_at = ConcernState.HELD, now()
        _log(session, concern, "seen", "", by)


def acknowledge(session: Session, concern: Concern, *, by: Hat) -> None:
    """ "I have it": nobody else is called. Anybody of the rota may say so, called or not."""
    allow(rules.may_see(by, concern), exists=False)
    if not rules.holds(concern) or rules.who_has_it(concern) is not None:
        return
    calls = rules.calls_now(concern)
    own = next((call for call in reversed(calls) if call.person_id == by.person_id), None)
    last = calls[-1].rank if calls else 0
    if own is None or own.rank != last:
        own = _called(session, concern, by.person_id, rank=last or 1, answer_by=now())
    own.acknowledged_at = now()
    _log(session, concern, "has it", "", by)


def write_log(
    session: Session, concern: Concern, *, note: str, by: Hat, corrects: LogEntry | None = None
) -> None:
    """The same note is not written twice in a row: a double tap."""
    allow(rules.may_see(by, concern), exists=False)
    allow(corrects is None or corrects.concern_id == concern.id, exists=False)
    log = queries.log_of(session, concern)
    if log and (log[-1][0].written_by_id, log[-1][1]) == (by.person_id, clean(note)):
        return
    what = "corrected" if corrects else "note"
    _log(session, concern, what, note, by, corrects=corrects)


def decide(
    session: Session,
    concern: Concern,
    *,
    outcome: ConcernState,
    reason: str,
    decision: Decision | None = None,
    by: Hat,
) -> None:
    """`passed_on` (to whom stands in the reason) or `cleared`; both need a reason."""
    allow(rules.may_see(by, concern), exists=False)
    if not rules.holds(concern):
        raise Impossible(for_staff("This was decided already."))
    see(session, concern, by=by)
    concern.state, concern.decided_at = outcome, now()
    _log(session, concern, outcome.value, reason, by, decision=decision)


def let_go_on(session: Session, concern: Concern, *, by: Hat) -> None:
    """The words are like all others again. Raises Impossible before it is decided."""
    if rules.holds(concern):
        raise Impossible(for_staff("This is not decided yet."))
    if concern.withheld:
        concern.withheld = False
        _note(session, "concern released", concern, by)


def write_step(session: Session, concern: Concern, *, what: str, note: str, by: Hat | None) -> None:
    """What another room did about it: a hand-over, an opened address."""
    _log(session, concern, what, note, by)


def call_next(session: Session, concern: Concern) -> bool:
    """Calls the next of the chain. Their letters hold no content. False: there is nobody."""
    at = now()
    called = {call.person_id for call in rules.calls_now(concern)}
    ranks = _ranks(session, concern, london(at).date())
    persons, again = rules.next_rank(ranks, called)
    if not persons:
        return False
    _miss(session, concern, at)
    rank = max((call.rank for call in rules.calls_now(concern)), default=0) + 1
    minutes = queries.minutes_to_answer(session, concern.board_id)
    answer_by = rules.answer_by(at, minutes=minutes, again=again)
    for person_id in persons:
        _called(session, concern, person_id, rank=rank, answer_by=answer_by)
    letters.tell(
        session,
        [person for person in people.persons_of(session, concern.board_id) if person.id in persons],
        board_id=concern.board_id,
        kind="concern",
        about={"concern_id": str(concern.id), "level": rank},
        key=f"concern/{concern.id}/{concern.round}/{rank}",
    )
    if rank > 1:
        _note(session, "concern climbed", concern, None)
    return True


def _ranks(session: Session, concern: Concern, on: date) -> list[list[UUID]]:
    board_id = concern.board_id
    leads = [row.id for row in people.staff_of(session, board_id, Role.SAFEGUARDING_LEAD)]
    outside = [row.id for row in people.staff_of(session, board_id, Role.OUTSIDE_PERSON)]
    rota = queries.rota_on(session, board_id, on)
    return rules.chain(rota, leads=leads, outside=outside, allegation=concern.is_allegation)


def _called(
    session: Session, concern: Concern, person_id: UUID, *, rank: int, answer_by: datetime
) -> Call:
    call = Call(
        id=uuid4(),
        concern=concern,
        round=concern.round,
        rank=rank,
        person_id=person_id,
        called_at=now(),
        answer_by=answer_by,
    )
    session.add(call)
    return call


def _miss(session: Session, concern: Concern, at: datetime) -> None:
    """Who was called and did not say "I have it" in time: everybody sees that, and it stays."""
    calls = rules.calls_now(concern)
    last = [call for call in calls if call.rank == calls[-1].rank]
    if any(call.acknowledged_at for call in last):
        return
    for call in last:
        call.missed_at = at
    if last:
        _note(session, "call missed", concern, None)


def set_rota(
    session: Session,
    board_id: UUID,
    *,
    week: Mapping[int, Sequence[UUID]],
    minutes: int,
    by: Hat,
) -> None:
    """Replaces the turns of the weekdays. Open concerns follow the new rota from the next call."""
    session.execute(
        delete(RotaTurn).where(RotaTurn.board_id == board_id, RotaTurn.weekday.is_not(None))
    )
    for weekday, persons in week.items():
        for place, person_id in enumerate(dict.fromkeys(persons), start=1):
            session.add(
                RotaTurn(board_id=board_id, weekday=weekday, place=place, person_id=person_id)
            )
    session.merge(CallTime(board_id=board_id, minutes=minutes))
    audit.record(session, "rota set", "board", board_id, by=by, board_id=board_id)


def set_rota_date(
    session: Session, board_id: UUID, *, on: date, persons: Sequence[UUID], by: Hat
) -> None:
    """One date differs from its weekday; without persons the weekday counts again."""
    session.execute(delete(RotaTurn).where(RotaTurn.board_id == board_id, RotaTurn.on_date == on))
    for place, person_id in enumerate(dict.fromkeys(persons), start=1):
        session.add(RotaTurn(board_id=board_id, on_date=on, place=place, person_id=person_id))
    audit.record(session, f"rota set: {on}", "board", board_id, by=by, board_id=board_id)


def forget(session: Session, contribution: Contribution) -> None:
    """The person erased the words. What was done to keep somebody safe stays, without them."""
    concern = queries.concern_of(session, contribution.id)
    if concern is not None:
        _log(session, concern, "words deleted by the person", "", None)


def forget_log(session: Session, concern: Concern) -> None:
    """The log's own time is over too: its key first, then what it sealed."""
    keys.destroy(concern.data_key)
    session.execute(delete(LogEntry).where(LogEntry.concern_id == concern.id))
    session.execute(delete(Call).where(Call.concern_id == concern.id))
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


def _log(
    session: Session,
    concern: Concern,
    what: str,
    note: str,
    by: Hat | None,
    *,
    decision: Decision | None = None,
    corrects: LogEntry | None = None,
) -> None:
    key = concern.data_key
    entry = LogEntry(
        id=uuid4(),
        what=what,
        written_by_id=by.person_id if by else None,
        written_at=now(),
        corrects_id=corrects.id if corrects else None,
    )
    entry.sealed = keys.seal(session, key, queries.log_place(entry), clean(note))
    if decision is not None:
        place = queries.decision_place(entry)
        entry.sealed_decision = keys.seal(session, key, place, decision.as_text())
    entry.concern = concern
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
