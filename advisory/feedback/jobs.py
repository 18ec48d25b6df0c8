from datetime import timedelta

from advisory.contributions import actions as contributions
from advisory.feedback.actions import climbing
from advisory.foundation import browser_sessions
from advisory.foundation.database import Database
from advisory.foundation.jobs import Job


def follow_the_clocks(database: Database) -> None:
    """Each part has a transaction of its own: one that fails does not hold up the others."""
    for part in (
        climbing.climb_overdue,
        climbing.remind,
        climbing.stop_waiting,
        climbing.ask_about_promises,
    ):
        with database.transaction() as session:
            part(session)


def forget_old(database: Database) -> None:
    with database.transaction() as session:
        contributions.forget_old(session)
        browser_sessions.forget_ended(session)


JOBS = (
    Job("follow the clocks", timedelta(minutes=1), follow_the_clocks),
    Job("forget drafts and sessions", timedelta(minutes=10), forget_old),
)
