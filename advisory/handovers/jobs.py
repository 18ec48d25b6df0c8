from datetime import timedelta

from advisory.foundation.database import Database, now
from advisory.foundation.jobs import Job
from advisory.handovers import actions, queries


def remind_of_hand_overs(database: Database) -> int:
    """A question, an offer or a promise to help that nobody moved in time."""
    with database.transaction() as session:
        waiting = queries.to_remind_of(session, now())
        for hand_over in waiting:
            actions.remind(session, hand_over)
        return len(waiting)


JOBS = (Job("remind of hand-overs", timedelta(minutes=10), remind_of_hand_overs),)
