"""The tables that migrations make are the tables of the models, there and back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, create_engine, inspect

from advisory.app import schema
from tests.databases import fresh_database

Named = set[tuple[str, str, str]]


def names(connection: Connection) -> Named:
    """Every constraint and index by table, kind and name."""
    inspector = inspect(connection)
    found: Named = set()
    for table in inspector.get_table_names():
        if table == "alembic_version":
            continue
        lists: dict[str, Sequence[Mapping[str, Any]]] = {
            "check": inspector.get_check_constraints(table),
            "foreign key": inspector.get_foreign_keys(table),
            "unique": inspector.get_unique_constraints(table),
            "index": [row for row in inspector.get_indexes(table) if not row["unique"]],
            "primary key": [inspector.get_pk_constraint(table)],
        }
        for kind, rows in lists.items():
            found |= {(table, kind, str(row["name"])) for row in rows}
    return found


def allowed(connection: Connection) -> list[tuple[str, str, list[str]]]:
    """Which words every check lets through. Making a table anew can leave an old one beside it."""
    inspector = inspect(connection)
    return sorted(
        (table, str(check["name"]), sorted(re.findall(r"'([^']*)'", str(check["sqltext"]))))
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    )


@pytest.fixture
def engine(another_database_url: str) -> Iterator[Engine]:
    engine = create_engine(another_database_url)
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_migrations_go_up_down_and_up_again(another_database_url: str, engine: Engine) -> None:
    schema.migrate(another_database_url)
    assert tables(engine) == set(schema.whole_schema().tables)
    assert schema.is_current(engine)
    schema.unmigrate(another_database_url)
    assert tables(engine) == set()
    assert not schema.is_current(engine)
    schema.migrate(another_database_url)
    assert tables(engine) == set(schema.whole_schema().tables)


def test_the_migrated_tables_are_those_of_the_models(another_database_url: str) -> None:
    schema.migrate(another_database_url)
    command.check(schema.alembic_config(another_database_url))


def test_every_constraint_is_named_alike_in_models_and_migrations(
    another_database_url: str, database_kind: str, engine: Engine, tmp_path: Path
) -> None:
    schema.migrate(another_database_url)
    with engine.connect() as connection:
        migrated, lets_through = names(connection), allowed(connection)
    with fresh_database(database_kind, tmp_path) as url:
        modelled = create_engine(url)
        schema.whole_schema().create_all(modelled)
        with modelled.connect() as connection:
            assert migrated == names(connection)
            assert lets_through == allowed(connection)
        modelled.dispose()
    assert [row for row in migrated if row[2] in {"None", ""}] == []
    assert ("letters", "check", "ck_letters_has_a_recipient") in migrated
    assert ("feedback_events", "check", "ck_feedback_events_to_state") in migrated


def test_the_head_file_names_the_newest_migration() -> None:
    named = (schema.ROOT / "migrations" / "head").read_text().strip()
    assert named.split("_")[0] == schema.newest()
    assert (schema.ROOT / "migrations" / "versions" / f"{named}.py").exists()


def test_a_new_sqlite_database_gets_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "advisory.sqlite3"
    schema.migrate(f"sqlite:///{path}")
    assert path.exists()
