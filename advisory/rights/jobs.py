from datetime import timedelta

from advisory.foundation.database import Database, now
from advisory.foundation.jobs import Job
from advisory.languages.dates import london
from advisory.rights.actions.letting_go import let_go
from advisory.rights.queries.times import over
from advisory.rights.rules import Over


def what_is_over(database: Database) -> list[Over]:
    with database.reading() as session:
        return over(session, london(now()).date())


def let_go_of_all(database: Database) -> list[Over]:
    """Everything whose time is over; what went. Days on which nothing ran make no difference."""
    gone = []
    for row in what_is_over(database):
        with database.transaction() as session:
            if let_go(session, row):
                gone.append(row)
    database.tidy()
    return gone


JOBS = (Job("let go of what is over", timedelta(days=1), let_go_of_all),)
