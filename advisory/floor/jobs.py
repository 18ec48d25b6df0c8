from datetime import timedelta

from advisory.floor.actions import holding
from advisory.foundation.database import Database
from advisory.foundation.jobs import Job


def let_go_of_floors(database: Database) -> int:
    with database.transaction() as session:
        return holding.let_go(session)


JOBS = (Job("let go of old floors", timedelta(hours=1), let_go_of_floors),)
