from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from advisory.boards import queries
from advisory.boards.actions.trail import note
from advisory.clocks import actions as clocks
from advisory.clocks.models import Clock, Closure, Unit
from advisory.foundation.access import Hat
from advisory.languages.text import clean
from advisory.people.models import Board


def set_hours(
    session: Session, board: Board, *, hours: Mapping[int, Sequence[tuple[time, time]]], by: Hat
) -> None:
    """The whole week. Raises OverlappingHours."""
    clocks.set_hours(session, calendar=board.calendar, hours=hours)
    note(session, "hours changed", "board", board.id, by=by)


def go_away(
    session: Session, board: Board, *, first_on: date, last_on: date, reason: str, by: Hat
) -> Closure:
    """Nobody reads on these days; members see it before they send. Said twice it counts once."""
    for known in queries.closures_from(session, board.calendar_id, first_on):
        if (known.first_on, known.last_on) == (first_on, last_on):
            return known
    closure = clocks.add_closure(
        session,
        calendar_id=board.calendar_id,
        first_on=first_on,
        last_on=last_on,
        reason=clean(reason),
    )
    note(session, "closure added", "closure", closure.id, by=by)
    return closure


def come_back(session: Session, closure: Closure, *, today: date, by: Hat) -> None:
    """Ends a closure: yesterday was its last day. One that has not begun is taken away."""
    note(session, "closure ended", "closure", closure.id, by=by)
    if closure.first_on < today:
        closure.last_on = today - timedelta(days=1)
    else:
        session.delete(closure)
    session.flush()


def change_clock(
    session: Session,
    board: Board,
    *,
    clock: Clock,
    amount: int,
    unit: Unit,
    from_on: date,
    by: Hat,
) -> None:
    """From a day on; what was promised before keeps its date."""
    clocks.change_clock(
        session,
        calendar_id=board.calendar_id,
        clock=clock,
        amount=amount,
        unit=unit,
        valid_from=from_on,
    )
    note(session, f"clock changed: {clock}", "board", board.id, by=by)
