"""Each promise has a control and a test that can fail; the documents name tests that exist."""

import ast
import re
from functools import cache

import pytest

from tests.architecture.building import ROOT

DOCS = ROOT / "docs"
A_TEST = re.compile(r"`((?:[a-z_]+/)+test_[a-z0-9_]+\.py)::(\w+|\*)`")
A_PROMISE = re.compile(r"\*\*(P\d+)\*\*")
STATES = {"met", "n/a", "open"}
LEVELS_ONE_AND_TWO = 253
"""The number of requirements of levels 1 and 2 in OWASP's verification standard 5.0.0."""


@cache
def functions_of(path: str) -> frozenset[str]:
    file = ROOT / "tests" / path
    if not file.exists():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def exists(path: str, name: str) -> bool:
    return name in functions_of(path) or (name == "*" and bool(functions_of(path)))


def rows(document: str) -> list[list[str]]:
    lines = (DOCS / document).read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("| ") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table][1:]


@pytest.mark.parametrize("document", ["promises.md", "asvs.md", "accessibility.md"])
def test_every_test_that_a_document_names_exists(document: str) -> None:
    named = A_TEST.findall((DOCS / document).read_text(encoding="utf-8"))
    assert named
    assert [test for test in named if not exists(*test)] == []


def test_every_promise_of_the_threat_model_has_a_control_and_a_test() -> None:
    model = (DOCS / "threat-model.md").read_text(encoding="utf-8")
    promised = set(A_PROMISE.findall(model))
    kept = {number: (control, tests) for number, _, control, tests in rows("promises.md")}
    assert set(kept) == promised
    assert [number for number, (control, _) in kept.items() if not control] == []
    assert [number for number, (_, tests) in kept.items() if not A_TEST.search(tests)] == []


def test_every_requirement_of_the_verification_standard_is_answered() -> None:
    answered = rows("asvs.md")
    assert len({row[0] for row in answered}) == len(answered) == LEVELS_ONE_AND_TWO
    assert {row[1] for row in answered} <= STATES
    assert [row[0] for row in answered if not row[2]] == []


def test_most_of_what_applies_is_tested() -> None:
    applying = [row for row in rows("asvs.md") if row[1] != "n/a"]
    tested = [row for row in applying if A_TEST.search(row[3])]
    assert len(tested) >= 0.6 * len(applying)
