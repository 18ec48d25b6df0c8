"""What an operator must know, told without any content: is all well, and since when not."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from advisory.app import schema
from advisory.foundation import jobs
from advisory.foundation.database import Database, now
from advisory.foundation.jobs import Job, JobRun
from advisory.foundation.printing import can_make_pdf
from advisory.letters import queries as letters
from config import Settings

BACKUP = "backup"
OLDEST_BACKUP = timedelta(days=2)
WORKER_SILENT = timedelta(minutes=5)
LEAST_ROOM = 500 * 1024 * 1024
"""Bytes. Below it there is still time to make room."""


@dataclass(frozen=True)
class Reading:
    name: str
    well: bool
    told: str


def readings(database: Database, settings: Settings) -> list[Reading]:
    """Never raises: what does not answer is not well."""
    return [
        _asked("database", lambda: _writable(database)),
        _asked("tables", lambda: _current(database)),
        _asked("disk", lambda: _room(settings)),
        _asked("worker", _with(database, _worker)),
        _asked("jobs", _with(database, _jobs)),
        _asked("letters", _with(database, _letters)),
        _asked("dead letters", _with(database, _dead_letters)),
        _asked("backup", _with(database, _backup)),
        _asked("PDF files", _makes_files),
    ]


Answer = tuple[bool, str]


def _with(database: Database, look: Callable[[Session], Answer]) -> Callable[[], Answer]:
    def looked() -> Answer:
        with database.reading() as session:
            return look(session)

    return looked


def _asked(name: str, look: Callable[[], Answer]) -> Reading:
    try:
        return Reading(name, *look())
    except (OperationalError, OSError) as why:
        return Reading(name, well=False, told=type(why).__name__)


def _writable(database: Database) -> Answer:
    with database.transaction() as session:
        session.execute(update(JobRun).where(JobRun.name == "").values(name=""))
    return True, "can be written"


def _current(database: Database) -> Answer:
    current = schema.is_current(database.engine)
    return current, "of this version" if current else "of another version"


def _makes_files() -> Answer:
    """Well in any case: without them the pages print themselves."""
    return True, "are made" if can_make_pdf() else "pages print themselves: Pango is not here"


def _room(settings: Settings) -> Answer:
    free = shutil.disk_usage(settings.home if settings.home.exists() else "/").free
    return free > LEAST_ROOM, f"{free // 1024**2} MB free"


def _worker(session: Session) -> Answer:
    last = session.scalar(select(func.max(JobRun.ended_at)).where(JobRun.name != BACKUP))
    return _younger(last, WORKER_SILENT)


def _letters(session: Session) -> Answer:
    return _younger_or_none(letters.oldest_waiting(session), letters.WAITS_TOO_LONG)


def _dead_letters(session: Session) -> Answer:
    count = letters.dead(session)
    return count == 0, str(count)


def _jobs(session: Session) -> Answer:
    names = [job.name for job in jobs.troubled(session) if job.name != BACKUP]
    return not names, ", ".join(names) or "on time"


def _backup(session: Session) -> Answer:
    row = session.get(JobRun, BACKUP)
    if row is not None and row.problem:
        return False, f"ended badly: {row.problem}"
    return _younger(row.ended_at if row else None, OLDEST_BACKUP)


def _younger(moment: datetime | None, most: timedelta) -> Answer:
    if moment is None:
        return False, "never"
    age = now() - moment
    return age < most, f"{age // timedelta(minutes=1)} minutes ago"


def _younger_or_none(moment: datetime | None, most: timedelta) -> Answer:
    return (True, "none waits") if moment is None else _younger(moment, most)


# ── The age of the last backup, kept beside the jobs so that the administrator sees it ───────────


def note_backup(database: Database, problem: str | None = None) -> None:
    """A good one is late after two days; a bad one is shown until the next good one."""
    with database.transaction() as session:
        row = session.get(JobRun, BACKUP) or JobRun(name=BACKUP, due_at=_late_at())
        session.add(row)
        row.problem = problem
        if problem is None:
            row.ended_at, row.due_at = now(), _late_at()


def expect_backup(database: Database) -> None:
    """A house that never made one hears of it after two days."""
    with database.transaction() as session:
        if session.get(JobRun, BACKUP) is None:
            session.add(JobRun(name=BACKUP, due_at=_late_at()))


def _late_at() -> datetime:
    return now() + OLDEST_BACKUP - jobs.LATE


def lines(found: list[Reading]) -> Iterator[str]:
    for reading in found:
        yield f"{'ok ' if reading.well else 'BAD'} {reading.name:<13} {reading.told}"


JOBS = (Job("expect backups", timedelta(hours=6), expect_backup),)
