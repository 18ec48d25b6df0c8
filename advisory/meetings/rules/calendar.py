"""One calendar entry as RFC 5545 wants it. Its title says nothing of who invites, or why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
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


@dataclass(frozen=True, kw_only=True)
class Entry:
    id: UUID
    changes: int
    """Rises when day, time or place moved: the newer entry takes the place of the older."""
    title: str
    where: str
    starts_at: datetime
    ends_at: datetime


def written(entry: Entry, at: datetime) -> bytes:
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//calendar//EN",
        "METHOD:PUBLISH",
        *_LONDON,
        "BEGIN:VEVENT",
        f"UID:{entry.id}",
        f"SEQUENCE:{entry.changes}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID=Europe/London:{london(entry.starts_at):%Y%m%dT%H%M%S}",
        f"DTEND;TZID=Europe/London:{london(entry.ends_at):%Y%m%dT%H%M%S}",
        f"SUMMARY:{escaped(entry.title)}",
        f"LOCATION:{escaped(entry.where)}",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return b"".join(folded for line in lines for folded in _folded(line))


def escaped(text: str) -> str:
    """What somebody wrote can end no line and begin no property."""
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return "\\n".join(text.splitlines())


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
