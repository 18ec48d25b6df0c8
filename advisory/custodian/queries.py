"""Requests for an address, and the one place where a person reads it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from advisory.contributions import queries as contributions
from advisory.contributions.models import Contact
from advisory.custodian import rules
from advisory.custodian.models import ContactRequest
from advisory.foundation import keys
from advisory.foundation.access import Hat
from advisory.safeguarding import queries as safeguarding
from advisory.safeguarding.models import Concern

MOST = 100


def reason_place(request: ContactRequest) -> str:
    return f"contact_requests.sealed_reason/{request.id}"


def refusal_place(request: ContactRequest) -> str:
    return f"contact_requests.sealed_refusal/{request.id}"


def requests(session: Session, hat: Hat) -> list[tuple[ContactRequest, Concern | None]]:
    """What this reader may know of, the newest first."""
    found = session.scalars(
        _whole()
        .where(ContactRequest.board_id == hat.board_id)
        .order_by(ContactRequest.asked_at.desc(), ContactRequest.id)
        .limit(MOST)
    ).all()
    concerns = safeguarding.concerns_of(session, [row.contribution_id for row in found])
    rows = [(row, concerns.get(row.contribution_id)) for row in found]
    return [row for row in rows if rules.may_know_of(hat, *row)]


def request(session: Session, request_id: UUID) -> ContactRequest | None:
    return session.scalar(_whole().where(ContactRequest.id == request_id))


def open_request(
    session: Session, contribution_id: UUID, *, asked_by_id: UUID
) -> ContactRequest | None:
    """This person's own request about it that is not over."""
    return session.scalar(
        _whole().where(
            ContactRequest.contribution_id == contribution_id,
            ContactRequest.asked_by_id == asked_by_id,
            ContactRequest.state.in_(rules.OPEN_STATES),
        )
    )


def requests_about(session: Session, contribution_id: UUID) -> list[ContactRequest]:
    found = _whole().where(ContactRequest.contribution_id == contribution_id)
    return list(session.scalars(found))


def over(session: Session, at: datetime) -> list[ContactRequest]:
    """What has to be sealed again."""
    return list(
        session.scalars(
            _whole().where(
                ContactRequest.state.in_(rules.OPEN_STATES), ContactRequest.ends_at <= at
            )
        )
    )


def has_contact(session: Session, contribution_id: UUID) -> bool:
    return contributions.contact_of(session, contribution_id) is not None


def words_of(session: Session, request: ContactRequest) -> tuple[str, str]:
    """The reason, and why it was refused; empty once the person deleted everything."""
    kept = (
        (reason_place(request), request.sealed_reason),
        (refusal_place(request), request.sealed_refusal),
    )
    reason, refusal = (
        keys.unseal(session, request.data_key, place, sealed) if sealed else ""
        for place, sealed in kept
    )
    return reason, refusal


def opened_address(
    session: Session, request: ContactRequest, concern: Concern | None, *, hat: Hat, at: datetime
) -> str | None:
    """The address, for the one who asked and while it is open. None: sealed, or taken back."""
    if not rules.is_open(hat, request, concern, at):
        return None
    contact = session.get(Contact, request.contact_id)
    return contributions.address_in(session, contact) if contact else None


def _whole() -> Select[ContactRequest]:
    return select(ContactRequest).options(
        joinedload(ContactRequest.data_key),
        joinedload(ContactRequest.asked_by),
        joinedload(ContactRequest.decided_by),
    )
