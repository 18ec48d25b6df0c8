"""What people stored years ago opens with today's code, and a damaged byte opens nothing."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import LargeBinary

from advisory.app.schema import whole_schema
from advisory.contributions import queries as contributions
from advisory.contributions import rules as codes
from advisory.foundation import browser_sessions
from advisory.foundation.keys import (
    FORMAT,
    Keyring,
    SealBroken,
    seal_with,
    unseal_with,
    wrapped_place,
)
from advisory.people import rules as people
from advisory.safeguarding import queries as safeguarding
from advisory.safeguarding.models import LogEntry
from advisory.words import queries as words
from advisory.words.models import Version

FOLDER = Path(__file__).parent / "ciphertexts"
KEPT: list[dict[str, str]] = [
    one for path in sorted(FOLDER.glob("format_*.json")) for one in json.loads(path.read_text())
]
OPEN_TO_ALL = {"passkeys.public_key"}
"""Bytes that are no secret."""
each_kept = pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept["column"])


def place_today(kept: dict[str, str]) -> str:
    """Where the code of today binds the bytes of this column to."""
    row = UUID(kept.get("row", str(UUID(int=0))))
    return {
        "data_keys.wrapped": wrapped_place(row),
        "versions.sealed": words.place(Version(id=row)),
        "concern_log.sealed": safeguarding.log_place(LogEntry(id=row)),
        "drafts.sealed": contributions.DRAFT,
        "receipts.sealed_code": contributions.CODE,
    }.get(kept["column"], kept["place"])


def key_today(kept: dict[str, str]) -> bytes:
    match kept["column"]:
        case "drafts.sealed" | "receipts.sealed_code":
            return codes.token_key(kept["secret"])
        case "browser_sessions.sealed":
            return browser_sessions._key(kept["secret"])
        case _:
            return bytes.fromhex(kept["key"])


@each_kept
def test_what_was_sealed_by_every_past_format_opens(kept: dict[str, str]) -> None:
    opened = unseal_with(key_today(kept), place_today(kept), bytes.fromhex(kept["sealed"]))
    assert opened.decode() == kept["words"]


@each_kept
def test_no_single_byte_can_be_changed(kept: dict[str, str]) -> None:
    sealed = bytes.fromhex(kept["sealed"])
    for position in range(len(sealed)):
        for change in (0x01, 0x80, 0xFF):
            damaged = bytearray(sealed)
            damaged[position] ^= change
            with pytest.raises(SealBroken):
                unseal_with(key_today(kept), place_today(kept), bytes(damaged))


@each_kept
def test_nothing_shorter_opens(kept: dict[str, str]) -> None:
    sealed = bytes.fromhex(kept["sealed"])
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            unseal_with(key_today(kept), place_today(kept), sealed[:length])


@each_kept
def test_nothing_opens_in_another_row_or_column(kept: dict[str, str]) -> None:
    sealed, key = bytes.fromhex(kept["sealed"]), key_today(kept)
    for place in {other["place"] for other in KEPT} - {kept["place"]} | {kept["place"] + "0", ""}:
        with pytest.raises(SealBroken):
            unseal_with(key, place, sealed)


def test_a_new_format_brings_its_examples() -> None:
    """Else nobody would notice when a later change cannot open it any more."""
    now = FORMAT[0]
    assert seal_with(bytes(32), "here", b"words")[:1] == FORMAT
    for number in range(1, now + 1):
        examples = json.loads((FOLDER / f"format_{number}.json").read_text())
        assert {bytes.fromhex(one["sealed"])[0] for one in examples} == {number}


def test_every_sealed_column_has_an_example() -> None:
    """`python -m tests.foundation.ciphertexts TABLE.COLUMN` makes the missing one."""
    sealed = {
        f"{table.name}.{column.name}"
        for table in whole_schema().sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert sealed - {one["column"] for one in KEPT} - OPEN_TO_ALL == set()


def test_codes_links_and_recovery_codes_of_the_past_open() -> None:
    kept = json.loads((FOLDER / "codes_and_links.json").read_text())
    ring = Keyring(
        {}, pepper=bytes.fromhex(kept["pepper"]), secret=b"", links=bytes.fromhex(kept["links"])
    )
    digits = codes.Digits(kept["code"][: codes.LOCATOR], kept["code"][codes.LOCATOR :])
    assert codes.opens(ring, kept["code_hash"], digits.secret)
    assert not codes.opens(ring, kept["code_hash"], digits.secret[::-1])
    assert ring.link_token(UUID(kept["link"])) == kept["link_token"]
    assert people.kept_key(ring, kept["recovery_code"]) == kept["recovery_hash"]
