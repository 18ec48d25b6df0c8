"""The calendar entry, read back by a strict reader of RFC 5545."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from advisory.meetings.rules.calendar import Entry, written

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
ENTRY = Entry(
    id=UUID(int=7),
    changes=2,
    title="Appointment",
    where="Hall",
    starts_at=datetime(2027, 6, 2, 13, tzinfo=UTC),
    ends_at=datetime(2027, 6, 2, 15, tzinfo=UTC),
)


def read(entry: bytes) -> list[tuple[str, str]]:
    """(name with parameters, unescaped text) of each line. Raises where the entry is not one."""
    assert entry.endswith(b"\r\n")
    assert b"\n" not in entry.replace(b"\r\n", b"")
    physical = entry.split(b"\r\n")[:-1]
    assert max(map(len, physical)) <= 75
    for line in physical:
        line.decode()
    lines = entry.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    pairs = [(name, unescaped(text)) for name, _, text in (line.partition(":") for line in lines)]
    opened: list[str] = []
    for name, text in pairs:
        if name == "BEGIN":
            opened.append(text)
        if name == "END":
            assert opened.pop() == text
    assert opened == []
    return pairs


def unescaped(text: str) -> str:
    said, rest = "", text
    while rest:
        mark, rest = rest[0], rest[1:]
        if mark == "\\":
            mark, rest = {"n": "\n", "N": "\n"}.get(rest[0], rest[0]), rest[1:]
        said += mark
    return said


def test_it_stands_at_london_s_hour_with_the_zone_beside_it() -> None:
    pairs = read(written(ENTRY, AT))
    lines = dict(pairs)
    assert lines["DTSTART;TZID=Europe/London"] == "20270602T140000"
    assert lines["DTEND;TZID=Europe/London"] == "20270602T160000"
    assert ("TZID", "Europe/London") in pairs
    assert [text for name, text in pairs if name == "TZOFFSETTO"] == ["+0100", "+0000"]
    assert lines["DTSTAMP"] == "20261123T120000Z"


def test_a_moved_meeting_takes_the_place_of_the_entry_before() -> None:
    before, after = (dict(read(written(one, AT))) for one in (ENTRY, replace(ENTRY, changes=3)))
    assert before["UID"] == after["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


@pytest.mark.parametrize(
    "where",
    [
        "Hall; room 2, \\ stairs",
        "x\r\nEND:VEVENT\r\nBEGIN:VALARM",
        "a\u2028ATTENDEE:mailto:somebody@mine.example\u0085b",
        "ደርቢ ጎደና " * 40,
        "خیابان " * 60,
        "🏠" * 90,
    ],
)
def test_no_place_can_end_its_line_or_tear_a_letter(where: str) -> None:
    pairs = read(written(replace(ENTRY, where=where), AT))
    assert dict(pairs)["LOCATION"] == "\n".join(where.splitlines())
    assert [name for name, _ in pairs].count("END") == 5
    assert "ATTENDEE" not in dict(pairs)
