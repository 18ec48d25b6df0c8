"""Opening with the code: what a try costs, and the lock after too many."""

from datetime import date
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.contributions import queries, rules
from advisory.contributions.models import Code, Contribution
from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.foundation.database import now, take_turns


def open_by_code(
    session: Session, digits: rules.Digits, *, tried: rules.Tried | None = None
) -> Contribution | None:
    """The contribution of a code, or None: no such code, wrong secret, erased, or no try left.

    `tried` comes from `queries.tried_code`, asked on a reading session. The limit is asked here,
    where those who try at the same moment stand in line: none learns more than it allows.
    """
    tried = tried or queries.tried_code(session, digits)
    code = queries.code_or_decoy(session, digits.locator)
    if code is None or code.locator == rules.DECOY:
        _count_beside(session, code)
        return None
    today = now().date()
    fits = tried.fits and (tried.digits, tried.secret_hash) == (digits, code.secret_hash)
    if not fits or not rules.may_try(code, today):
        _count_miss(session, code, today)
        return None
    if code.last_opened_on != today:
        code.opened_before_on, code.last_opened_on = code.last_opened_on, today
    return queries.contribution(session, code.contribution_id) if code.contribution_id else None


def _count_miss(session: Session, code: Code, today: date) -> None:
    if code.misses_month != rules.month_of(today):
        code.misses_month, code.misses = rules.month_of(today), 0
    code.misses, code.missed_on = code.misses + 1, today
    if code.misses == rules.MISSES_A_MONTH:
        audit.record(session, "code locked", "code", code.id, board_id=code.board_id, coarse=True)


def _count_beside(session: Session, decoy: Code | None) -> None:
    """A miss where no code is counts too, in a row of nobody's: the write takes time, and without
    it the time would tell a guesser which locators exist.
    """
    if decoy is not None:
        decoy.misses += 1
        return
    take_turns(session, "decoy of the codes")
    board_id = session.scalar(select(Code.board_id).limit(1))
    if board_id is None or queries.code_or_decoy(session, rules.DECOY) is not None:
        return
    nobodys = Code(id=uuid4(), board_id=board_id, locator=rules.DECOY, secret_hash="")
    nobodys.made_on = nobodys.dropped_on = now().date()
    session.add(nobodys)


def lift_lock(session: Session, code: Code, *, by: Hat) -> None:
    """A facilitator lets the person before them try again."""
    code.misses = 0
    audit.record(
        session,
        "code lock lifted",
        "code",
        code.id,
        by=by,
        board_id=code.board_id,
    )
