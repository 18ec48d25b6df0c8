"""The shape budget: a smoke alarm. What rings it is split by topic, not squeezed."""

import ast
from pathlib import Path

from tests.architecture.building import (
    files_under,
    functions,
    length,
    part_of,
    python,
    room_of,
    text,
)

FILE, FUNCTION, PAGE, TEMPLATE = 400, 60, 35, 200


def lines(path: Path) -> int:
    return len(text(path).splitlines())


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    described = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    body = function.body[1:] if described and len(function.body) > 1 else function.body
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


def test_a_file_is_read_in_one_sitting() -> None:
    assert [f"{path}: {lines(path)}" for path in python() if lines(path) > FILE] == []


def test_a_style_sheet_or_script_is_read_in_one_sitting() -> None:
    files = files_under("advisory", ".js", ".css")
    assert [f"{path}: {lines(path)}" for path in files if lines(path) > 2 * FILE] == []


def test_a_function_fits_on_a_screen() -> None:
    assert [
        f"{path}:{function.lineno} {function.name}: {length(function)}"
        for path in python()
        for function in functions(path)
        if length(function) > FUNCTION
    ] == []


def test_a_page_only_loads_allows_acts_and_shows() -> None:
    assert [
        f"{path}:{function.lineno} {function.name}: {body_length(function)}"
        for path in python()
        if room_of(path) and part_of(path) == "views"
        for function in functions(path)
        if body_length(function) > PAGE
    ] == []


def test_a_template_shows_one_thing() -> None:
    templates = files_under("templates", ".html", ".txt")
    assert [f"{path}: {lines(path)}" for path in templates if lines(path) > TEMPLATE] == []
