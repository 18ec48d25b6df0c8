"""Requests for an address, as the desk lists and shows them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.custodian import queries, rules
from advisory.custodian.models import ContactRequest, RequestState
from advisory.desk.rules.contacts import STATE_NAMES, STATE_TONES
from advisory.desk.rules.naming import reference
from advisory.feedback import queries as feedback
from advisory.feedback.models import Feedback
from advisory.foundation.access import Hat
from advisory.people.models import Board
from advisory.safeguarding import queries as safeguarding
from advisory.safeguarding.models import Concern


@dataclass(frozen=True)
class RequestLine:
    id: UUID
    reference: str
    state: str
    tone: str
    asked_by: str
    asked_at: datetime
    waits_for_me: bool


@dataclass(frozen=True)
class RequestPage:
    """`address` is there for the one who asked, and only while it is open."""

    line: RequestLine
    reason: str
    refusal: str
    decided_by: str
    decided_at: datetime | None
    ends_at: datetime | None
    """While it waits or is open."""
    may_open: bool
    is_open: bool
    is_mine: bool
    address: str | None


def request_list(session: Session, hat: Hat, board: Board, *, at: datetime) -> list[RequestLine]:
    rows = queries.requests(session, hat)
    items = feedback.references_of(session, [row.contribution_id for row, _concern in rows])
    return [
        _line(row, concern, items.get(row.contribution_id), hat, board, at) for row, concern in rows
    ]


def request_page(
    session: Session, request: ContactRequest, hat: Hat, board: Board, *, at: datetime
) -> RequestPage:
    concern = safeguarding.concern_of(session, request.contribution_id)
    item = feedback.item_of(session, request.contribution_id)
    state = rules.state_at(request, at)
    mine = rules.may_open(hat, request, concern)
    reason, refusal = queries.words_of(session, request)
    return RequestPage(
        line=_line(request, concern, item, hat, board, at),
        reason=reason,
        refusal=refusal,
        decided_by=request.decided_by.name if request.decided_by else "",
        decided_at=request.decided_at,
        ends_at=request.ends_at if state in rules.OPEN_STATES else None,
        may_open=mine and state is RequestState.AGREED,
        is_open=mine and state is RequestState.OPENED,
        is_mine=mine,
        address=queries.opened_address(session, request, concern, hat=hat, at=at),
    )


def _line(
    request: ContactRequest,
    concern: Concern | None,
    item: Feedback | None,
    hat: Hat,
    board: Board,
    at: datetime,
) -> RequestLine:
    state = rules.state_at(request, at)
    decides = rules.may_decide(hat, request, profile=board.profile, concern=concern)
    return RequestLine(
        id=request.id,
        reference=reference(item.reference) if item else "",
        state=STATE_NAMES[state],
        tone=STATE_TONES[state],
        asked_by=request.asked_by.name,
        asked_at=request.asked_at,
        waits_for_me=decides and state is RequestState.ASKED,
    )
