"""Who has a place, until when a reply can change, and how long replies are kept."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from advisory.meetings.models import Guest, Meeting, Standing, Support
from advisory.meetings.rules.timetable import has_begun

KEPT_AFTER = timedelta(days=30)
"""Replies are let go so long after a meeting: those who arrange it have paid and thanked."""


class Rating(StrEnum):
    """How the interpreting was, in one tap."""

    GOOD = "good"
    OK = "ok"
    BAD = "bad"


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What somebody needs to be able to come."""

    speaks: str
    interpreter: bool = False
    woman: bool = False
    """A woman as interpreter."""
    man: bool = False
    dialect: str = ""
    childcare: bool = False
    travel: bool = False
    food: bool = False
    quiet_room: bool = False
    phone_credit: bool = False
    access: str = ""
    rated: str = ""
    """What the person said afterwards of the interpreting: a `Rating`, or nothing."""

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    def wants(self, support: Support) -> bool:
        return bool(getattr(self, support.value, False))

    @classmethod
    def of_json(cls, text: str) -> "Needs":
        return cls(**json.loads(text))


def is_open(meeting: Meeting, at: datetime) -> bool:
    """Everybody is invited, and it has not begun: replies come, change and are taken back."""
    return may_take_back(meeting, at) and meeting.called_off_at is None


def may_take_back(meeting: Meeting, at: datetime) -> bool:
    """Also a reply to a meeting that was called off."""
    return meeting.opened_at is not None and not has_begun(meeting, at)


def has_moved(meeting: Meeting, at: datetime) -> bool:
    return meeting.moved_on is not None and is_open(meeting, at)


def is_full(meeting: Meeting, guests: Iterable[Guest]) -> bool:
    taken = [guest for guest in guests if guest.standing is not Standing.WAITING]
    return len(taken) >= meeting.places


def sees_venue(guest: Guest) -> bool:
    return guest.standing is Standing.CONFIRMED


def may_rate(guest: Guest, needs: Needs | None, at: datetime) -> bool:
    """Somebody who had a place and asked for an interpreter, once the meeting is over."""
    asked = needs is not None and (needs.interpreter or needs.woman or needs.man)
    held = guest.meeting.called_off_at is None and at >= guest.meeting.ends_at
    return asked and guest.standing is Standing.CONFIRMED and held
