from collections.abc import Collection, Iterable
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.clocks.actions import standard_calendar
from advisory.foundation import audit, keys
from advisory.foundation.access import Hat, Impossible, Role, allow
from advisory.foundation.browser_sessions import end_sessions_of
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.people import queries, rules
from advisory.people.actions.roles import give_grant
from advisory.people.actions.signing_in import forget_secret
from advisory.people.actions.trail import record_by, record_own
from advisory.people.models import Board, Grant, Invitation, Person, SetupKey

ALL_HATS_OF_A_SMALL_BOARD = (Role.ADMINISTRATOR, Role.FACILITATOR, Role.TRANSLATOR)


def make_setup_key(session: Session) -> str:
    """A new one-time key for the set-up page; an older one no longer opens it."""
    key = rules.long_key()
    session.merge(
        SetupKey(id=1, key_hash=rules.kept_key(keys.keyring(session), key), made_at=now())
    )
    return key


def use_setup_key(session: Session, key: str) -> bool:
    """True once for the right key."""
    kept = session.get(SetupKey, 1, with_for_update=True)
    if kept is None or not compare_digest(
        kept.key_hash, rules.kept_key(keys.keyring(session), key)
    ):
        return False
    session.delete(kept)
    session.flush()
    return True


def set_up_first_administrator(
    session: Session,
    *,
    name: str,
    email: str,
    password: str,
    board_name: str,
    roles: Collection[Role] = ALL_HATS_OF_A_SMALL_BOARD,
    speaks: Iterable[str] = (),
    is_woman: bool = False,
) -> Person:
    """Makes the board, its calendar and its first person. Raises Impossible when there is one."""
    if queries.has_persons(session):
        raise Impossible(for_staff("The first administrator is set up already. Sign in instead."))
    board = Board(
        name=clean(board_name),
        public_name=clean(board_name),
        calendar=standard_calendar(session),
        created_at=now(),
    )
    first = _person(name=name, email=email, speaks=speaks, is_woman=is_woman)
    first.password_hash = rules.hash_password(password)
    session.add_all((board, first))
    session.flush()
    for role in {Role.ADMINISTRATOR, *roles}:
        session.add(Grant(person=first, board_id=board.id, role=role, from_on=london(now()).date()))
    session.flush()
    audit.record(session, "board made", "board", board.id, board_id=board.id)
    audit.record(session, "administrator set up", "person", first.id, board_id=board.id)
    return first


def invite(  # noqa: PLR0913 - a newcomer has this many sides
    session: Session,
    *,
    by: Hat,
    name: str,
    email: str,
    role: Role,
    board_id: UUID,
    team_id: UUID | None = None,
    speaks: Iterable[str] = (),
    is_woman: bool = False,
    language: str = "en",
) -> Invitation:
    """A new person with a role and a link to join by; the caller sends the letter.

    Raises Impossible when the address is known here.
    """
    allow(by.role is Role.ADMINISTRATOR)
    if queries.person_by_email(session, email) is not None:
        raise Impossible(for_staff("This address is known here. Give that person another role."))
    newcomer = _person(name=name, email=email, speaks=speaks, is_woman=is_woman)
    newcomer.language = language
    session.add(newcomer)
    session.flush()
    give_grant(session, newcomer, by=by, role=role, board_id=board_id, team_id=team_id)
    return _new_invitation(session, newcomer, by=by, what="invited")


def invite_again(
    session: Session, person: Person, *, by: Hat, forget_second_factor: bool = False
) -> Invitation:
    """A new link for somebody whose link ended, who forgot the password or has another account.

    Older links end. The second factor still holds, unless it was lost and is forgotten here; then
    the old password ends at once, so that nobody comes in with the password alone.
    """
    allow(by.role is Role.ADMINISTRATOR)
    if not rules.is_active(person):
        raise Impossible(for_staff("This person no longer works here."))
    person.sign_on_account = None
    for older in session.scalars(
        select(Invitation).where(Invitation.person_id == person.id, Invitation.used_at.is_(None))
    ):
        older.ends_at = min(older.ends_at, now())
    if forget_second_factor:
        person.password_hash = None
        forget_secret(session, person)
        person.passkeys.clear()
        end_sessions_of(session, person.id)
        record_by(session, person, what="second factor forgotten", by=by)
    return _new_invitation(session, person, by=by, what="invited again")


def accept_invitation(session: Session, invitation: Invitation, *, password: str) -> Person:
    """Sets the password, once. Raises Impossible when the link was used or is over."""
    session.flush()
    session.refresh(invitation, with_for_update=True)
    if not rules.is_open(invitation, now()):
        raise Impossible(for_staff("This link was used or has ended. Ask for a new one."))
    invitation.used_at = now()
    person = invitation.person
    _set_password(session, person, password)
    record_own(session, person, what="invitation accepted")
    return person


def describe_person(
    session: Session, person: Person, *, name: str, speaks: Iterable[str], is_woman: bool
) -> None:
    """What a person tells about themselves."""
    person.name = clean(name)
    person.speaks = sorted(set(speaks))
    person.is_woman = is_woman
    record_own(session, person, what="person described")


def choose_language(session: Session, person: Person, *, language: str) -> None:
    """The language of staff pages and of letters to this person."""
    person.language = language
    record_own(session, person, what="language chosen")


def change_password(session: Session, person: Person, *, password: str) -> None:
    """Ends the person's sessions everywhere."""
    _set_password(session, person, password)
    record_own(session, person, what="password changed")


def _person(*, name: str, email: str, speaks: Iterable[str], is_woman: bool) -> Person:
    return Person(
        name=clean(name),
        email=rules.email_as_kept(email),
        speaks=sorted(set(speaks)),
        is_woman=is_woman,
        created_at=now(),
    )


def _new_invitation(session: Session, person: Person, *, by: Hat, what: str) -> Invitation:
    at = now()
    invitation = Invitation(
        person=person,
        invited_by_id=by.person_id,
        made_at=at,
        ends_at=at + rules.INVITATION_LASTS,
    )
    session.add(invitation)
    session.flush()
    record_by(session, person, what=what, by=by)
    return invitation


def _set_password(session: Session, person: Person, password: str) -> None:
    person.password_hash = rules.hash_password(password)
    person.misses, person.locked_until = 0, None
    end_sessions_of(session, person.id)
