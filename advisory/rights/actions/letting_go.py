"""One row whose time is over goes, with all that hangs on it. Each in a transaction of its own."""

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.answers.models import AnswerLink
from advisory.consultations.actions import ending as asked
from advisory.consultations.queries import responses
from advisory.consultations.rules.lifecycle import ended_on
from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.models import Contribution
from advisory.contributions.rules import is_in_force
from advisory.feedback import queries as feedback
from advisory.feedback.actions import ending, moving
from advisory.feedback.models import Feedback, State
from advisory.feedback.rules import ENDED
from advisory.files import queries as files
from advisory.files.actions import delete_file
from advisory.foundation import audit
from advisory.foundation.database import now
from advisory.handovers import actions as handovers
from advisory.languages.dates import london
from advisory.letters.models import Letter
from advisory.people.actions import forget_person
from advisory.people.models import Invitation, Person
from advisory.rights.models import Kept
from advisory.rights.rules import Over
from advisory.safeguarding import actions as safeguarding
from advisory.safeguarding.models import Concern
from advisory.safeguarding.queries import is_withheld
from advisory.safeguarding.rules import holds


def let_go(session: Session, over: Over) -> bool:
    """False when somebody was faster: the person came back, or it is gone already."""
    return LETTING_GO[over.kept](session, over)


def _words(session: Session, over: Over) -> bool:
    item = _still_ended(session, over)
    if item is None:
        return _response(session, over)
    ending.erase(session, item)
    return True


def _response(session: Session, over: Over) -> bool:
    """What somebody answered to a consultation has the same time."""
    response = responses.response(session, over.row_id)
    if response is None or ended_on(response.consultation) != over.ended_on:
        return False
    whose = response.contribution
    if is_withheld(session, whose) or _is_legally_held(session, whose):
        return False
    asked.erase(session, response)
    return True


def _contact(session: Session, over: Over) -> bool:
    item = _still_ended(session, over)
    if item is None:
        return False
    contributions.forget_contact(session, item.contribution)
    audit.record(
        session, "address forgotten", "feedback", item.id, board_id=item.board_id, coarse=True
    )
    return True


def _still_ended(session: Session, over: Over) -> Feedback | None:
    item = feedback.item_locked(session, over.row_id)
    if item is None or item.held or item.state not in (*ENDED, State.REJECTED_SPAM):
        return None
    if _is_legally_held(session, item.contribution):
        return None
    return item if item.closed_on == over.ended_on else None


def _sound(session: Session, over: Over) -> bool:
    file = files.file(session, over.row_id)
    if file is None or file.data_key_id is None:
        return False
    item = feedback.items_sealed_under(session, {file.data_key_id}).get(file.data_key_id)
    whose = item.contribution if item else kept.sealed_under(session, file.data_key_id)
    if whose is None or _is_legally_held(session, whose) or is_withheld(session, whose):
        return False
    delete_file(session, file)
    if item is not None:
        moving.note(session, item, "sound deleted", by=None, coarse=True)
    else:
        audit.record(
            session, "sound deleted", "contribution", whose.id, board_id=whose.board_id, coarse=True
        )
    return True


def _is_legally_held(session: Session, contribution: Contribution) -> bool:
    holds_now = kept.legal_holds_of(session, contribution.id)
    return any(is_in_force(hold, london(now()).date()) for hold in holds_now)


def _concern(session: Session, over: Over) -> bool:
    concern = session.get(Concern, over.row_id)
    if concern is None or holds(concern):
        return False
    handovers.forget_kept(session, concern.contribution_id)
    safeguarding.forget_log(session, concern)
    return True


def _letter(session: Session, over: Over) -> bool:
    return _delete(session, Letter, over.row_id)


def _link(session: Session, over: Over) -> bool:
    return _delete(session, AnswerLink, over.row_id) or _delete(session, Invitation, over.row_id)


def _delete(session: Session, table: type[Letter | AnswerLink | Invitation], row_id: UUID) -> bool:
    row = session.get(table, row_id)
    if row is not None:
        session.delete(row)
    return row is not None


def _person(session: Session, over: Over) -> bool:
    person = session.get(Person, over.row_id)
    if person is None or person.disabled_at is None or person.forgotten_on is not None:
        return False
    forget_person(session, person)
    return True


LETTING_GO: Mapping[Kept, Callable[[Session, Over], bool]] = {
    Kept.SOUND: _sound,
    Kept.CONTACT: _contact,
    Kept.WORDS: _words,
    Kept.CONCERNS: _concern,
    Kept.LETTERS: _letter,
    Kept.LINKS: _link,
    Kept.STAFF: _person,
}
