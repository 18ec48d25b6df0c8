"""Who may see a held item. Held words are absent from every other list, letter and search."""

from datetime import datetime

from advisory.foundation.access import Hat, Role
from advisory.safeguarding.models import Concern, ConcernState

HOLDS = {ConcernState.FLAGGED, ConcernState.HELD}


def holds(concern: Concern) -> bool:
    return concern.state in HOLDS


def level_of(concern: Concern, at: datetime) -> int:
    """How far an open concern must have climbed: 1 not seen in time, 2 not decided in time."""
    if not holds(concern):
        return 0
    if concern.decide_by < at:
        return 2
    return 1 if concern.seen_at is None and concern.see_by < at else 0


def may_see(hat: Hat, concern: Concern) -> bool:
    """An allegation goes to the outside person alone; the rest also to the safeguarding lead."""
    if hat.board_id != concern.board_id:
        return False
    if concern.is_allegation:
        return hat.role is Role.OUTSIDE_PERSON
    return hat.role in {Role.SAFEGUARDING_LEAD, Role.OUTSIDE_PERSON}
