from datetime import timedelta

from advisory.foundation.database import Database
from advisory.foundation.jobs import Job
from advisory.voting.queries import polls


def analyse_polls(database: Database) -> None:
    """Those where somebody voted or deleted since the last time."""
    # The arithmetic is heavy to load: only when there is something to count.
    with database.reading() as session:
        waiting = list(polls.outdated(session))
    if waiting:
        from advisory.voting.actions.analysing import analyse_poll  # noqa: PLC0415 - as said

        for poll_id in waiting:
            analyse_poll(database, poll_id)


JOBS = (Job("analyse opinions", timedelta(minutes=10), analyse_polls),)
