"""What no committed file may carry."""

import re
from pathlib import Path

from tests.architecture.building import ROOT, files, python, text

# In pieces, so that this file does not find itself.
REGISTRIES = re.compile(
    "|".join(
        (
            r"pypi\.(?:org|python)",
            "python" + "hosted",
            r"registry\.(?:npm|yarn)",
            "npm" + "mirror",
            "files" + r"\.python",
            "extra-index" + "-url",
            "find" + "-links",
        )
    )
)
MACHINE = re.compile(r"(?<![\w./}>-])/(?:root|work|home/\w+|Users/\w+|tmp/bash\w*)/")
LOCKS = re.compile(r"(?:^|/)(?:requirements[\w-]*\.txt|package(?:-lock)?\.json|\.npmrc)$")
LEFT_OPEN = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|XX" + r"X|NotImplemented" + r"Error)\b")
SET_ASIDE = re.compile(r"\b(?:pytest\.|mark\.)(?:sk" + "ip|xf" + "ail)")
SILENCED = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b(?P<rest>.*)")
WITH_REASON = re.compile(r"(?:: [A-Z]+\d+(?:, ?[A-Z]+\d+)*|\[[\w, -]+\])\s+(?:- |# ?|-- )\S+ \S+")


def readable() -> list[Path]:
    return [path for path in files() if b"\0" not in (ROOT / path).read_bytes()[:4096]]


def test_no_file_names_a_registry_or_this_machine() -> None:
    here = {f"{ROOT}/", f"{Path.home()}/"} - {"//"}
    found = [
        f"{path}: {match[0]}"
        for path in readable()
        for match in (*REGISTRIES.finditer(text(path)), *MACHINE.finditer(text(path)))
    ]
    found += [f"{path}: {place}" for path in readable() for place in here if place in text(path)]
    assert found == []


def test_locks_carry_no_address() -> None:
    locks = [path for path in files() if LOCKS.search(path.as_posix())]
    assert Path("requirements.txt") in locks
    assert [str(path) for path in locks if "://" in text(path)] == []


def test_nothing_is_left_open_or_set_aside() -> None:
    found = [
        f"{path}: {match[0]}"
        for path in readable()
        if path.suffix in {".py", ".html", ".css", ".js"}
        for pattern in (LEFT_OPEN, SET_ASIDE)
        for match in pattern.finditer(text(path))
    ]
    assert found == []


def test_every_silenced_check_says_which_and_why() -> None:
    found = [
        f"{path}: {match[0]}"
        for path in python()
        for match in SILENCED.finditer(text(path))
        if not WITH_REASON.match(match["rest"])
    ]
    assert found == []


def test_databases_and_keys_stay_out() -> None:
    kinds = {".sqlite3", ".db", ".key", ".pem", ".mo", ".woff2", ".pyc"}
    assert [str(path) for path in files() if path.suffix in kinds] == []
