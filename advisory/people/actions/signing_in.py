from datetime import datetime
from hmac import compare_digest

from sqlalchemy.orm import Session

from advisory.foundation import audit, keys
from advisory.foundation.browser_sessions import end_sessions_of
from advisory.people import queries, rules
from advisory.people.actions.door import count_try, take
from advisory.people.actions.trail import record_own
from advisory.people.models import Person


def try_password(session: Session, *, email: str, password: str, at: datetime) -> Person | None:
    """Whom the password opened for; the second factor comes next.

    The same work and the same answer for a wrong, unknown, locked or disabled one.
    Keep what it changed (the count of misses) also when it did not open.
    """
    person = queries.person_by_email(session, email)
    opens = rules.password_opens(person.password_hash if person else None, password)
    if person is None:
        audit.record(session, "sign-in missed", "person", None)
        return None
    take(session, person)
    if not count_try(session, person, opens=opens, at=at):
        return None
    if person.password_hash and rules.is_outdated(person.password_hash):
        person.password_hash = rules.hash_password(password)
    return person


def try_second_factor(session: Session, person: Person, *, number: str, at: datetime) -> bool:
    """A number of the app, or one of the recovery codes; each opens once. Keep what it changed."""
    take(session, person)
    opens = _uses_recovery_code(session, person, number, at=at) or _uses_step(
        session, person, number, at=at
    )
    if not count_try(session, person, opens=opens, at=at):
        return False
    person.misses, person.locked_until = 0, None
    record_own(session, person, what="signed in")
    return True


def confirm_second_factor(
    session: Session, person: Person, *, secret: str, number: str, at: datetime
) -> list[str] | None:
    """Keeps a new secret once its app shows the right number; returns new recovery codes.

    Ends the person's sessions everywhere.
    """
    step = rules.accepted_step(secret, number, at=at, last_step=0)
    if step is None:
        return None
    forget_secret(session, person)
    data_key = keys.make_data_key(session, keys.Purpose.STAFF)
    session.flush()
    person.second_factor = keys.seal(session, data_key, _place(person), secret)
    person.second_factor_key_id = data_key.id
    person.last_step = step
    record_own(session, person, what="second factor set up")
    return make_recovery_codes(session, person)


def forget_secret(session: Session, person: Person) -> None:
    """The old app's numbers open nothing any more, and nobody can read the secret again."""
    if person.second_factor_key_id is not None:
        keys.destroy(session.get_one(keys.DataKey, person.second_factor_key_id))
    person.second_factor, person.second_factor_key_id, person.recovery_hashes = None, None, []


def make_recovery_codes(session: Session, person: Person) -> list[str]:
    """New ones, to show once; the older ones open nothing. Ends the person's sessions."""
    codes = [rules.long_key() for _ in range(rules.RECOVERY_CODES)]
    person.recovery_hashes = [rules.kept_key(keys.keyring(session), code) for code in codes]
    record_own(session, person, what="recovery codes made")
    end_sessions_of(session, person.id)
    return codes


def try_single_sign_on(
    session: Session, *, email: str, account: str, shows_second_factor: bool, at: datetime
) -> Person | None:
    """Whom a provider elsewhere named, if the person has joined here: it makes nobody known.

    Found by the address once; from then on by the account alone, since an address may be given to
    somebody else.
    """
    person = queries.person_by_account(session, account) or queries.person_by_email(session, email)
    is_theirs = person is not None and person.sign_on_account in {None, account}
    if person is None or not is_theirs or not rules.has_joined(person):
        audit.record(session, "sign-in missed", "person", person.id if person else None)
        return None
    take(session, person)
    if not count_try(session, person, opens=True, at=at):
        return None
    if person.sign_on_account is None:
        person.sign_on_account = account
        record_own(session, person, what="tied to an account of single sign-on")
    if shows_second_factor:
        person.misses, person.locked_until = 0, None
        record_own(session, person, what="signed in by single sign-on")
    else:
        record_own(session, person, what="named by single sign-on")
    return person


def record_miss(session: Session) -> None:
    """Somebody came back from elsewhere, and nobody knows who."""
    audit.record(session, "sign-in missed", "person", None)


def record_sign_in(session: Session, person: Person) -> None:
    record_own(session, person, what="signed in")


def sign_out(session: Session, person: Person) -> None:
    """Everywhere: whoever signs out at one desk is not left open at another."""
    end_sessions_of(session, person.id)
    record_own(session, person, what="signed out")


def end_other_sessions(session: Session, person: Person, *, but: str | None) -> None:
    """`but` is the id of the session that goes on."""
    end_sessions_of(session, person.id, but=but)
    record_own(session, person, what="signed out elsewhere")


def _uses_step(session: Session, person: Person, number: str, *, at: datetime) -> bool:
    if person.second_factor is None or person.second_factor_key_id is None:
        return False
    data_key = session.get_one(keys.DataKey, person.second_factor_key_id)
    secret = keys.unseal(session, data_key, _place(person), person.second_factor)
    step = rules.accepted_step(secret, number, at=at, last_step=person.last_step)
    if step is None:
        return False
    person.last_step = step
    return True


def _uses_recovery_code(session: Session, person: Person, code: str, *, at: datetime) -> bool:
    typed = rules.kept_key(keys.keyring(session), code)
    left = [kept for kept in person.recovery_hashes if not compare_digest(kept, typed)]
    if len(left) == len(person.recovery_hashes) or rules.is_locked(person, at):
        return False
    person.recovery_hashes = left
    record_own(session, person, what="recovery code used")
    return True


def _place(person: Person) -> str:
    return f"persons.second_factor/{person.id}"
