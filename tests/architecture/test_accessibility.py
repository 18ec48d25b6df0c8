"""What no page of ours may do, found in its templates and scripts (docs/accessibility.md)."""

import re
from pathlib import Path

import pytest

from tests.architecture.building import files_under, text
from tests.architecture.test_promises import A_TEST, rows

NEVER = {
    "dragging, which not every hand can do": r"\bdraggable\b|\bdragstart\b|\btouchmove\b",
    "a key that a screen reader already uses": r"\baccesskey\b|\.key ?===? ?[\"']\w[\"']",
    "sound or film that begins by itself": r"\bautoplay\b",
    "refusing what is pasted": r"[\"']paste[\"']|\bonpaste\b",
    "taking the zoom away": r"user-scalable|maximum-scale",
    "a tab order of our own": r"tabindex\s*=\s*[\"']?[1-9]",
}
COMMENT = re.compile(r"\{#.*?#\}|/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
REQUIRED = [f"A{number}" for number in range(1, 18)]


def sources() -> list[Path]:
    return [*files_under("templates", ".html"), *files_under("advisory/static", ".js", ".css")]


@pytest.mark.parametrize("never", NEVER)
def test_no_page_asks_for(never: str) -> None:
    pattern = re.compile(NEVER[never])
    assert [
        f"{path}: {found[0]}"
        for path in sources()
        for found in pattern.finditer(COMMENT.sub("", text(path)))
    ] == []


def test_sound_has_controls_a_name_and_waits() -> None:
    sounds = [
        (path, tag)
        for path in files_under("templates", ".html")
        for tag in re.findall(r"<(?:audio|video)\b[^>]*>", text(path))
    ]
    assert sounds
    assert [path for path, tag in sounds if "controls" not in tag or "aria-label" not in tag] == []
    fetched = [(path, tag) for path, tag in sounds if " src=" in tag]
    assert [path for path, tag in fetched if 'preload="none"' not in tag] == []


def test_every_table_says_what_it_is_and_what_its_heads_belong_to() -> None:
    nameless, headless = [], []
    for path in files_under("templates/public", ".html") + files_under("templates/staff", ".html"):
        written = COMMENT.sub("", text(path))
        nameless += [path for table in written.split("<table")[1:] if "<caption" not in table]
        headless += [path for head in re.findall(r"<th\b[^>]*>", written) if "scope=" not in head]
    assert (nameless, headless) == ([], [])


def test_each_of_the_own_tests_has_one_that_can_fail() -> None:
    told = {row[0]: row[-1] for row in rows("accessibility.md")}
    assert list(told) == REQUIRED
    assert [number for number, tests in told.items() if not A_TEST.search(tests)] == []
