"""`python -m tests.foundation.ciphertexts TABLE.COLUMN ...` seals an example for new columns."""

import json
import secrets
import sys
from pathlib import Path
from uuid import uuid4

from advisory.foundation.keys import FORMAT, seal_with

FILE = Path(__file__).parent / f"format_{FORMAT[0]}.json"


def example(column: str) -> dict[str, str]:
    key, row = secrets.token_bytes(32), uuid4()
    place = f"{column}/{row}"
    words = "شكرًا · Letters came in English only · ደብዳቤ"
    return {
        "column": column,
        "row": str(row),
        "place": place,
        "key": key.hex(),
        "words": words,
        "sealed": seal_with(key, place, words.encode()).hex(),
    }


def add(columns: list[str]) -> None:
    """An example that is there stays as it is: it stands for what people have stored."""
    kept: list[dict[str, str]] = json.loads(FILE.read_text()) if FILE.exists() else []
    known = {one["column"] for one in kept}
    kept += [example(column) for column in columns if column not in known]
    FILE.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    add(sys.argv[1:])
