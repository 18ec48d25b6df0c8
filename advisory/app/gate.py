"""Deny by default: looks at a page's `access` before the page runs."""

import logging
from uuid import UUID

from flask import current_app, g, redirect, request, session, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from advisory.foundation import audit, pages
from advisory.foundation.access import Access, Entry, Refused, Role, staff
from advisory.foundation.browser_sessions import KIOSK
from advisory.foundation.database import now, take_turns
from advisory.languages.dates import london
from advisory.people import rules as people
from advisory.people.views import helper_of_kiosk, signed_in_person

EVERYWHERE = {"assets.serve", "health.healthz", "health.readyz", "mine.listen"}
log = logging.getLogger("advisory")


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
    if KIOSK in session and not _opens_at_kiosks(access):
        return redirect(url_for("outreach.wall"), 303)
    match access.entry:
        case Entry.STAFF:
            _put_on_hat(access)
        case Entry.KIOSK:
            _stand_at_kiosk()
        case Entry.CODE_HOLDER if "contribution" not in session:
            # 307 takes along what was typed: it waits behind the code and is not lost.
            return redirect(url_for("mine.code"), 303 if request.method in pages.READS else 307)
        case Entry.HALF_SIGNED_IN if "half_user_id" not in session:
            raise SignedOut
        case _:
            pass
    return None


def _opens_at_kiosks(access: Access) -> bool:
    """A kiosk opens its own pages; staff pages lead to the door, where the helper signs in."""
    door = request.path.startswith("/staff/")
    return access.entry is Entry.KIOSK or door or request.endpoint in EVERYWHERE


def _stand_at_kiosk() -> None:
    """The helper must still work here as a facilitator, or the kiosk closes."""
    person = helper_of_kiosk()
    grants = people.current_grants(person, london(now()).date()) if person else []
    hat = people.hat_for(person, grants, staff(Role.FACILITATOR), None) if person else None
    if hat is None:
        raise SignedOut
    g.helper = hat


def _put_on_hat(access: Access) -> None:
    person = signed_in_person()
    if person is None or not people.is_active(person):
        raise SignedOut
    wanted = session.get("hat")
    grants = people.current_grants(person, london(now()).date())
    hat = people.hat_for(person, grants, access, Role(wanted) if wanted else None)
    if hat is None:
        note_refusal(person.id)
        raise Refused
    g.hat = hat
    if request.method not in pages.READS:
        # A double tap is one person twice: the second waits, and then finds what the first did.
        take_turns(pages.session(), f"presses of {person.id}")


def note_refusal(person_id: UUID, board_id: UUID | None = None) -> None:
    """In a transaction of its own: the request's is rolled back when it is refused."""
    # It ends here, because a post that has begun to read keeps others from writing.
    pages.close()
    what = f"refused: {request.endpoint}"
    try:
        with pages.database().transaction() as own:
            audit.record(own, what, "person", person_id, person_id=person_id, board_id=board_id)
    except OperationalError:
        # Refused all the same; the database says so itself.
        log.error("a refusal could not be noted: %s", request.endpoint)  # noqa: TRY400 - no trace
