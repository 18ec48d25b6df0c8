"""Who may see a held item, and who is called. Held words are absent from every other list."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from advisory.foundation.access import Hat, Role
from advisory.safeguarding.models import Call, Concern, ConcernState, Consent

HOLDS = {ConcernState.FLAGGED, ConcernState.HELD}
MINUTES = 30
"""How long a called person has, unless the board says otherwise."""
CALLED_AGAIN = timedelta(hours=4)
"""When all have been called and none has it, all are called again this much later."""


@dataclass(frozen=True)
class Decision:
    """What stands in the log beside the reason. `overriding`: why without the person's yes."""

    consent: Consent
    why: str
    overriding: str
    told: str
    next_step: str

    def as_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "Decision":
        kept = json.loads(text)
        return cls(**{**kept, "consent": Consent(kept["consent"])})


def holds(concern: Concern) -> bool:
    return concern.state in HOLDS


def is_secret(concern: Concern | None) -> bool:
    """Until it is cleared only those who may see it learn that there is a concern."""
    return concern is not None and concern.state is not ConcernState.CLEARED


def may_see(hat: Hat, concern: Concern) -> bool:
    """An allegation goes to the outside person alone; the rest also to the safeguarding lead."""
    return hat.board_id == concern.board_id and hat.role in _readers(concern)


def may_know(hat: Hat, concern: Concern | None) -> bool:
    """Whether this person may learn of it in any of their hats."""
    if concern is None or not is_secret(concern):
        return True
    return hat.board_id == concern.board_id and bool({hat.role, *hat.others} & _readers(concern))


def _readers(concern: Concern) -> set[Role]:
    if concern.is_allegation:
        return {Role.OUTSIDE_PERSON}
    return {Role.SAFEGUARDING_LEAD, Role.OUTSIDE_PERSON}


def chain(
    rota: Sequence[UUID], *, leads: Sequence[UUID], outside: Sequence[UUID], allegation: bool
) -> list[list[UUID]]:
    """Who is called, rank after rank: the rota of the day, then the outside person.

    An empty rota, or one of people who have left, calls everybody with the role at once.
    """
    if allegation:
        return [list(outside)] if outside else []
    turns = [[person] for person in dict.fromkeys(rota) if person in leads]
    ranks = turns or [list(leads)]
    return [rank for rank in (*ranks, list(outside)) if rank]


def next_rank(ranks: list[list[UUID]], called: set[UUID]) -> tuple[list[UUID], bool]:
    """Whom to call next; and whether all were called before, so that all are called again."""
    for rank in ranks:
        if not called.issuperset(rank):
            return rank, False
    return list(dict.fromkeys(person for rank in ranks for person in rank)), True


def calls_now(concern: Concern) -> list[Call]:
    """Of this round, in order."""
    found = [call for call in concern.calls if call.round == concern.round]
    return sorted(found, key=lambda call: (call.rank, call.called_at))


def who_has_it(concern: Concern) -> Call | None:
    """The latest rank's "I have it"."""
    calls = calls_now(concern)
    last = calls[-1].rank if calls else 0
    has = (call for call in calls if call.rank == last and call.acknowledged_at is not None)
    return next(has, None)


def missed(concern: Concern) -> list[Call]:
    """Calls that nobody of their rank took in time."""
    return [call for call in calls_now(concern) if call.missed_at is not None]


def needs_call(concern: Concern, at: datetime) -> bool:
    """Nobody took the last call in time; or who took it has not looked, or decided, in time."""
    if not holds(concern):
        return False
    calls = calls_now(concern)
    if not calls:
        return True
    last = [call for call in calls if call.rank == calls[-1].rank]
    if all(call.acknowledged_at is None for call in last):
        return all(call.answer_by <= at for call in last)
    return any(by <= at and last[0].called_at < by for by in _owed(concern))


def _owed(concern: Concern) -> Iterable[datetime]:
    if concern.seen_at is None:
        yield concern.see_by
    yield concern.decide_by


def answer_by(at: datetime, *, minutes: int, again: bool) -> datetime:
    """`again`: everybody was called once already, so the rest is longer."""
    return at + (CALLED_AGAIN if again else timedelta(minutes=minutes))
