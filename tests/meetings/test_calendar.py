"""Entries and feeds, read back by a strict reader of RFC 5545 and by two libraries."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import icalendar
import pytest
import vobject

from advisory.meetings.rules.calendar import Entry, feed, written
from advisory.meetings.rules.timetable import moment

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


# ── Two libraries that others wrote read the same ────────────────────────────────────────────────

HOSTILE = "x\r\nEND:VEVENT\r\nBEGIN:VALARM\x00\x1b; a, b \\n ደርቢ \u2028\U0001f3e0" + "خیابان " * 30
EVERY_WEEK = [date(2027, 3, 13) + timedelta(weeks=week) for week in range(34)]
"""Saturdays and Sundays over both changes of the clock."""


def moments_read(content: bytes) -> list[list[tuple[datetime, datetime, str]]]:
    """What each library makes of it: begins and ends in UTC, and the UID."""
    one = icalendar.Calendar.from_ical(content)
    other = vobject.readOne(content.decode())
    return [
        [
            (
                event.decoded("DTSTART").astimezone(UTC),
                event.decoded("DTEND").astimezone(UTC),
                str(event["UID"]),
            )
            for event in one.walk("VEVENT")
        ],
        [
            (
                event.dtstart.value.astimezone(UTC),
                event.dtend.value.astimezone(UTC),
                event.uid.value,
            )
            for event in other.vevent_list
        ],
    ]


def test_weekly_meetings_keep_their_hour_over_both_changes_of_the_clock() -> None:
    days = [day + timedelta(days=more) for day in EVERY_WEEK for more in (0, 1)]
    at_two = [moment(day, time(14)) for day in days]
    entries = [
        replace(ENTRY, id=UUID(int=number), starts_at=at, ends_at=at + timedelta(hours=2))
        for number, at in enumerate(at_two)
    ]
    wanted = [(row.starts_at, row.ends_at, str(row.id)) for row in entries]
    assert moments_read(feed(entries, AT)) == [wanted, wanted]
    assert {at.hour for at in at_two} == {13, 14}


@pytest.mark.parametrize("begins", [time(0, 30), time(1, 30), time(2, 30)])
def test_in_the_night_when_the_clock_goes_back_each_library_reads_the_same(begins: time) -> None:
    at = moment(date(2027, 10, 31), begins)
    entry = replace(ENTRY, starts_at=at, ends_at=moment(date(2027, 10, 31), time(9)))
    wanted = [(entry.starts_at, entry.ends_at, str(entry.id))]
    assert moments_read(written(entry, AT)) == [wanted, wanted]


def test_hostile_words_come_back_as_words_and_nothing_else() -> None:
    content = written(replace(ENTRY, where=HOSTILE, title=HOSTILE), AT)
    safe = "\n".join(HOSTILE.replace("\x00", "").replace("\x1b", "").splitlines())
    one, other = icalendar.Calendar.from_ical(content), vobject.readOne(content.decode())
    assert [str(row["LOCATION"]) for row in one.walk("VEVENT")] == [safe]
    assert [row.location.value for row in other.vevent_list] == [safe]
    assert one.walk("VALARM") == []
    again = icalendar.Calendar.from_ical(one.to_ical())
    assert [str(row["SUMMARY"]) for row in again.walk("VEVENT")] == [safe]
    assert vobject.readOne(other.serialize()).vevent.summary.value == safe


def test_what_is_called_off_is_taken_out_and_keeps_its_uid() -> None:
    off = replace(ENTRY, changes=3, is_called_off=True)
    entry = icalendar.Calendar.from_ical(written(off, AT))
    assert entry["METHOD"] == "CANCEL"
    (event,) = entry.walk("VEVENT")
    assert (event["STATUS"], event["UID"], event["SEQUENCE"]) == ("CANCELLED", str(ENTRY.id), 3)
    both = vobject.readOne(feed([ENTRY, off], AT).decode())
    assert both.method.value == "PUBLISH"
    assert [row.status.value for row in both.vevent_list] == ["CONFIRMED", "CANCELLED"]
