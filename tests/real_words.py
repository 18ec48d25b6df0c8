"""Sentences that people really said to doctors, read in place and never committed.

TICO-19 (CC0 1.0), from the folder that `ADVISORY_DATA` names, or from `../shared/data`.
"""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def sentences(tag: str, count: int = 5) -> list[str]:
    """Said at the doctor's, in one language. Without the data the test counts as not run."""
    folder = Path(os.environ.get("ADVISORY_DATA", ROOT.parent / "shared" / "data")) / "tico19"
    path = folder / f"en-{tag}.tsv"
    if not path.exists():
        pytest.skip(f"not run: it needs real sentences, and there is no {path.name} in the data")
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [row[2] for row in rows if len(row) > 2 and row[0].startswith("CMU")][:count]
