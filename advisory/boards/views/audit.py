from uuid import UUID

from flask import request

from advisory.boards import queries
from advisory.boards.views import paper, room
from advisory.foundation.access import Role, staff
from advisory.foundation.audit import first_broken_entry
from advisory.foundation.pages import Page, hat, session
from advisory.people.rules import ROLE_NAMES

PAGE = 50


@room.page("/staff/audit", opens=staff(Role.ADMINISTRATOR, Role.OUTSIDE_PERSON))
def audit() -> Page:
    about, person_id, before = _asked()
    entries = queries.audit_entries(
        session(),
        hat().board_id,
        about=about,
        person_id=person_id,
        before=before,
        most=PAGE + 1,
    )
    persons = queries.persons(session(), hat().board_id)
    checked = "check" in request.args
    return paper(
        "staff/boards/audit.html",
        entries=entries[:PAGE],
        next_before=entries[PAGE - 1].number if len(entries) > PAGE else None,
        kinds=queries.audited_kinds(session(), hat().board_id),
        persons=persons,
        by_id={person.id: person.name for person in persons},
        role_names={role.value: name for role, name in ROLE_NAMES.items()},
        about=about,
        person_id=person_id,
        checked=checked,
        broken=first_broken_entry(session()) if checked else None,
    )


def _asked() -> tuple[str, UUID | None, int | None]:
    """The filters of the address; what nobody could mean is left out."""
    try:
        person_id = UUID(request.args.get("person", ""))
    except ValueError:
        person_id = None
    before = request.args.get("before", "")
    number = int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None
    return request.args.get("about", "")[:60].replace("\0", ""), person_id, number
