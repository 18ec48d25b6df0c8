"""A copy of the database while it runs, its facts, and the way back. SQLite and PostgreSQL."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, func, inspect, select, table, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from advisory.app import schema
from advisory.app.house import NotReady

LOGGED_OUT = frozenset({"browser_sessions"})
"""Tables that change while nobody does anything: they are not counted."""


@dataclass(frozen=True)
class Facts:
    """What a copy holds. After it was put back, the database must hold the same."""

    kind: str
    revision: str
    counts: dict[str, int]
    audit_head: list[Any]
    wrapped: list[list[Any]]
    """For each version of a wrapping key: purpose, version, id and bytes of one data key."""


def copied(database_url: str, half: Path) -> Facts:
    """Writes a copy into the file. Raises NotReady."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        _copy(_existing(url), half)
        _make_one_file(half)
        check_sqlite(half)
        return facts_of(f"sqlite:///{half}")
    _program("pg_dump")
    with _connected(database_url) as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        moment = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        how = ("--format=custom", "--no-owner", f"--snapshot={moment}", f"--file={half}")
        _postgresql("pg_dump", url, *how)
        _postgresql("pg_restore", None, "--list", str(half))
        return _facts(connection)


def facts_of(database_url: str) -> Facts:
    """Raises NotReady when it is none of our databases."""
    try:
        with _connected(database_url) as connection:
            return _facts(connection)
    except DBAPIError as why:
        raise NotReady(f"This is not a copy of our database ({why.orig}).") from why


def check(kind: str, copy: Path) -> None:
    """Raises NotReady when the copy would not open."""
    if kind == "sqlite":
        check_sqlite(copy)
    else:
        _postgresql("pg_restore", None, "--list", str(copy))


def check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            linked = not copy.execute("PRAGMA foreign_key_check").fetchall()
            migrated = copy.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    except sqlite3.DatabaseError as why:
        raise NotReady(f"{path} is not a copy of our database ({why}).") from why
    if not (sound and linked and migrated):
        raise NotReady(f"{path} is damaged: use another copy.")


def put_back(database_url: str, copy: Path, tables: Iterable[str]) -> None:
    """Replaces the database in one transaction. Raises NotReady, and then nothing has changed.

    `tables` are those of the copy: they and ours of today give way.
    """
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        target = Path(str(url.database))
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(copy, target)
        check_sqlite(target)
        return
    # pg_restore --clean knows only the copy's tables: those of a newer version would hold on.
    names = sorted({*tables, *schema.whole_schema().tables} - {""})
    drops, script = copy.with_name("drops.sql"), copy.with_name("script.sql")
    tables_go = "".join(f'DROP TABLE IF EXISTS "{_named(name)}" CASCADE;\n' for name in names)
    drops.write_text("SET client_min_messages = warning;\n" + tables_go + _FUNCTIONS_GO)
    _postgresql("pg_restore", None, "--no-owner", f"--file={script}", str(copy))
    whole = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    _postgresql("psql", url, *whole, f"--file={drops}", f"--file={script}")


# A table takes its triggers along, but leaves the functions that they call.
_FUNCTIONS_GO = """DO $$ DECLARE found regprocedure; BEGIN
FOR found IN SELECT oid FROM pg_proc WHERE prorettype = 'trigger'::regtype
    AND pronamespace = current_schema()::regnamespace
LOOP EXECUTE 'DROP FUNCTION ' || found; END LOOP; END $$;
"""


def _named(table_name: str) -> str:
    if not table_name.isidentifier():
        raise NotReady("This copy names a table that is none of ours: use another copy.")
    return table_name


@contextmanager
def _connected(database_url: str) -> Iterator[Connection]:
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            yield connection
    except OperationalError as why:
        raise NotReady(f"The database does not answer ({type(why.orig).__name__}).") from why
    finally:
        engine.dispose()


def _facts(connection: Connection) -> Facts:
    names = set(inspect(connection).get_table_names())
    if "alembic_version" not in names:
        raise NotReady("This is not a copy of our database: it has no version.")
    return Facts(
        kind=connection.dialect.name,
        revision=connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one(),
        counts={
            name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
            for name in sorted(names - LOGGED_OUT)
        },
        audit_head=[
            list(row) for row in connection.execute(text("SELECT number, hash FROM audit_head"))
        ],
        wrapped=[_one_wrapped(connection, *row) for row in connection.execute(text(_VERSIONS))],
    )


_VERSIONS = "SELECT DISTINCT purpose, version FROM data_keys WHERE wrapped IS NOT NULL"
_ONE = (
    "SELECT id, wrapped FROM data_keys "
    "WHERE purpose = :purpose AND version = :version AND wrapped IS NOT NULL ORDER BY id LIMIT 1"
)


def _one_wrapped(connection: Connection, purpose: str, version: int) -> list[Any]:
    row = connection.execute(text(_ONE), {"purpose": purpose, "version": version}).one()
    return [purpose, version, str(row.id), bytes(row.wrapped).hex()]


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
            raise NotReady(
                f"The copy could not be made ({why}): look for room on the disk, "
                "and stop the server before you restore."
            ) from why
        except sqlite3.DatabaseError as why:
            raise NotReady(f"{source} is not a database: use a file of `advisory backup`.") from why


def _make_one_file(copy: Path) -> None:
    # A copy of a database in WAL mode would want two files beside it as soon as it is opened.
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NotReady(f"{name} is not installed: install PostgreSQL's client programs.")
    return found


def _postgresql(program: str, url: URL | None, *arguments: str) -> None:
    where = [] if url is None else [f"--dbname={_without_password(url)}"]
    # The password goes past the list of processes, which everybody can read.
    secret = {"PGPASSWORD": str(url.password)} if url is not None and url.password else {}
    ended = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [_program(program), *where, *arguments],
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
