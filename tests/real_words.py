"""Sentences that people really said to doctors, read in place and never committed.

TICO-19 (CC0 1.0), from the folder that `ADVISORY_DATA` names, or from `../shared/data`. Where the
data is not there, a walk goes with our own short remarks, and says so.
"""

import os
import warnings
from pathlib import Path

ROOT = Path(__file__).parents[1]
OWN = {
    "ar": ["رسالة العيادة بالإنجليزية.", "اسألوا الصيدلية.", "اطلبوا مترجمًا.", "الدواء بعيد."],
    "ti": ["ደብዳበ ክሊኒክ ብእንግሊዝኛ እዩ።", "ንፋርማሲ ሕተቱ።", "ተርጓሚ ሕተቱ።", "መድሃኒት ርሑቕ እዩ።"],
}


class NotHere(UserWarning):
    """Not on this machine: the test went with our own remarks instead, or was left out."""


def folder() -> Path:
    return Path(os.environ.get("ADVISORY_DATA", ROOT.parent / "shared" / "data"))


def path_of(tag: str) -> Path:
    return folder() / "tico19" / f"en-{tag}.tsv"


def translations(tag: str) -> list[str]:
    """All sentences of a language. A test that asks for them is marked `real_texts`."""
    path = path_of(tag)
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return [row[2] for row in rows if len(row) > 2]


def sentences(tag: str, count: int = 4) -> list[str]:
    """Said at the doctor's, in one language."""
    path = path_of(tag)
    if not path.exists():
        warnings.warn(f"no {path.name}: own remarks instead", NotHere, stacklevel=2)
        return OWN[tag]
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [row[2] for row in rows if len(row) > 2 and row[0].startswith("CMU")][:count]
