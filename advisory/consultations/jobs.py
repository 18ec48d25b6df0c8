from datetime import timedelta

from advisory.consultations.actions import stepping
from advisory.foundation.database import Database
from advisory.foundation.jobs import Job


def close_ended(database: Database) -> None:
    with database.transaction() as session:
        stepping.close_ended(session)


JOBS = (Job("close consultations", timedelta(minutes=30), close_ended),)
