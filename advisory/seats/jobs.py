from datetime import timedelta

from advisory.foundation.database import Database
from advisory.foundation.jobs import Job
from advisory.seats import actions


def let_go_of_members(database: Database) -> int:
    with database.transaction() as session:
        return actions.let_go_of_members(session)


JOBS = (Job("let go of members who left", timedelta(days=1), let_go_of_members),)
