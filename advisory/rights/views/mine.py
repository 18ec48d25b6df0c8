"""What a member of staff may have: a copy of what is held about them."""

import json

from flask import Response

from advisory.foundation import audit
from advisory.foundation.access import ANY_STAFF
from advisory.foundation.pages import Page, hat, session
from advisory.people.models import Person
from advisory.rights.queries.copies import as_json, copy_of_person
from advisory.rights.views import room


@room.page("/staff/me/export", opens=ANY_STAFF, methods=("POST",))
def export_me() -> Page:
    person = session().get_one(Person, hat().person_id)
    whole = json.dumps(copy_of_person(session(), person), default=as_json, indent=1)
    audit.record(
        session(), "own copy taken", "person", person.id, by=hat(), board_id=hat().board_id
    )
    response = Response(whole, mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="copy.json"'
    return response
