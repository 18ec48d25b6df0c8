"""Reading transactions cannot write; writing ones commit once; time has a zone."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from advisory.foundation.database import Database, GetChangedSomething, now
from advisory.foundation.jobs import Job, JobRun, run_due, troubled


def a_run(name: str = "sweep") -> JobRun:
    return JobRun(name=name, due_at=now())


def test_a_page_that_only_reads_cannot_write(database: Database) -> None:
    with database.reading() as session:
        session.add(a_run())
        with pytest.raises(GetChangedSomething):
            session.flush()


def test_a_page_that_only_reads_cannot_change_a_row(database: Database) -> None:
    with database.transaction() as session:
        session.add(a_run())
    with database.reading() as session:
        session.scalars(select(JobRun)).one().problem = "changed"
        with pytest.raises(GetChangedSomething):
            session.flush()


def test_what_fails_half_way_leaves_nothing(database: Database) -> None:
    def fails(session: Session) -> None:
        session.add(a_run())
        session.flush()
        raise RuntimeError

    with pytest.raises(RuntimeError), database.transaction() as session:
        fails(session)
    with database.reading() as session:
        assert session.scalars(select(JobRun)).all() == []


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with database.writing() as session:
        session.add(JobRun(name="naive", due_at=datetime(2026, 11, 23)))  # noqa: DTZ001 - on purpose
        with pytest.raises(StatementError):
            session.flush()


def test_moments_come_back_in_utc(database: Database) -> None:
    at = now()
    with database.transaction() as session:
        session.add(JobRun(name="utc", due_at=at))
    with database.reading() as session:
        assert session.scalars(select(JobRun)).one().due_at == at


def test_a_job_runs_once_until_it_is_due_again(database: Database) -> None:
    ran: list[str] = []
    job = Job("count", timedelta(hours=1), lambda _database: ran.append("once"))
    assert run_due(database, (job,)) == ["count"]
    assert run_due(database, (job,)) == []
    assert ran == ["once"]


def test_a_job_that_breaks_is_seen_and_does_not_stop_the_others(database: Database) -> None:
    def breaks(_database: Database) -> None:
        raise LookupError

    jobs = (Job("bad", timedelta(hours=1), breaks), Job("good", timedelta(hours=1), str))
    assert run_due(database, jobs) == ["good"]
    with database.reading() as session:
        assert [(run.name, run.problem) for run in troubled(session)] == [("bad", "LookupError")]


def test_a_page_that_only_reads_cannot_delete_a_row(database: Database) -> None:
    with database.transaction() as session:
        session.add(a_run())
    with database.reading() as session:
        session.delete(session.scalars(select(JobRun)).one())
        with pytest.raises(GetChangedSomething):
            session.flush()


# ── SQLite, whichever database the other tests run on ────────────────────────────────────────────


@pytest.fixture
def own_file(tmp_path: Path) -> Iterator[tuple[Database, Path]]:
    path = tmp_path / "own.sqlite3"
    own = Database(f"sqlite:///{path}")
    yield own, path
    own.engine.dispose()


def test_sqlite_keeps_what_it_promised_and_wipes_what_was_erased(
    own_file: tuple[Database, Path],
) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    with own_file[0].engine.connect() as connection:
        for pragma, value in wanted.items():
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_who_will_write_holds_the_lock_before_reading(own_file: tuple[Database, Path]) -> None:
    own, path = own_file
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as another:
        with own.reading() as session:
            session.execute(text("SELECT 1"))
            another.execute("BEGIN IMMEDIATE")
            another.execute("ROLLBACK")
        with own.writing() as session:
            session.execute(text("SELECT 1"))
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                another.execute("BEGIN IMMEDIATE")


def test_what_was_erased_does_not_stay_in_the_write_ahead_log(
    own_file: tuple[Database, Path],
) -> None:
    own, path = own_file
    with own.transaction() as session:
        session.execute(text("CREATE TABLE kept (words TEXT)"))
    log = path.with_name(f"{path.name}-wal")
    assert log.stat().st_size > 0
    assert own.tidy()
    assert log.stat().st_size == 0


def test_tidying_waits_for_no_reader_who_may_be_about_to_write(
    own_file: tuple[Database, Path],
) -> None:
    own, path = own_file
    with own.transaction() as session:
        session.execute(text("CREATE TABLE kept (words TEXT)"))
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM kept").fetchall()
        with own.transaction() as session:
            session.execute(text("INSERT INTO kept VALUES ('erased soon')"))
        with ThreadPoolExecutor(1) as worker:
            tidied = worker.submit(own.tidy)
            with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as writer:
                while not tidied.done():
                    writer.execute("BEGIN IMMEDIATE")
                    writer.execute("ROLLBACK")
        assert not tidied.result()
    assert own.tidy()
