"""How Alembic meets the database: one transaction for everything, on SQLite as well."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

import config
from advisory.app.schema import whole_schema
from advisory.foundation.database import Moment


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """A migration names no class of ours: classes change, migrations stay."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def no_keys_while_tables_move(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DB-API connection
    # SQLite copies a table to change it. Foreign keys are checked at the end instead.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA secure_delete=ON")


def begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def refuse_loose_ends(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if loose:
            raise RuntimeError(f"rows point nowhere in {sorted({row[0] for row in loose})}")


def run() -> None:
    url = context.config.attributes.get("database_url") or config.read().database_url
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", no_keys_while_tables_move)
        event.listen(engine, "begin", begin)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=whole_schema(),
            render_item=render_item,
            render_as_batch=True,
            compare_type=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            refuse_loose_ends(connection)
    engine.dispose()


run()
