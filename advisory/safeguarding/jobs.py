from datetime import timedelta

from advisory.foundation.database import Database, now
from advisory.foundation.jobs import Job
from advisory.safeguarding import actions, queries, rules


def climb_concerns(database: Database) -> int:
    """Calls the next person about what nobody took, looked at or decided in time."""
    with database.transaction() as session:
        waiting = [row for row in queries.held(session) if rules.needs_call(row, now())]
        return sum(actions.call_next(session, concern) for concern in waiting)


JOBS = (Job("climb concerns", timedelta(minutes=1), climb_concerns),)
