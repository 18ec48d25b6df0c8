"""What may happen to a hand-over, by whom, and when somebody is reminded of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from advisory.foundation.access import Hat, Role
from advisory.handovers.models import HandOver, Step
from advisory.safeguarding.models import Concern
from advisory.safeguarding.rules import is_secret, may_see

WORDING = "2026-11"
"""Of the question and the yes in `languages.safety`; a new wording needs a new name."""
OPEN = {Step.ASKED, Step.OFFERED, Step.ACCEPTED}
_FIRST: Mapping[Step, timedelta] = {
    Step.ASKED: timedelta(days=7),
    Step.OFFERED: timedelta(hours=72),
    Step.ACCEPTED: timedelta(days=7),
}
_NEXT: Mapping[Step, timedelta] = {**_FIRST, Step.OFFERED: timedelta(hours=24)}
_BEFORE: Mapping[Step, set[Step]] = {
    Step.OFFERED: {Step.ASKED},
    Step.SAID_NO: {Step.ASKED},
    Step.ACCEPTED: {Step.OFFERED},
    Step.REJECTED: {Step.OFFERED},
    Step.REVOKED: OPEN,
    Step.DONE: {Step.ACCEPTED},
}


def may_move(hand_over: HandOver, to: Step) -> bool:
    return hand_over.step in _BEFORE[to]


def may_make(hat: Hat, board_id: object, concern: Concern | None) -> bool:
    """A facilitator of what is not held; of what is, those who may see it."""
    if hat.board_id != board_id:
        return False
    if concern is not None and is_secret(concern):
        return may_see(hat, concern)
    return hat.role is Role.FACILITATOR


def may_override(hat: Hat, concern: Concern | None) -> bool:
    """Without the person's yes: only to keep somebody safe, and only whoever leads on that."""
    return concern is not None and is_secret(concern) and may_see(hat, concern)


def may_work(hat: Hat, hand_over: HandOver, concern: Concern | None) -> bool:
    return may_make(hat, hand_over.board_id, concern)


def is_overridden(hand_over: HandOver) -> bool:
    return hand_over.overridden_by_id is not None


def is_for_the_person(hand_over: HandOver) -> bool:
    """What stands on the person's own page: what they are asked, and what they said yes to."""
    return hand_over.step is Step.ASKED or hand_over.yes is not None


def may_take_back(hand_over: HandOver) -> bool:
    return hand_over.yes is not None and hand_over.step in {Step.OFFERED, Step.ACCEPTED}


def first_reminder(step: Step, at: datetime) -> datetime | None:
    return at + _FIRST[step] if step in OPEN else None


def next_reminder(step: Step, at: datetime) -> datetime:
    return at + _NEXT[step]


def is_late(hand_over: HandOver, at: datetime) -> bool:
    """Nobody moved it within the first time it had."""
    since = hand_over.accepted_at or hand_over.offered_at or hand_over.made_at
    first = _FIRST.get(hand_over.step)
    return first is not None and since + first <= at
