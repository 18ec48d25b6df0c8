"""Deny by default: looks at a page's `access` before the page runs."""

from flask import current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from advisory.foundation import audit, pages
from advisory.foundation.access import Access, Entry, Refused, Role
from advisory.foundation.database import now
from advisory.languages.dates import london
from advisory.people import rules as people
from advisory.people.models import Person
from advisory.people.views import signed_in_person


class SignedOut(Exception):
    """The visitor must sign in (again); what a form held is not lost."""


def access_of(endpoint: str) -> Access:
    access = getattr(current_app.view_functions[endpoint], "access", None)
    if not isinstance(access, Access):
        raise TypeError(f"the page {endpoint} does not say who may open it")
    return access


def guard() -> Response | None:
    """Runs before every page. Raises Refused or SignedOut, or sends the visitor to the door."""
    if request.endpoint is None:
        return None
    access = access_of(request.endpoint)
    match access.entry:
        case Entry.STAFF:
            _put_on_hat(access)
        case Entry.CODE_HOLDER if "contribution" not in session:
            # 307 takes along what was typed: it waits behind the code and is not lost.
            return redirect(url_for("mine.code"), 303 if request.method in pages.READS else 307)
        case Entry.HALF_SIGNED_IN if "half_user_id" not in session:
            raise SignedOut
        case _:
            pass
    return None


def _put_on_hat(access: Access) -> None:
    person = signed_in_person()
    if person is None or not people.is_active(person):
        raise SignedOut
    wanted = session.get("hat")
    grants = people.current_grants(person, london(now()).date())
    hat = people.hat_for(person, grants, access, Role(wanted) if wanted else None)
    if hat is None:
        _note_refusal(person)
        raise Refused
    g.hat = hat


def _note_refusal(person: Person) -> None:
    # In a transaction of its own: the request's is rolled back when it is refused. It ends here,
    # because a post that has begun to read keeps others from writing.
    pages.close()
    with pages.database().transaction() as own:
        audit.record(own, f"refused: {request.endpoint}", "person", person.id, person_id=person.id)
