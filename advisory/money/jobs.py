from datetime import timedelta

from advisory.foundation.database import Database
from advisory.foundation.jobs import Job
from advisory.money import actions


def let_go_of_lines(database: Database) -> int:
    with database.transaction() as session:
        return actions.let_go_of_lines(session)


JOBS = (Job("let go of old payments", timedelta(days=1), let_go_of_lines),)
