from datetime import timedelta

from advisory.foundation.database import Database
from advisory.foundation.jobs import Job
from advisory.noticeboard import actions


def publish_ready(database: Database) -> None:
    with database.transaction() as session:
        actions.publish_ready(session)


JOBS = (Job("publish notices", timedelta(minutes=5), publish_ready),)
