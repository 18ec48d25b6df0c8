"""Templates and pages belong together, and no template carries a style or a script of its own."""

import ast
import re
from pathlib import Path

from tests.architecture.building import (
    files_under,
    functions,
    part_of,
    room_of,
    rooms,
    text,
    tree,
)

FOLDERS = frozenset({"components", "errors", "layouts", "letters", "public", "staff"})
SIDES = frozenset({"public", "staff"})
MENTION = re.compile(r"[\w./-]+\.(?:html|txt)\b")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script\b(?![^>]*\ssrc\s*=)|[\s\"']on[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"<(?!a\s)[^>]*\s(?:src|href|action|srcset)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE
)
"""A link leaves when the reader says so; anything else would be asked for on its own."""


def templates() -> list[Path]:
    return files_under("templates", ".html", ".txt")


def side_of(template: Path) -> str | None:
    side = template.parts[1]
    return side if side in SIDES and len(template.parts) == 4 else None


def mentioned_by_templates() -> set[str]:
    """What templates extend, include or import."""
    return {
        name
        for template in templates()
        for name in MENTION.findall(COMMENT.sub("", text(template)))
    }


def mentioned_in_room(room: str) -> set[str]:
    """What a room's pages and letters show: every template's name among its strings."""
    return {
        name
        for path in files_under(f"advisory/{room}", ".py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for name in MENTION.findall(node.value)
    }


def pages_of(room: str) -> set[str]:
    return {
        function.name
        for path in files_under(f"advisory/{room}", ".py")
        if part_of(path) == "views"
        for function in functions(path)
    }


def test_a_template_lies_in_a_known_folder_of_a_room() -> None:
    strangers = [
        str(template)
        for template in templates()
        if template.parts[1] not in FOLDERS
        or (template.parts[1] in SIDES and template.parts[2] not in rooms())
    ]
    assert strangers == []


def test_every_template_is_shown_by_a_page_of_its_room() -> None:
    included = mentioned_by_templates()
    unused = [
        str(template)
        for template in templates()
        if side_of(template)
        and (name := template.relative_to("templates").as_posix()) not in included
        and name not in mentioned_in_room(template.parts[2])
        and template.stem not in pages_of(template.parts[2])
    ]
    assert unused == []


def test_every_layout_component_and_letter_is_used() -> None:
    used = mentioned_by_templates() | {name for room in rooms() for name in mentioned_in_room(room)}
    unused = [
        str(template)
        for template in templates()
        if template.parts[1] in {"components", "layouts"}
        and template.relative_to("templates").as_posix() not in used
    ]
    assert unused == []


def test_every_template_that_a_room_names_is_there() -> None:
    present = {template.relative_to("templates").as_posix() for template in templates()}
    missing = {
        f"{room}: {name}"
        for room in rooms()
        for name in mentioned_in_room(room)
        if name.split("/")[0] in FOLDERS and name not in present and "/" in name
    }
    assert missing == set()


def test_no_template_carries_a_style_or_a_script() -> None:
    found = [
        f"{template}: {match[0].strip()}"
        for template in templates()
        for match in INLINE.finditer(COMMENT.sub("", text(template)))
    ]
    assert found == []


def test_no_template_asks_another_site_for_anything() -> None:
    found = [
        f"{template}: {match[0]}"
        for template in templates()
        for match in ELSEWHERE.finditer(COMMENT.sub("", text(template)))
    ]
    assert found == []


def test_no_script_writes_markup_or_asks_another_site() -> None:
    dangerous = re.compile(r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval)\b")
    found = [
        f"{path}: {match[0]}"
        for path in files_under("advisory/static", ".js")
        for pattern in (dangerous, re.compile(r"https?://(?!www\.w3\.org/)"))
        for match in pattern.finditer(text(path))
    ]
    assert found == []


def test_every_room_with_pages_has_its_templates_on_one_side_or_both() -> None:
    shown = {template.parts[2] for template in templates() if side_of(template)}
    with_pages = {
        room
        for path in files_under("advisory", ".py")
        if (room := room_of(path)) and part_of(path) == "views" and room != "app"
    }
    assert shown <= with_pages
