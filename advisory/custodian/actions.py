"""Asking for an address, saying yes or no, opening it, sealing it again: each step is audited."""

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from advisory.contributions import queries as contributions
from advisory.contributions.models import Contribution
from advisory.custodian import queries, rules
from advisory.custodian.models import ContactRequest, RequestState
from advisory.foundation import audit, keys
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now
from advisory.foundation.keys import Purpose
from advisory.languages.catalogues import for_staff
from advisory.languages.text import clean
from advisory.letters import actions as letters
from advisory.people import queries as people
from advisory.people.models import Board, Person
from advisory.safeguarding import queries as safeguarding
from advisory.safeguarding.models import Concern
from advisory.safeguarding.rules import is_secret


def ask(
    session: Session, contribution: Contribution, *, reason: str, board: Board, by: Hat
) -> ContactRequest:
    """Asks a second person. One open request of a person about an address: a double tap finds it.

    Raises Impossible when there is no address, or nobody who could say yes.
    """
    concern = safeguarding.concern_of(session, contribution.id)
    allow(rules.may_ask(by, contribution.board_id, concern), exists=False)
    contact = contributions.contact_of(session, contribution.id)
    if contact is None:
        raise Impossible(for_staff("This person left no address."))
    found = queries.open_request(session, contribution.id, asked_by_id=by.person_id)
    if found is not None and not rules.is_over(found, now()):
        return found
    second = _custodians(session, board, concern, without=by.person_id)
    if not second:
        raise Impossible(for_staff("Nobody else may say yes to this. Ask the administrator."))
    request = ContactRequest(
        id=uuid4(),
        board_id=board.id,
        contribution_id=contribution.id,
        contact_id=contact.id,
        state=RequestState.ASKED,
        asked_by_id=by.person_id,
        asked_at=now(),
        ends_at=now() + rules.WAITS,
    )
    request.data_key = keys.make_data_key(session, Purpose.CONTACT)
    place = queries.reason_place(request)
    request.sealed_reason = keys.seal(session, request.data_key, place, clean(reason))
    session.add(request)
    _tell(session, request, second, kind="contact_asked")
    _note(session, "asked", request, by)
    return request


def agree(session: Session, request: ContactRequest, *, board: Board, by: Hat) -> None:
    """The second person's yes. Whoever asked has a day to open it."""
    _decide(session, request, RequestState.AGREED, board=board, by=by)
    request.ends_at = now() + rules.YES_LASTS


def refuse(
    session: Session, request: ContactRequest, *, reason: str, board: Board, by: Hat
) -> None:
    _decide(session, request, RequestState.REFUSED, board=board, by=by)
    place = queries.refusal_place(request)
    request.sealed_refusal = keys.seal(session, request.data_key, place, clean(reason))


def _decide(
    session: Session, request: ContactRequest, state: RequestState, *, board: Board, by: Hat
) -> None:
    concern = safeguarding.concern_of(session, request.contribution_id)
    allow(rules.may_decide(by, request, profile=board.profile, concern=concern))
    if rules.state_at(request, now()) is not RequestState.ASKED:
        raise Impossible(for_staff("Somebody has said yes or no already, or the time is over."))
    request.state, request.decided_by_id, request.decided_at = state, by.person_id, now()
    _tell(session, request, [request.asked_by], kind="contact_decided")
    _note(session, state.value, request, by)


def open_address(session: Session, request: ContactRequest, *, by: Hat) -> None:
    """From now for a short time the one who asked sees it. Pressing twice gives no more time."""
    concern = safeguarding.concern_of(session, request.contribution_id)
    allow(rules.may_open(by, request, concern), exists=False)
    state = rules.state_at(request, now())
    if state is RequestState.OPENED:
        return
    if state is not RequestState.AGREED:
        raise Impossible(for_staff("It is sealed. Ask again, with the reason."))
    request.state, request.opened_at = RequestState.OPENED, now()
    request.ends_at = now() + rules.OPEN_FOR
    _note(session, "opened", request, by)


def seal_again(session: Session, request: ContactRequest, *, by: Hat | None) -> None:
    """Ends it: the time is over (`by` is nobody), or the one who asked needs it no more."""
    if by is not None:
        concern = safeguarding.concern_of(session, request.contribution_id)
        allow(rules.may_open(by, request, concern), exists=False)
    if request.state not in rules.OPEN_STATES:
        return
    request.state, request.ends_at = RequestState.ENDED, min(request.ends_at, now())
    _note(session, "ended", request, by)


def forget(session: Session, contribution: Contribution) -> None:
    """The reasons go with the words; who asked and who agreed stays."""
    for request in queries.requests_about(session, contribution.id):
        seal_again(session, request, by=None)
        keys.destroy(request.data_key)
        request.sealed_reason = request.sealed_refusal = None


def _custodians(
    session: Session, board: Board, concern: Concern | None, *, without: UUID
) -> list[Person]:
    roles = rules.custodians(board.profile, secret=is_secret(concern))
    found = {
        person.id: person
        for role in sorted(roles)
        for person in people.staff_of(session, board.id, role)
        if person.id != without
    }
    return list(found.values())


def _tell(session: Session, request: ContactRequest, persons: list[Person], *, kind: str) -> None:
    letters.tell(
        session,
        persons,
        board_id=request.board_id,
        kind=kind,
        about={"request_id": str(request.id)},
        key=f"{kind}/{request.id}",
    )


def _note(session: Session, what: str, request: ContactRequest, by: Hat | None) -> None:
    audit.record(
        session, f"contact: {what}", "contact_request", request.id, by=by, board_id=request.board_id
    )
