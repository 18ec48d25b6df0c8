"""Who may open a page. Deny by default: a page without an `Access` does not start."""

import enum
from dataclasses import dataclass, field
from uuid import UUID


class Role(enum.StrEnum):
    FACILITATOR = "facilitator"
    TRANSLATOR = "translator"
    POLICY_LEAD = "policy_lead"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    OUTSIDE_PERSON = "outside_person"
    ADMINISTRATOR = "administrator"


class Entry(enum.StrEnum):
    """How a visitor comes to a page."""

    ANYONE = "anyone"
    CODE_HOLDER = "code holder"
    LETTER = "one-time link"
    HALF_SIGNED_IN = "second factor pending"
    KIOSK = "kiosk"
    STAFF = "staff"


@dataclass(frozen=True)
class Access:
    entry: Entry
    roles: tuple[Role, ...] = ()


ANYONE = Access(Entry.ANYONE)
CODE_HOLDER = Access(Entry.CODE_HOLDER)
LETTER = Access(Entry.LETTER)
HALF_SIGNED_IN = Access(Entry.HALF_SIGNED_IN)
KIOSK = Access(Entry.KIOSK)
"""The pages of a kiosk: a browser that a facilitator gave to people. It opens nothing else."""
ANY_STAFF = Access(Entry.STAFF, tuple(Role))


def staff(*roles: Role) -> Access:
    """Staff in one of these hats."""
    return Access(Entry.STAFF, roles)


@dataclass(frozen=True)
class Hat:
    """A signed-in person in one grant: who acts, as what, for which board."""

    person_id: UUID
    name: str
    role: Role
    board_id: UUID
    team_id: UUID | None = None
    speaks: tuple[str, ...] = ()
    is_woman: bool = False
    others: frozenset[Role] = field(default=frozenset())
    """The person's other roles on this board, which a change of hat would open."""


class Refused(Exception):
    """The rules forbid this to this visitor: 403, or 404 where even existence is a secret."""

    def __init__(self, *, exists: bool = True) -> None:
        self.exists = exists
        super().__init__()


class Impossible(Exception):
    """The thing is no longer in a state that allows this. `why` is shown to the reader."""

    def __init__(self, why: object) -> None:
        self.why = why
        super().__init__(str(why))


def allow(permitted: bool, *, exists: bool = True) -> None:
    """Raises Refused unless permitted."""
    if not permitted:
        raise Refused(exists=exists)
