"""How long each kind of thing is kept when a board has set nothing else, and what it is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from advisory.languages.catalogues import counted_for_staff, for_public, for_staff
from advisory.rights.models import Authority, Kept

DEFAULT_DAYS: Mapping[Kept, int] = {
    Kept.SOUND: 30,
    Kept.CONTACT: 30,
    Kept.WORDS: 90,
    Kept.CONCERNS: 2190,
    Kept.LETTERS: 365,
    Kept.LINKS: 30,
    Kept.STAFF: 365,
}
NAMES: Mapping[Kept, str] = {
    Kept.SOUND: for_staff(
        "Sound, after a person understood it; at once when its words are checked"
    ),
    Kept.CONTACT: for_staff("A member’s e-mail address, after the end"),
    Kept.WORDS: for_staff("Words, translations and answers, after the end"),
    Kept.CONCERNS: for_staff("The safeguarding log, after its decision"),
    Kept.LETTERS: for_staff("Which letters were sent"),
    Kept.LINKS: for_staff("One-time links and invitations, after they ended"),
    Kept.STAFF: for_staff("Names and addresses of staff, after their account ended"),
}
FIXED = (
    (for_staff("Words not sent yet, and what a form was answered with"), for_staff("24 hours")),
    (for_staff("Sessions of browsers"), for_staff("Until they end")),
    (
        for_staff("What was done (the audit log)"),
        for_staff("Always: it holds ids, no words, and of members only the day"),
    ),
    (for_staff("What is left of erased words"), for_staff("Number, kind, topic, month, outcome")),
    (for_staff("Copies of the database"), for_staff("30 days: then everything is gone there too")),
)
LONGEST = 3650
_DAYS = counted_for_staff("%(num)s day", "%(num)s days")


def lasts(days: int) -> str:
    return _DAYS.of(days)


@dataclass(frozen=True)
class Over:
    """One row whose time is over, since it ended on a day."""

    kept: Kept
    row_id: UUID
    ended_on: date

    def __str__(self) -> str:
        return f"{self.kept:9} {self.row_id} {self.ended_on}"


AUTHORITY_NAMES: Mapping[Authority, str] = {
    Authority.IMMIGRATION: for_staff("Home Office, immigration"),
    Authority.POLICE: for_staff("Police"),
    Authority.COURT: for_staff("Courts"),
    Authority.OTHER: for_staff("Others"),
}
PUBLIC_AUTHORITIES: Mapping[Authority, str] = {
    Authority.IMMIGRATION: for_public("The Home Office"),
    Authority.POLICE: for_public("The police"),
    Authority.COURT: for_public("A court"),
    Authority.OTHER: for_public("Others"),
}
