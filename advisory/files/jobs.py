"""Removes what no row names any more: cut-off writes, and removals that did not succeed."""

from datetime import timedelta

from advisory.files import actions
from advisory.foundation.database import Database, now
from advisory.foundation.jobs import Job

LEFT_ALONE = timedelta(days=1)
"""A file is stored before its row, and shows only its day: a younger one may still get its row."""


def sweep_files(database: Database) -> int:
    with database.transaction() as session:
        actions.forget_old(session)
    with database.reading() as session:
        return actions.sweep(session, before=now() - 2 * LEFT_ALONE)


JOBS = (Job("files swept", timedelta(hours=6), sweep_files),)
