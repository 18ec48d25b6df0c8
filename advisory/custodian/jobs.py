from datetime import timedelta

from advisory.custodian import actions, queries
from advisory.foundation.database import Database, now
from advisory.foundation.jobs import Job


def seal_contacts(database: Database) -> int:
    """Writes down what ended by itself. The address is closed at its minute also without this."""
    with database.transaction() as session:
        over = queries.over(session, now())
        for request in over:
            actions.seal_again(session, request, by=None)
        return len(over)


JOBS = (Job("seal contacts", timedelta(minutes=1), seal_contacts),)
