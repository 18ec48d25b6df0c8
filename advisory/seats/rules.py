"""Words that bind nobody, how a membership goes on, and when there are too few."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from advisory.foundation.access import Hat, Role
from advisory.seats.models import Member, Standing, TermsOfReference

KEPT_AFTER = timedelta(days=30)
"""After somebody left, all they told us of themselves goes."""
BINDING = re.compile(
    r"\b(contracts?|shifts?|duty|duties|required|requirements?|must|obliged|obligations?"
    r"|mandatory|employ\w*|wages?|salar(?:y|ies)|allowances?)\b",
    re.IGNORECASE,
)
"""A duty on either side, or a reward, points to work: who may not work is put at risk by it."""
NEXT: Mapping[Standing, tuple[Standing, ...]] = {
    Standing.INVITED: (Standing.BEGINNING, Standing.LEFT),
    Standing.BEGINNING: (Standing.ACTIVE, Standing.PAUSED, Standing.LEFT),
    Standing.ACTIVE: (Standing.PAUSED, Standing.MOVED_AWAY, Standing.LEFT),
    Standing.PAUSED: (Standing.ACTIVE, Standing.MOVED_AWAY, Standing.LEFT),
    Standing.MOVED_AWAY: (Standing.ACTIVE, Standing.PAUSED, Standing.LEFT),
    Standing.LEFT: (),
}


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a member told us of themselves. Nothing of it is asked for but what to call them."""

    pseudonym: str
    speaks: str = ""
    reads: str = ""
    dialect: str = ""
    access: str = ""
    contact: str = ""
    """How to reach them safely, in their words."""
    interests: str = ""
    """What else they are part of that a talk here could touch."""
    route: str = ""
    """A `Route`; empty until they chose."""

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_json(cls, text: str) -> "Profile":
        return cls(**json.loads(text))


def may_seat(hat: Hat, board_id: object) -> bool:
    return hat.role is Role.FACILITATOR and hat.board_id == board_id


def binding_words(*texts: str) -> list[str]:
    """Words of these texts that would make an invitation a duty."""
    found = {match[0].lower() for text in texts for match in BINDING.finditer(text)}
    return sorted(found)


def may_become(member: Member, standing: Standing) -> bool:
    return standing in NEXT[member.standing]


def counts(members: Iterable[Member]) -> int:
    """How many the quorum is out of: neither those who left nor those who pause."""
    there = {Standing.ACTIVE, Standing.MOVED_AWAY}
    return sum(member.standing in there for member in members)


def is_too_few(terms: TermsOfReference | None, people: int | None) -> bool:
    """Nothing is decided then; what people say is noted all the same."""
    return terms is not None and people is not None and people < terms.quorum


def seat_ends(member: Member, today: date) -> bool:
    return member.standing is not Standing.LEFT and member.to_on <= today


def months_after(day: date, months: int) -> date:
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, min(day.day, 28))
