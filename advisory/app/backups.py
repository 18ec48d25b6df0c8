"""Copies of the database, made while it runs and opened before they count. Keys are in none."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from advisory.app.house import NotReady


def back_up(database_url: str, file: Path) -> None:
    """Writes the copy beside its place, checks it, then puts it there. Raises NotReady."""
    url = make_url(database_url)
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f".{file.name}.half")
    os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        if url.get_backend_name() == "sqlite":
            _copy(_existing(url), half)
            _make_one_file(half)
            _check(half)
        else:
            _postgresql("pg_dump", url, "--format=custom", "--no-owner", f"--file={half}")
            _postgresql("pg_restore", None, "--list", str(half))
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)


def restore(database_url: str, file: Path) -> None:
    """Replaces the database by a copy that was checked first. Raises NotReady."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        _check(file)
        target = Path(str(url.database))
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(file, target)
        _check(target)
        return
    _postgresql("pg_restore", None, "--list", str(file))
    how = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    _postgresql("pg_restore", url, *how, str(file))


def _existing(url: URL) -> Path:
    path = Path(str(url.database))
    if not path.exists():
        raise NotReady(f"There is no database at {path}: run `advisory migrate`.")
    return path


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        try:
            old.backup(new)
        except sqlite3.OperationalError as why:
            raise NotReady(f"The copy could not be made ({why}): stop the server first.") from why
        except sqlite3.DatabaseError as why:
            raise NotReady(f"{source} is not a database: use a file of `advisory backup`.") from why


def _make_one_file(copy: Path) -> None:
    # A copy of a database in WAL mode would want two files beside it as soon as it is opened.
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _check(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            linked = not copy.execute("PRAGMA foreign_key_check").fetchall()
            migrated = copy.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    except sqlite3.DatabaseError as why:
        raise NotReady(f"{path} is not a copy of our database ({why}).") from why
    if not (sound and linked and migrated):
        raise NotReady(f"{path} is damaged: use another copy.")


def _postgresql(program: str, url: URL | None, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise NotReady(f"{program} is not installed: install PostgreSQL's client programs.")
    where = [] if url is None else [f"--dbname={_without_password(url)}"]
    # The password goes past the list of processes, which everybody can read.
    secret = {"PGPASSWORD": str(url.password)} if url is not None and url.password else {}
    ended = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [found, *where, *arguments],
        env={"PATH": os.defpath, **secret},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if ended.returncode != 0:
        why = " ".join(ended.stderr.split()) or "no reason given"
        raise NotReady(f"{program} stopped: {why}.")


def _without_password(url: URL) -> str:
    # set(password=None) means "leave it" to SQLAlchemy.
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return bare.render_as_string(hide_password=False)
