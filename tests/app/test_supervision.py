"""The server and the worker start together and end together."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from advisory.app import server, supervision
from advisory.app.house import NotReady
from advisory.foundation.database import Base, Database
from advisory.foundation.jobs import Job, JobRun
from config import read

FOREVER = [sys.executable, "-c", "import time; time.sleep(600)"]
ENDS = [sys.executable, "-c", ""]
WRITES = "import pathlib, time; pathlib.Path({path!r}).touch(); time.sleep(600)"


def stop_ourselves() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_when_one_dies_the_other_stops() -> None:
    ended = supervision.together([FOREVER, ENDS], is_up=lambda: False, when_up=stop_ourselves)
    assert ended == 1


def test_when_the_parent_is_told_to_stop_both_stop(tmp_path: Path) -> None:
    up = tmp_path / "up"
    sleeper = [sys.executable, "-c", WRITES.format(path=str(up))]
    ended = supervision.together([FOREVER, sleeper], is_up=up.exists, when_up=stop_ourselves)
    assert ended == 0


def test_what_a_child_has_started_ends_with_it(tmp_path: Path) -> None:
    up = tmp_path / "up"
    listens = (
        "import pathlib, socket, time; server = socket.create_server(('127.0.0.1', 0)); "
        f"pathlib.Path({str(up)!r}).write_text(str(server.getsockname()[1])); time.sleep(600)"
    )
    starts = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {listens!r}])"
    supervision.together(
        [[sys.executable, "-c", starts]],
        is_up=lambda: up.exists() and bool(up.read_text()),
        when_up=stop_ourselves,
    )
    while not refuses(int(up.read_text())):  # for ever, if it lives: the test's time ends
        time.sleep(0.05)


def refuses(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return True
    return False


def test_when_the_parent_is_killed_its_child_stops() -> None:
    watching = (
        "from advisory.app.supervision import stop_with_parent; import time; "
        "stop_with_parent(); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", watching], stdin=subprocess.PIPE) as child:
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait(30) == -signal.SIGTERM


def test_the_worker_stops_after_what_it_has_begun(another_database_url: str) -> None:
    ran = []

    def begun(_database: Database) -> None:
        stop_ourselves()
        ran.append("to its end")

    database = database_with_jobs(another_database_url)
    supervision.work(database, (Job("begun", timedelta(seconds=1), begun),))
    database.engine.dispose()
    assert ran == ["to its end"]


def test_a_worker_asked_once_does_what_is_due_and_stops(another_database_url: str) -> None:
    ran: list[int] = []
    job = Job("counted", timedelta(hours=1), lambda _database: ran.append(1))
    database = database_with_jobs(another_database_url)
    supervision.work(database, (job,), once=True)
    supervision.work(database, (job,), once=True)
    database.engine.dispose()
    assert ran == [1]


def test_a_database_that_is_away_does_not_end_the_worker(
    capsys: pytest.CaptureFixture[str],
) -> None:
    database = Database("sqlite:////dev/null/nowhere.sqlite3")
    supervision.work(database, (Job("any", timedelta(hours=1), id),), once=True)
    assert "tries again" in capsys.readouterr().err


def test_a_taken_port_is_said_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NotReady, match="set PORT"):
            server.refuse_taken_port(read({"PORT": str(port)}))


def database_with_jobs(url: str) -> Database:
    database = Database(url)
    Base.metadata.create_all(database.engine, tables=[Base.metadata.tables[JobRun.__tablename__]])
    return database
