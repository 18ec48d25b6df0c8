"""Who may touch the database, the environment and the clock."""

import ast
from pathlib import Path

from tests.architecture.building import files_under, part_of, python, room_of, tree


def calls(path: Path, name: str) -> list[str]:
    """Where `something.name(...)` or `name(...)` is called."""
    return [
        f"{path}:{node.lineno}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and name
        in {
            getattr(node.func, "attr", None),
            getattr(node.func, "id", None),
        }
    ]


def imported(path: Path) -> set[str]:
    """The modules and names a file imports: `os`, `sqlalchemy.select`."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def test_only_the_foundation_commits() -> None:
    found = [
        call
        for path in files_under("advisory", ".py")
        if room_of(path) != "foundation"
        for call in calls(path, "commit")
    ]
    assert found == []


def test_pages_and_forms_ask_queries_not_the_database() -> None:
    asking = {"execute", "flush", "query", "scalar", "scalars", "select"}
    found = [
        call
        for path in files_under("advisory", ".py")
        if room_of(path) and part_of(path) in {"views", "forms"}
        for name in asking
        for call in calls(path, name)
    ]
    assert found == []


def test_rules_are_pure() -> None:
    found = [
        f"{path}: {name}"
        for path in files_under("advisory", ".py")
        if room_of(path) and part_of(path) == "rules"
        for name in imported(path)
        if name in {"sqlalchemy.orm.Session", "sqlalchemy.select"}
    ]
    assert found == []


def test_only_the_configuration_reads_the_environment() -> None:
    found = [
        str(path)
        for path in files_under("advisory", ".py")
        if any(
            isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
            for node in ast.walk(tree(path))
        )
    ]
    assert found == []


def test_no_test_replaces_our_own_code() -> None:
    found = [str(path) for path in python() if any("mock" in name for name in imported(path))]
    assert found == []
