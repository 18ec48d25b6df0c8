"""What ends in these tests, and how the days go by."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session
from time_machine import Traveller

from advisory.contributions import actions as contributions
from advisory.feedback.actions import ending
from advisory.feedback.models import Feedback, State
from advisory.foundation.access import Hat
from advisory.foundation.database import Database
from advisory.people.models import Board
from advisory.rights.jobs import what_is_over
from advisory.rights.models import Kept
from tests.building import some_feedback, understood

BEGINNING = datetime(2026, 3, 2, 11, tzinfo=UTC)


def after(clock: Traveller, days: int) -> None:
    clock.move_to(BEGINNING + timedelta(days=days))


def an_ended_item(session: Session, board: Board, by: Hat) -> Feedback:
    item, _code = some_feedback(session, board)
    contributions.keep_contact(session, item.contribution, "a@home.example", language="en")
    understood(session, item, by)
    ending.out_of_remit(session, item, reason="Not ours.", board=board, by=by)
    session.flush()
    return item


def state_of(database: Database, item: Feedback) -> State:
    with database.reading() as looking:
        return looking.get_one(Feedback, item.id).state


def kinds(database: Database) -> list[Kept]:
    return [row.kept for row in what_is_over(database)]
