"""The starter texts that come with the product, read from the translations folder."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent.parent / "translations" / "starter.toml"

Words = dict[str, str]
"""A text by language tag; English is always there."""


@dataclass(frozen=True)
class StarterNumber:
    number: str
    name: Words
    note: Words


@dataclass(frozen=True)
class Starter:
    topics: tuple[Words, ...]
    services: tuple[Words, ...]
    numbers: tuple[StarterNumber, ...]
    signposts: tuple[tuple[str, Words], ...]


@cache
def starter() -> Starter:
    with FILE.open("rb") as file:
        found = tomllib.load(file)
    return Starter(
        topics=tuple(found["topics"]),
        services=tuple(found["services"]),
        numbers=tuple(
            StarterNumber(row["number"], _without(row, "number", "note"), row["note"])
            for row in found["help"]
        ),
        signposts=tuple((row["name"], _without(row, "name")) for row in found["signposts"]),
    )


def _without(row: dict[str, Any], *names: str) -> Words:
    return {tag: words for tag, words in row.items() if tag not in names}
