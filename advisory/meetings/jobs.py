from datetime import timedelta

from advisory.foundation.database import Database
from advisory.foundation.jobs import Job
from advisory.meetings.actions import coming


def let_go_of_replies(database: Database) -> int:
    with database.transaction() as session:
        return coming.let_go_of_old(session)


JOBS = (Job("let go of old replies", timedelta(days=1), let_go_of_replies),)
