"""Who has a place, until when a reply can change, and how long replies are kept."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from advisory.meetings.models import Guest, Meeting, Standing
from advisory.meetings.rules.timetable import has_begun

KEPT_AFTER = timedelta(days=30)
"""Replies are let go so long after a meeting: those who arrange it have paid and thanked."""


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What somebody needs to be able to come."""

    speaks: str
    interpreter: bool = False
    woman: bool = False
    """A woman as interpreter."""
    childcare: bool = False
    travel: bool = False
    access: str = ""

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_json(cls, text: str) -> "Needs":
        return cls(**json.loads(text))


def is_open(meeting: Meeting, at: datetime) -> bool:
    """Everybody is invited, and it has not begun: replies come, change and are taken back."""
    return meeting.opened_at is not None and not has_begun(meeting, at)


def is_full(meeting: Meeting, guests: Iterable[Guest]) -> bool:
    taken = [guest for guest in guests if guest.standing is not Standing.WAITING]
    return len(taken) >= meeting.places


def sees_venue(guest: Guest) -> bool:
    return guest.standing is Standing.CONFIRMED
