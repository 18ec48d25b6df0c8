"""Who has come in, and how far: the room, and what a browser's session holds of its person."""

from hmac import compare_digest
from typing import cast
from uuid import UUID

from flask import abort, current_app, redirect, session
from flask_login import LoginManager, UserMixin, current_user, login_user

from advisory.foundation import pages
from advisory.foundation.access import Role
from advisory.foundation.browser_sessions import Visit
from advisory.foundation.database import now
from advisory.foundation.pages import Page, Room, go
from advisory.languages.dates import london
from advisory.people import queries, rules
from advisory.people.models import Person

room = Room("people", __name__)
staff_login = LoginManager()
# Protection by network address would keep a trace of the address in every session.
staff_login.session_protection = None

HOME = "desk.my_work"
OPENING = "boards.opening"


class SignedIn(UserMixin):  # type: ignore[misc] # Flask-Login carries no types
    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        return str(self.person.id)


@staff_login.user_loader  # type: ignore[untyped-decorator] # Flask-Login carries no types
def _load(person_id: str) -> SignedIn | None:
    person = queries.person(pages.session(), UUID(person_id))
    return SignedIn(person) if person is not None and rules.is_active(person) else None


def signed_in_person() -> Person | None:
    """Who has shown both factors in this browser, and still works here."""
    return cast("Person", current_user.person) if current_user.is_authenticated else None


def myself() -> Person:
    person = signed_in_person()
    if person is None:
        abort(401)
    return person


def half_sign_in(person: Person, *, wanted: str = "", replaces: bool = False) -> Page:
    """The password was right: from here three pages open, for this person and this password."""
    session.clear()
    visit().renew()
    session["half_user_id"] = str(person.id)
    session["password_mark"] = rules.password_mark(person)
    if _is_ours(wanted):
        session["next"] = wanted
    if replaces:
        session["replaces_second_factor"] = True
    if person.second_factor is None or replaces:
        return go("people.start_second_factor")
    return go("people.second_factor")


def half_signed_in_person() -> Person | None:
    person = queries.person(pages.session(), UUID(session["half_user_id"]))
    if person is None or not rules.is_active(person):
        return None
    same = compare_digest(session.get("password_mark", ""), rules.password_mark(person))
    return person if same else None


def let_in(person: Person, *, recovery_codes: list[str] | None = None) -> Page:
    """Both factors were right."""
    wanted = session.get("next")
    session.clear()
    visit().renew()
    login_user(SignedIn(person))
    # Flask-Login's own mark of the network address: nothing of ours may keep one.
    session.pop("_id", None)
    if wanted:
        session["next"] = wanted
    if recovery_codes:
        session["recovery_codes"] = recovery_codes
        return go("people.recovery")
    return go_on()


def go_on() -> Page:
    """Where the person wanted to go before the door, else home."""
    wanted = session.pop("next", None) if "next" in session else None
    return redirect(wanted, 303) if wanted else go_home()


def go_home() -> Page:
    """The desk; for an administrator whose board is not open yet, what is missing for that."""
    wanted = OPENING if _has_a_board_to_open() else HOME
    return go(wanted if wanted in current_app.view_functions else "people.me")


def _has_a_board_to_open() -> bool:
    person = signed_in_person()
    if person is None or session.get("hat", Role.ADMINISTRATOR) != Role.ADMINISTRATOR:
        return False
    return any(
        grant.role is Role.ADMINISTRATOR and grant.board.sending_opened_at is None
        for grant in rules.current_grants(person, london(now()).date())
    )


def visit() -> Visit:
    return cast("Visit", session)


def _is_ours(path: str) -> bool:
    """A page for staff: nobody is sent elsewhere by a link to the door."""
    return path.startswith("/staff/") and "\\" not in path and "//" not in path
