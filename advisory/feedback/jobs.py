from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from advisory.contributions import actions as contributions
from advisory.feedback.actions import climbing, spam
from advisory.foundation import browser_sessions
from advisory.foundation.database import Database
from advisory.foundation.jobs import Job


def _in_a_transaction(part: Callable[[Session], int]) -> Callable[[Database], int]:
    def run(database: Database) -> int:
        with database.transaction() as session:
            return part(session)

    return run


def forget_old(database: Database) -> None:
    with database.transaction() as session:
        contributions.forget_old(session)
        browser_sessions.forget_ended(session)
    database.tidy()


JOBS = (
    # Each for itself, so that one that fails does not hold up the others.
    *(
        Job(part.__name__.replace("_", " "), timedelta(minutes=1), _in_a_transaction(part))
        for part in (
            climbing.climb_overdue,
            climbing.remind,
            climbing.stop_waiting,
            climbing.ask_about_promises,
            spam.reject_ready,
        )
    ),
    Job("forget drafts and sessions", timedelta(minutes=10), forget_old),
)
