from datetime import timedelta

from advisory.foundation.database import Database
from advisory.foundation.jobs import Job
from advisory.support import actions


def let_go_of_names(database: Database) -> int:
    with database.transaction() as session:
        return actions.let_go_of_names(session)


JOBS = (Job("let go of interpreters' names", timedelta(days=1), let_go_of_names),)
