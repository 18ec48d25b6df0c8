"""Who has come in, and how far: the room, and what a browser's session holds of its person."""

from collections.abc import Iterator
from contextlib import contextmanager
from hmac import compare_digest
from typing import Literal, cast
from uuid import UUID

from flask import abort, current_app, redirect, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user
from sqlalchemy.orm import Session

from advisory.foundation import pages
from advisory.foundation.access import Role
from advisory.foundation.browser_sessions import KIOSK, Visit
from advisory.foundation.database import now
from advisory.foundation.pages import Page, Room, go, problems, show
from advisory.languages.dates import london
from advisory.people import actions, queries, rules
from advisory.people.forms import SignInForm
from advisory.people.models import Person
from advisory.people.ports.single_sign_on import SingleSignOn, single_sign_on

room = Room("people", __name__)
staff_login = LoginManager()
# Protection by network address would keep a trace of the address in every session.
staff_login.session_protection = None

HOME = "desk.my_work"
BACK_FROM_SIGN_ON = "/staff/sign-in/sso/back"
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


def helper_of_kiosk() -> Person | None:
    """Who gave this browser to people, and still works here."""
    found = session.get(KIOSK)
    person = queries.person(pages.session(), UUID(found)) if found else None
    return person if person is not None and rules.is_active(person) else None


def myself() -> Person:
    person = signed_in_person()
    if person is None:
        abort(401)
    # A try at the door ends the request's transaction: the person is read again in the next.
    return cast("Person", queries.person(pages.session(), person.id))


@contextmanager
def at_once() -> Iterator[Session]:
    """A transaction of its own: what happened at the door is kept, whatever becomes of the page.

    The request's own ends here, and what was read in it is read again.
    """
    pages.close()
    with pages.database().transaction() as own:
        yield own


def knows_password(person: Person, password: str) -> bool:
    with at_once() as own:
        opened = actions.try_password(own, email=person.email, password=password, at=now())
    return opened is not None


def sign_on() -> SingleSignOn | None:
    return single_sign_on(current_app.config["SETTINGS"], back=BACK_FROM_SIGN_ON)


def sign_in_page(form: SignInForm) -> Page:
    elsewhere = sign_on()
    wanted = request.args.get("next", "")
    context = {
        "form": form,
        "elsewhere": elsewhere.name if elsewhere else None,
        "wanted": wanted if _is_ours(wanted) else None,
    }
    if form.errors:
        return problems("staff/people/sign_in.html", **context)
    return show("staff/people/sign_in.html", **context)


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
    return go("people.start_second_factor" if wants(person) == "make" else "people.second_factor")


def wants(person: Person) -> Literal["make", "show"]:
    """What the second step is about: a second factor is made, or shown."""
    if session.get("replaces_second_factor") or not rules.has_second_factor(person):
        return "make"
    return "show"


def half_signed_in_person() -> Person | None:
    person = queries.person(pages.session(), UUID(session["half_user_id"]))
    if person is None or not rules.is_active(person):
        return None
    same = compare_digest(session.get("password_mark", ""), rules.password_mark(person))
    return person if same else None


def let_in(person: Person, *, recovery_codes: list[str] | None = None, wanted: str = "") -> Page:
    """Both factors were right."""
    wanted = wanted if _is_ours(wanted) else session.get("next", "")
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
    if path.startswith(("/staff/sign-in", "/staff/second-factor")):
        return False
    return path.startswith("/staff/") and "\\" not in path and "//" not in path
