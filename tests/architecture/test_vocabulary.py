"""One word per idea, and a closed list of files in a room."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.building import (
    FREE_ROOMS,
    ROOT,
    files,
    files_under,
    functions,
    part_of,
    python,
    room_of,
    rooms,
    tree,
)

PARTS = frozenset(
    {
        "__init__",
        "actions",
        "commands",
        "forms",
        "jobs",
        "models",
        "ports",
        "queries",
        "rules",
        "views",
    }
)
BANNED = frozenset(
    {
        "base",
        "common",
        "data",
        "handler",
        "helper",
        "helpers",
        "info",
        "manager",
        "misc",
        "process",
        "service",
        "util",
        "utils",
    }
)
TERMS = re.compile(
    r"data_?key"  # the key of one contribution
    r"|data_?right"  # a kind of contribution: what the law lets people ask of their data
    r"|(?:^|_)services?(?=_|$)"  # where a contribution's matter happened: a health service
    r"|^helpers?(?=_|$)"  # a person beside the member
    r"|(?<![a-z])base_?(?:url|letter|direction)",
    re.IGNORECASE,
)
"""Terms of the trade that contain an empty word and are not empty."""

IMPOSED = frozenset(
    {
        "do_POST",
        "Base",
        "handle_DATA",
        "handle_data",
        "info",
        "process_bind_param",
        "process_data",
        "process_formdata",
        "process_result_value",
    }
)
"""Names that a library asks for."""

FOLDERS_OF_TESTS = frozenset({"architecture", "bench", "proofs", "walks"})


def words(name: str) -> set[str]:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return set(spaced.lower().strip("_").split("_"))


def names_defined(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


def test_a_room_holds_only_the_known_files() -> None:
    strangers = [
        str(path)
        for path in files_under("advisory", ".py")
        if (room := room_of(path)) and room not in FREE_ROOMS and part_of(path) not in PARTS
    ]
    assert strangers == []


def test_no_name_says_nothing() -> None:
    empty = [
        f"{path}:{line} {name}"
        for path in python()
        for line, name in names_defined(path)
        if name not in IMPOSED and (words(TERMS.sub("", name)) & BANNED or name.startswith("do_"))
    ]
    assert empty == []


def test_no_file_or_folder_says_nothing() -> None:
    empty = [
        str(path)
        for path in files()
        if any(words(Path(part).stem.lstrip(".")) & BANNED for part in path.parts)
    ]
    assert empty == []


def test_queries_name_what_they_find() -> None:
    hidden = [
        f"{path}:{function.lineno} {function.name}"
        for path in files_under("advisory", ".py")
        if room_of(path) and part_of(path) == "queries"
        for function in functions(path)
        if function.name.startswith(("get_", "fetch_", "find_"))
    ]
    assert hidden == []


def test_actions_take_the_session_first_and_few_arguments_without_a_name() -> None:
    unclear = [
        f"{path}:{node.lineno} {node.name}"
        for path in files_under("advisory", ".py")
        if room_of(path) and part_of(path) == "actions"
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        for places in [[argument.arg for argument in node.args.args]]
        if "session" in places[1:] or len(places) > 4
    ]
    assert unclear == []


def test_tests_are_found_where_their_room_is() -> None:
    folders = {path.parts[1] for path in files_under("tests", ".py") if len(path.parts) > 2}
    assert folders - FOLDERS_OF_TESTS <= rooms()


def test_the_verbs_of_the_actions_are_in_the_glossary() -> None:
    for glossary in ROOT.glob("docs/glossary.md"):
        known = set(re.findall(r"[a-z]+", glossary.read_text().lower()))
        assert sorted(verbs_of_actions() - known) == []


def verbs_of_actions() -> set[str]:
    return {
        node.name.split("_")[0]
        for path in files_under("advisory", ".py")
        if room_of(path) and part_of(path) == "actions"
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
