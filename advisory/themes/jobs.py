"""Suggestions are learned anew where a board switched them on and people have labelled enough."""

from datetime import timedelta

from advisory.foundation.database import Database
from advisory.foundation.jobs import Job
from advisory.themes.actions.suggesting import drop_stale
from advisory.themes.queries import suggesting


def learn_suggestions(database: Database) -> None:
    """Those boards where enough has changed since the last time."""
    with database.reading() as session:
        boards = suggesting.learning_boards(session)
        stale = [one for one in boards if suggesting.stale(session, one)]
        due = [one for one in boards if suggesting.is_due(session, one)]
    for board_id in stale:
        with database.transaction() as session:
            drop_stale(session, board_id)
    if due:
        # The arithmetic is heavy to load: only when there is something to learn.
        from advisory.themes.actions.learning import learn  # noqa: PLC0415 - as said

        for board_id in due:
            learn(database, board_id)


JOBS = (Job("learn suggestions", timedelta(minutes=10), learn_suggestions),)
