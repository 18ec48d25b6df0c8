"""The pages of this room, by topic. Importing a topic hangs its pages on the room."""

from datetime import date
from typing import TypeVar, cast
from uuid import UUID

from advisory.foundation.access import Role, allow, staff
from advisory.foundation.database import now
from advisory.foundation.pages import Room, hat, session
from advisory.languages.dates import london
from advisory.meetings import queries
from advisory.meetings.models import Meeting
from advisory.meetings.rules.agenda import may_plan

room = Room("meetings", __name__)
FACILITATOR = staff(Role.FACILITATOR)
BOTH = ("GET", "POST")
Some = TypeVar("Some")


def here(meeting_id: UUID) -> Meeting:
    """The meeting, or 404 when it is not of this board."""
    found = there(queries.meeting(session(), meeting_id))
    allow(may_plan(hat(), found.board_id), exists=False)
    return found


def there(found: Some | None) -> Some:
    """What was found, or 404."""
    allow(found is not None, exists=False)
    return cast("Some", found)


def today() -> date:
    return london(now()).date()


# These hang their pages on the room.
from advisory.meetings.views import (  # noqa: E402, F401 - as said above
    agenda,
    coming,
    inviting,
    minutes,
    own,
    planning,
    running,
)
