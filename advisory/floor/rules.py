"""When a floor is open, what a hand may say, and what of it everybody sees."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from advisory.disclosure.rules import Row, safe_row
from advisory.floor.models import CardKind, Floor, Scale, Show, Turn
from advisory.meetings.models import Meeting
from advisory.meetings.rules.run_sheet import has_come

OPEN_AFTER_END = timedelta(hours=3)
"""Nobody forgets to close it for longer than that."""
MOST_PHONES, MOST_WAITING = 600, 300
LONGEST = 500
NUMBER = 6

PICKS: Mapping[Scale, tuple[str, ...]] = {
    Scale.YES_NO: ("yes", "no", "unsure"),
    Scale.AGREE: ("agree", "disagree", "pass"),
}
CARDS = tuple(CardKind)
# What a facilitator may make of a question, from where it is.
MOVES: Mapping[Turn, tuple[Turn, ...]] = {
    Turn.WAITING: (Turn.SHOWN, Turn.SET_ASIDE),
    Turn.SHOWN: (Turn.ANSWERED, Turn.WAITING),
    Turn.ANSWERED: (Turn.WAITING,),
    Turn.SET_ASIDE: (Turn.WAITING,),
}


def new_number() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(NUMBER))


def new_token() -> str:
    """What a phone is given: 96 bits, so that nobody votes with a guessed one."""
    return secrets.token_urlsafe(12)


def phone_hash(token: str, about: UUID | str) -> str:
    """Another one for each thing that is said: nobody can lay two of them side by side."""
    return sha256(f"floor/{about}/{token}".encode()).hexdigest()


def may_open(meeting: Meeting, at: datetime) -> bool:
    return has_come(meeting, at) and at < meeting.ends_at + OPEN_AFTER_END


def is_open(floor: Floor, at: datetime) -> bool:
    return floor.closed_at is None and may_open(floor.meeting, at)


def counts(show: Show) -> dict[str, int]:
    """For the facilitator."""
    found = dict.fromkeys(PICKS[show.scale], 0)
    for hand in show.hands:
        found[hand.pick] += 1
    return found


def figures(show: Show) -> Row[str] | None:
    """For the wall and the phones; None while few have answered: the room would know who."""
    told = safe_row(counts(show), len(show.hands))
    return None if told.whole.shown is None or not show.hands else told
