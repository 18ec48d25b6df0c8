"""The building as it stands: its rooms and floors, its files, and their parsed source."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

FREE_ROOMS = frozenset({"app", "clocks", "foundation", "languages"})
"""Rooms that name their modules after the thing they hold."""


@cache
def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@cache
def floors() -> tuple[frozenset[str], ...]:
    """From the roof down; the rooms of one floor are peers."""
    tool = project()["tool"]
    assert isinstance(tool, dict)
    (plan,) = (c for c in tool["importlinter"]["contracts"] if c["id"] == "floors")
    return tuple(
        frozenset(room.strip(" ()") for room in layer.replace(":", "|").split("|"))
        for layer in plan["layers"]
    )


def rooms() -> frozenset[str]:
    return frozenset().union(*floors())


def stands_on(upper: str, lower: str) -> bool:
    """Whether `upper` may use `lower`: the same room, or one on a floor below."""
    depth = {room: number for number, floor in enumerate(floors()) for room in floor}
    return upper == lower or depth[upper] < depth[lower]


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project, also those not committed yet, relative to its root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607 - git is where the developer has it
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    present = {Path(name) for name in listed.split("\0") if name}
    return tuple(sorted(path for path in present if (ROOT / path).is_file()))


def files_under(folder: str, *suffixes: str) -> list[Path]:
    return [
        path
        for path in files()
        if path.is_relative_to(folder) and (not suffixes or path.suffix in suffixes)
    ]


@cache
def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), filename=str(path))


def python() -> list[Path]:
    """Our own modules and their tests; migrations are written once and never read again."""
    return [path for path in files() if path.suffix == ".py" and path.parts[0] != "migrations"]


def room_of(path: Path) -> str | None:
    """The room of a module under advisory/; none for the package itself."""
    return path.parts[1] if path.parts[0] == "advisory" and len(path.parts) > 2 else None


def part_of(path: Path) -> str:
    """`views` for both `feedback/views.py` and `feedback/views/inbox.py`."""
    return Path(path.parts[2]).stem


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def length(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
