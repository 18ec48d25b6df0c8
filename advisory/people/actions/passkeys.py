from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Impossible
from advisory.foundation.browser_sessions import end_sessions_of
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.text import clean
from advisory.people import queries, rules
from advisory.people.actions.door import count_try, take
from advisory.people.actions.trail import record_own
from advisory.people.models import Passkey, Person
from advisory.people.ports import passkeys
from advisory.people.ports.passkeys import Made, PasskeyRefused, Shown, Site


def keep_passkey(session: Session, person: Person, *, made: Made, name: str) -> Passkey:
    """Ends the person's sessions everywhere. Raises Impossible for a known one, or too many."""
    if len(person.passkeys) >= rules.MOST_PASSKEYS:
        raise Impossible(for_staff("You have many passkeys. Remove one first."))
    if queries.passkey_named(session, made.credential_id) is not None:
        raise Impossible(for_staff("This passkey is known here."))
    passkey = Passkey(
        person=person,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        transports=made.transports,
        name=clean(name),
        made_at=now(),
    )
    session.add(passkey)
    session.flush()
    end_sessions_of(session, person.id)
    record_own(session, person, what="passkey made")
    return passkey


def remove_passkey(session: Session, person: Person, *, passkey: Passkey) -> None:
    """Ends the person's sessions everywhere. Raises Impossible for the last second factor."""
    take(session, person)
    session.refresh(person, ["passkeys"])
    if not rules.may_lose(person, passkey):
        raise Impossible(for_staff("This is your only second step. Set up another one first."))
    person.passkeys.remove(passkey)
    session.flush()
    end_sessions_of(session, person.id)
    record_own(session, person, what="passkey removed")


def try_passkey(
    session: Session,
    *,
    site: Site,
    answer: str,
    challenge: str | None,
    at: datetime,
    after_password: UUID | None = None,
) -> Person | None:
    """Whom the passkey opened for; keep what it changed also when it did not open.

    `after_password`: who showed the password. Without one, the device must have checked who
    holds it, and say itself whose passkey it is.
    """
    found = _shown(session, answer, after_password=after_password)
    if found is None:
        audit.record(session, "sign-in missed", "person", after_password)
        return None
    person = found.person
    take(session, person)
    session.refresh(found, with_for_update=True)
    counted = _signed(site, answer, found, challenge=challenge, alone=after_password is None)
    if not count_try(session, person, opens=counted is not None, at=at) or counted is None:
        return None
    found.sign_count, found.used_at = counted, at
    person.misses, person.locked_until = 0, None
    record_own(session, person, what="signed in by passkey")
    return person


def _shown(session: Session, answer: str, *, after_password: UUID | None) -> Passkey | None:
    """The passkey that the answer names, if it belongs to whom it should."""
    try:
        shown: Shown = passkeys.shown(answer)
    except PasskeyRefused:
        return None
    found = queries.passkey_named(session, shown.credential_id)
    if found is None or found.person_id != (after_password or shown.person_id):
        return None
    return found


def _signed(
    site: Site, answer: str, passkey: Passkey, *, challenge: str | None, alone: bool
) -> int | None:
    """What the passkey counts now; None if its signature or its count does not hold."""
    if challenge is None:
        return None
    try:
        return passkeys.new_sign_count(
            site,
            answer,
            challenge=challenge,
            public_key=passkey.public_key,
            sign_count=passkey.sign_count,
            alone=alone,
        )
    except PasskeyRefused:
        return None
