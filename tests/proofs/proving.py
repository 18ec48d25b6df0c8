"""How much is asked of each promise, and what was found.

`make test` asks the floor. `make prove` asks more of the same functions: ADVISORY_PROVE=1 asks the
long numbers, ADVISORY_PROVE=0.1 a tenth of them, and ADVISORY_PROVE_NOTES names a file that gets
a line of JSON for each promise.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

SHARE, NOTES = "ADVISORY_PROVE", "ADVISORY_PROVE_NOTES"


@dataclass(frozen=True)
class Finding:
    """One line of the table. `kept` says whether the promise held."""

    story: str
    database: str
    what: str
    floor: str
    asked: str
    found: str
    kept: bool


def share() -> float:
    """Of the long numbers; 0 while only the floor is asked."""
    return float(os.environ.get(SHARE) or 0)


class Proof:
    """One story's numbers. `found` notes what came out and fails when a promise is broken."""

    def __init__(self, story: str, database: str) -> None:
        self.story, self.database = story, database

    def asked(self, floor: int, long: int) -> int:
        """How many times this run tries: the floor, or a share of the long number."""
        return max(floor, round(long * share())) if share() else floor

    def found(
        self, what: str, found: object, *, kept: bool, floor: object, asked: object = ""
    ) -> None:
        line = Finding(
            self.story,
            self.database,
            what,
            str(floor),
            str(floor if asked == "" else asked),
            str(found),
            kept,
        )
        if notes := os.environ.get(NOTES):
            with Path(notes).open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(line)) + "\n")
        assert kept, line

    def none(self, what: str, found: object, *, floor: object, asked: object = "") -> None:
        """Nothing of this kind may be found: a count that is 0, a list that is empty."""
        count = found if isinstance(found, int) else len(list(found))  # type: ignore[call-overload] # a list or a set
        told = found if count else 0
        self.found(what, told, kept=count == 0, floor=floor, asked=asked)
