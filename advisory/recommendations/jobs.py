from datetime import timedelta

from advisory.foundation.database import Database
from advisory.foundation.jobs import Job
from advisory.recommendations.actions import climbing


def climb_overdue(database: Database) -> None:
    with database.transaction() as session:
        climbing.climb_overdue(session)


JOBS = (Job("climb overdue recommendations", timedelta(minutes=5), climb_overdue),)
