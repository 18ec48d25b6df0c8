"""One sheet for both directions: logical properties only, and nothing from elsewhere."""

import re
from pathlib import Path

from tests.architecture.building import files, text

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"(?<=[{;\s])(?P<name>[a-z-]+)\s*:\s*(?P<values>[^;{}]+)(?=[;}])")
PHYSICAL_NAME = re.compile(r"(?:^|-)(?:left|right)(?:-|$)")
PHYSICAL_VALUE = re.compile(r"(?<![\w-])(?:left|right)(?![\w-])")
SIDED = frozenset({"caption-side", "clear", "float", "text-align", "text-align-last", "resize"})
FROM_ELSEWHERE = re.compile(r"@import|@font-face|url\(\s*[\"']?(?:https?:)?//")


def sheets() -> list[Path]:
    return [path for path in files() if path.suffix == ".css"]


def declarations(sheet: Path) -> list[tuple[str, str]]:
    return [
        (found["name"], found["values"].strip())
        for found in DECLARATION.finditer(COMMENT.sub("", text(sheet)))
    ]


def test_there_are_style_sheets_to_read() -> None:
    assert sheets()
    assert all(len(declarations(sheet)) > 10 for sheet in sheets())


def test_no_property_names_a_side_of_the_page() -> None:
    found = [
        f"{sheet}: {name}: {values}"
        for sheet in sheets()
        for name, values in declarations(sheet)
        if PHYSICAL_NAME.search(name) or (name in SIDED and PHYSICAL_VALUE.search(values))
    ]
    assert found == []


def test_no_style_sheet_brings_a_font_or_asks_another_site() -> None:
    found = [
        f"{sheet}: {match[0]}"
        for sheet in sheets()
        for match in FROM_ELSEWHERE.finditer(COMMENT.sub("", text(sheet)))
    ]
    assert found == []
