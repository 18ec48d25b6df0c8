"""`make prove`: asks every promise with the long numbers and prints one table.

Each story is its own run of pytest on each kind of database, so that one may be chosen by name,
and what was proven already is not asked again until `--again`.
"""

import json
import os
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from tests.databases import KINDS
from tests.proofs.proving import NOTES, SHARE

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COLUMNS = ("story", "database", "what", "floor", "asked", "found")
WIDTHS = (13, 10, 42, 26, 30, 40)
# A second kind of database would tell nothing new: these look at rules and at doors.
ON_ONE_DATABASE = {"access", "digits", "fits", "working_time"}


def stories() -> dict[str, Path]:
    return {path.stem.removeprefix("test_"): path for path in sorted(HERE.glob("test_*.py"))}


def asked_for() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.proofs", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="STORY", help=", ".join(stories()))
    parser.add_argument("--long", action="store_true", help="the long numbers, not the floor's")
    parser.add_argument("--share", type=float, default=1.0, help="of the long numbers, like 0.1")
    parser.add_argument("--database", choices=KINDS, action="append", help="one kind only")
    parser.add_argument("--list", action="store_true", help="name the stories and stop")
    parser.add_argument("--again", action="store_true", help="also what was proven already")
    parser.add_argument("--notes", type=Path, default=ROOT / "var" / "prove", help="where to note")
    return parser.parse_args()


def runs(asked: Namespace) -> Iterator[tuple[str, str]]:
    known = stories()
    strangers = [name for name in asked.names if name not in known]
    if strangers:
        sys.exit(f"There is no story {strangers[0]!r}; there are {', '.join(known)}.")
    for name in asked.names or known:
        kinds = KINDS[:1] if name in ON_ONE_DATABASE else KINDS
        yield from ((name, kind) for kind in asked.database or kinds)


def run(name: str, kind: str, asked: Namespace) -> tuple[bool, list[dict[str, object]]]:
    """Whether all of it held, and its lines. A story that was proven at this size is read."""
    size = f"{asked.share:g}" if asked.long else "floor"
    notes: Path = asked.notes / f"{name}-{kind}-{size}.jsonl"
    done = notes.with_suffix(".done")
    if not done.exists() or asked.again:
        notes.parent.mkdir(parents=True, exist_ok=True)
        for left in (notes, done):
            left.unlink(missing_ok=True)
        began = time.monotonic()
        if _ended_well(name, kind, notes, asked.share if asked.long else 0):
            done.write_text(f"{time.monotonic() - began:.0f}")
    lines = [json.loads(line) for line in notes.read_text().splitlines()] if notes.exists() else []
    return done.exists(), lines


def _ended_well(name: str, kind: str, notes: Path, share: float) -> bool:
    environ = {**os.environ, SHARE: f"{share:g}" if share else "", NOTES: str(notes)}
    command = [sys.executable, "-m", "pytest", "-q", "--timeout", "0", "--database", kind]
    output = notes.with_suffix(".log")
    with output.open("wb") as log:
        ended = subprocess.run(
            [*command, str(stories()[name])],
            cwd=ROOT,
            env=environ,
            stdout=log,
            stderr=log,
            check=False,
        )
    return ended.returncode == 0


def row(cells: tuple[object, ...]) -> str:
    return "  ".join(str(cell)[:wide].ljust(wide) for cell, wide in zip(cells, WIDTHS, strict=True))


def main() -> int:
    asked, broken = asked_for(), list[str]()
    if asked.list:
        print("\n".join(stories()))
        return 0
    print(row(COLUMNS))
    for name, kind in runs(asked):
        held, lines = run(name, kind, asked)
        for line in lines:
            mark = "" if line["kept"] else "  BROKEN"
            print(row(tuple(line[column] for column in COLUMNS)) + mark, flush=True)
        if not held:
            broken.append(f"{name} on {kind}")
            print(f"{name} on {kind} did not hold: see the log in {asked.notes}.", flush=True)
    print("Every promise held." if not broken else f"Broken: {', '.join(broken)}.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
