"""Words that members never meet, because they frighten or belong to the asylum system."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.building import files, files_under, text, tree

NEVER = (
    "withdrawn|statements?|decisions?|refer(?:s|red|ral|rals)?|escalat(?:e|es|ed|ion)|triag(?:e|ed)"
    "|cases?|claims?|complain(?:t|ts)|interview(?:s|ed)?|submit(?:s|ted)?|invalid|failed"
)
NEVER_SHOWN = re.compile(rf"\b(?:{NEVER})\b", re.IGNORECASE)
PROMISE = re.compile(r"asylum claim", re.IGNORECASE)
"""The one place for the word: what members say here does not touch their asylum claim."""

JINJA = re.compile(r"\{[{%#].*?[#%}]\}", re.DOTALL)
QUOTED = re.compile(r"_\(\s*\"(?P<words>[^\"]+)\"|_\(\s*'(?P<or>[^']+)'")
TAG = re.compile(r"<[^>]*>", re.DOTALL)
READ_ALOUD = re.compile(r"(?:aria-label|alt|title|placeholder)=\"(?P<words>[^\"{]+)\"")
LONGEST = 15


def public_templates() -> list[Path]:
    return [
        *files_under("templates/public"),
        *files_under("templates/letters/public"),
    ]


def sentences(template: Path) -> Iterator[str]:
    """What a reader may see or hear of a template: marked strings and what stands between tags."""
    source = text(template)
    for found in QUOTED.finditer(source):
        yield found["words"] or found["or"]
    for found in READ_ALOUD.finditer(source):
        yield found["words"]
    yield TAG.sub(" ", JINJA.sub(" ", source))


def strings_for_members(path: Path) -> Iterator[str]:
    """What `for_public(...)` and the safety list hold."""
    everything = path.as_posix() == "advisory/languages/safety.py"
    for node in ast.walk(tree(path)):
        marked = isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
            "for_public",
            "for_safety",
        }
        if isinstance(node, ast.Call) and (marked or everything):
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def english_for_members() -> Iterator[tuple[Path, str]]:
    for template in public_templates():
        for sentence in sentences(template):
            yield template, sentence
    for path in files():
        if path.suffix == ".py" and path.parts[0] == "advisory":
            for sentence in strings_for_members(path):
                yield path, sentence


def test_members_never_meet_a_word_that_frightens() -> None:
    found = [
        f"{path}: {match[0]}"
        for path, english in english_for_members()
        for match in NEVER_SHOWN.finditer(PROMISE.sub("", english))
    ]
    assert found == []


def test_a_sentence_for_members_is_short() -> None:
    found = [
        f"{path}: {sentence.strip()}"
        for path in files_under("advisory", ".py")
        for english in strings_for_members(path)
        for sentence in re.split(r"[.!?:]\s+", english)
        if len(sentence.split()) > LONGEST
    ]
    assert found == []
