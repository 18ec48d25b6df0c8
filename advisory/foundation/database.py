"""Tables, time and transactions. SQLite (WAL, durable) and PostgreSQL behave alike here."""

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Constraint,
    DateTime,
    Engine,
    Enum,
    MetaData,
    Table,
    Uuid,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A UTC-aware datetime. A naive one is refused: it would mean another hour in winter."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _checked(constraint: Constraint, _table: Table) -> str:
    """A closed list is named by its column: two columns of one table may share a list."""
    by_type = constraint._type_bound  # noqa: SLF001 - SQLAlchemy says it nowhere else
    if by_type and isinstance(constraint, CheckConstraint):
        return next(column.name for column in constraint.columns)
    return str(constraint.name)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(column_or_constraint_name)s",
            "column_or_constraint_name": _checked,
        }
    )
    type_annotation_map = {
        datetime: Moment,
        UUID: Uuid,
        dict[str, Any]: JSON,
        list[str]: JSON,
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=40,
            values_callable=lambda members: [member.value for member in members],
        ),
    }


# Random, so that an id says neither how many there are nor which came first.
Id = Annotated[UUID, mapped_column(primary_key=True, default=uuid4)]


class GetChangedSomething(Exception):
    """A page that only reads tried to write: a fault of ours, never of the visitor."""


class ReadingSession(Session):
    """A session that refuses to write: a GET changes nothing but sessions, audit and counters."""

    def flush(self, objects: Any = None) -> None:  # noqa: ANN401 - the signature is SQLAlchemy's
        if self.new or self.deleted or any(self.is_modified(row) for row in self.dirty):
            raise GetChangedSomething
        super().flush(objects)


class Database:
    """One engine; `reading()` and `writing()` open the two kinds of transaction."""

    def __init__(self, url: str, **info: object) -> None:
        self.info = info
        self.engine = _engine(url)
        self._writer = self.engine.execution_options(writes=True)

    def reading(self) -> Session:
        return ReadingSession(self.engine, info=dict(self.info), expire_on_commit=False)

    def writing(self) -> Session:
        return Session(self._writer, info=dict(self.info), expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """For commands, jobs and the browser's sessions; a request has its own."""
        with self.writing() as session:
            yield session
            commit(session)

    def tidy(self) -> bool:
        """Empties SQLite's write-ahead log: pages there outlive what was erased from the tables.

        False while somebody still reads what is in it: try again later.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        with self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None  # noqa: S101 - it is connected
            # It keeps writers away while it waits for readers, and a page that reads may be about
            # to write (the log of who opened what): each would wait for the other. So no waiting.
            driver.execute("PRAGMA busy_timeout=0")
            try:
                busy, _pages, _moved = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                driver.execute(f"PRAGMA busy_timeout={WAIT * 1000}")
            return not busy


def commit(session: Session) -> None:
    """Writes what waited for the end of the transaction (the audit chain), then commits."""
    session.flush()
    for last_words in session.info.get("before_commit", ()):
        last_words(session)
    session.commit()


WAIT = 15
"""Seconds that a writer waits for another on SQLite."""


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
    engine = create_engine(url, pool_size=20, max_overflow=40, connect_args={"timeout": WAIT})
    event.listen(engine, "connect", _durable)
    event.listen(engine, "begin", _begin)
    return engine


def _durable(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DB-API connection
    # The driver's own BEGIN comes too late and too weak; ours is in _begin.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A writer that began as a reader could be refused half-way: it takes the lock at once.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def now() -> datetime:
    return datetime.now(UTC)


def take_turns(session: Session, name: str) -> None:
    """Makes transactions that name the same thing run one after the other.

    SQLite's writers do so anyway; PostgreSQL takes a lock that ends with the transaction.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
        )
