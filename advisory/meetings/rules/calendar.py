"""Calendar entries and feeds as RFC 5545 wants them. A title says nothing of who, or why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from unicodedata import category
from uuid import UUID

from advisory.languages.dates import london

LINE = 75
"""Bytes, not letters: a longer line goes on in the next one after a space."""
_LONDON = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/London",
    "BEGIN:DAYLIGHT",
    "DTSTART:19810329T010000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZNAME:BST",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZNAME:GMT",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_ASK_AGAIN = ("REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H")


@dataclass(frozen=True, kw_only=True)
class Entry:
    id: UUID
    changes: int
    """Rises when day, time or place moved: the newer entry takes the place of the older."""
    title: str
    where: str
    starts_at: datetime
    ends_at: datetime
    is_called_off: bool = False
    """The calendar that has it takes it out, or crosses it through."""


def written(entry: Entry, at: datetime) -> bytes:
    """One entry to take into a calendar, or to take out of it."""
    method = "CANCEL" if entry.is_called_off else "PUBLISH"
    return _calendar([f"METHOD:{method}"], [entry], at)


def feed(entries: Iterable[Entry], at: datetime) -> bytes:
    """What a calendar asks for again and again. What is called off stays in it, crossed through."""
    return _calendar(["METHOD:PUBLISH", *_ASK_AGAIN], entries, at)


def _calendar(head: Iterable[str], entries: Iterable[Entry], at: datetime) -> bytes:
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//calendar//EN",
        *head,
        *_LONDON,
        *(line for entry in entries for line in _event(entry, at)),
        "END:VCALENDAR",
    )
    return b"".join(folded for line in lines for folded in _folded(line))


def _event(entry: Entry, at: datetime) -> tuple[str, ...]:
    return (
        "BEGIN:VEVENT",
        f"UID:{entry.id}",
        f"SEQUENCE:{entry.changes}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID=Europe/London:{london(entry.starts_at):%Y%m%dT%H%M%S}",
        f"DTEND;TZID=Europe/London:{london(entry.ends_at):%Y%m%dT%H%M%S}",
        f"SUMMARY:{escaped(entry.title)}",
        f"LOCATION:{escaped(entry.where)}",
        f"STATUS:{'CANCELLED' if entry.is_called_off else 'CONFIRMED'}",
        "CLASS:PRIVATE",
        "END:VEVENT",
    )


def escaped(text: str) -> str:
    """What somebody wrote can end no line and begin no property."""
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    printed = ("".join(filter(_is_printed, line)) for line in text.splitlines())
    return "\\n".join(printed)


def _is_printed(mark: str) -> bool:
    """RFC 5545 allows no control characters in a text but the tab."""
    return mark == "\t" or category(mark) != "Cc"


def _folded(line: str) -> Iterator[bytes]:
    """A letter of several bytes is never torn apart."""
    part = b""
    for letter in line:
        coded = letter.encode()
        if len(part) + len(coded) > LINE:
            yield part + b"\r\n"
            part = b" "
        part += coded
    yield part + b"\r\n"
