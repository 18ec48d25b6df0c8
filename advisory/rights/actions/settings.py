from datetime import date

from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat, Role, allow
from advisory.people.models import Board
from advisory.rights.models import Authority, KeepingTime, Kept, RequestCount
from advisory.rights.queries.requests import count_known_on
from advisory.rights.queries.times import time_from


def change_time(
    session: Session, board: Board, *, kept: Kept, days: int, from_on: date, by: Hat
) -> None:
    """From a day on, also for what is kept already. A second change for one day replaces it."""
    allow(by.role is Role.ADMINISTRATOR and by.board_id == board.id)
    setting = time_from(session, board.id, kept, from_on)
    if setting is None:
        setting = KeepingTime(board_id=board.id, kept=kept, days=days, valid_from=from_on)
        session.add(setting)
    setting.days = days
    session.flush()
    audit.record(
        session, f"keeping time changed: {kept}", "board", board.id, by=by, board_id=board.id
    )


def note_requests(
    session: Session,
    board: Board,
    *,
    year: int,
    authority: Authority,
    asked: int,
    given: int,
    on: date,
    by: Hat,
) -> None:
    """The count of a year as it is known today; what was said on earlier days stays."""
    allow(by.role is Role.ADMINISTRATOR and by.board_id == board.id)
    row = count_known_on(session, board.id, year, authority, on)
    if row is None:
        row = RequestCount(board_id=board.id, year=year, authority=authority, known_on=on)
        session.add(row)
    row.asked, row.given = asked, given
    session.flush()
    audit.record(
        session, f"requests counted: {authority}", "board", board.id, by=by, board_id=board.id
    )
