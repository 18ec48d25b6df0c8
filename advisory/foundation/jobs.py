"""Work that runs by itself: each room registers its jobs, the worker runs those that are due.

A job is run by one worker at a time (a lease), survives a kill (the lease ends), and is safe to
run twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisory.foundation.database import Base, Database, now

LEASE = timedelta(minutes=5)
LATE = timedelta(hours=1)


class JobRun(Base):
    __tablename__ = "job_runs"

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    problem: Mapped[str | None]


@dataclass(frozen=True)
class Job:
    """`run` gets the database and opens its own transactions."""

    name: str
    every: timedelta
    run: Callable[[Database], object]


def run_due(database: Database, jobs: tuple[Job, ...]) -> list[str]:
    """Runs each job that is due and not leased; returns the names that ran."""
    return [job.name for job in jobs if _lease(database, job) and _run(database, job)]


def _lease(database: Database, job: Job) -> bool:
    with database.transaction() as session:
        if session.get(JobRun, job.name) is None:
            session.add(JobRun(name=job.name, due_at=now()))
            session.flush()
        free = or_(JobRun.leased_until.is_(None), JobRun.leased_until < now())
        taken = session.execute(
            update(JobRun)
            .where(JobRun.name == job.name, JobRun.due_at <= now(), free)
            .values(leased_until=now() + LEASE)
            .returning(JobRun.name)
        )
        return taken.one_or_none() is not None


def _run(database: Database, job: Job) -> bool:
    problem = None
    try:
        job.run(database)
    except Exception as error:  # noqa: BLE001 - one job must not stop the others; it is kept and shown
        problem = f"{type(error).__name__}"
    with database.transaction() as session:
        session.execute(
            update(JobRun)
            .where(JobRun.name == job.name)
            .values(due_at=now() + job.every, leased_until=None, ended_at=now(), problem=problem)
        )
    return problem is None


def troubled(session: Session) -> list[JobRun]:
    """Jobs whose last run ended badly or that are an hour late: the monitor looks at age."""
    late = JobRun.due_at < now() - LATE
    return list(
        session.scalars(
            select(JobRun).where(or_(JobRun.problem.is_not(None), late)).order_by(JobRun.name)
        )
    )
