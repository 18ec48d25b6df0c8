"""Tables point down, as imports do: what import-linter cannot see."""

import importlib
from collections.abc import Iterator

import pytest
from sqlalchemy import Table
from sqlalchemy.orm import Mapper, configure_mappers

from advisory.foundation.database import Base
from tests.architecture.building import (
    ROOT,
    files_under,
    part_of,
    room_of,
    rooms,
    stands_on,
)


@pytest.fixture(scope="module", autouse=True)
def _every_table() -> None:
    """Imports the models of every room, so that all tables and relationships are known."""
    for path in files_under("advisory", ".py"):
        if (room_of(path) and part_of(path) == "models") or room_of(path) == "foundation":
            importlib.import_module(".".join(path.with_suffix("").parts))
    configure_mappers()


def mappers() -> Iterator[Mapper[object]]:
    return iter(Base.registry.mappers)


def room_of_class(mapped: type) -> str:
    return mapped.__module__.split(".")[1]


def rooms_of_tables() -> dict[Table, str]:
    owned = {
        mapper.local_table: room_of_class(mapper.class_)
        for mapper in mappers()
        if isinstance(mapper.local_table, Table)
    }
    for mapper in mappers():
        for link in mapper.relationships:
            if isinstance(link.secondary, Table):
                owned.setdefault(link.secondary, room_of_class(mapper.class_))
    return owned


def test_every_room_is_on_the_plan() -> None:
    folders = {path.parts[1] for path in files_under("advisory", ".py") if len(path.parts) > 2}
    assert folders == rooms()


def test_every_room_says_in_one_sentence_what_it_is_for() -> None:
    for room in rooms():
        text = (ROOT / "advisory" / room / "__init__.py").read_text().strip()
        assert text.startswith('"""'), room
        assert text.endswith('."""'), room
        assert "\n" not in text, room


def test_relationships_point_down() -> None:
    upward = [
        f"{mapper.class_.__name__}.{link.key} -> {link.mapper.class_.__name__}"
        for mapper in mappers()
        for link in mapper.relationships
        if not stands_on(room_of_class(mapper.class_), room_of_class(link.mapper.class_))
    ]
    assert upward == []


def test_foreign_keys_point_down() -> None:
    owned = rooms_of_tables()
    upward = [
        f"{table.name}.{key.parent.name} -> {key.column.table.name}"
        for table, room in owned.items()
        for key in table.foreign_keys
        if not stands_on(room, owned[key.column.table])
    ]
    assert upward == []


def test_every_table_belongs_to_a_room() -> None:
    assert {table.name for table in rooms_of_tables()} == set(Base.metadata.tables)
