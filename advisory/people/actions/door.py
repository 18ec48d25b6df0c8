from datetime import datetime

from sqlalchemy.orm import Session

from advisory.languages.dates import london
from advisory.people import rules
from advisory.people.actions.trail import record_own
from advisory.people.models import Person


def take(session: Session, person: Person) -> None:
    """Nobody else tries this person's door until this try is over."""
    session.flush()
    session.refresh(person, with_for_update=True)


def count_try(session: Session, person: Person, *, opens: bool, at: datetime) -> bool:
    """Whether it opens here and now; a miss is counted, and many lock the door for a while."""
    works_here = rules.current_grants(person, london(at).date())
    if rules.is_locked(person, at) or not works_here:
        record_own(session, person, what="sign-in refused")
        return False
    if opens:
        return True
    person.misses += 1
    record_own(session, person, what="sign-in missed")
    if person.misses >= rules.MOST_MISSES:
        person.misses, person.locked_until = 0, at + rules.LOCKED_FOR
        record_own(session, person, what="sign-in locked")
    return False
