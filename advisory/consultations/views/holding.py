"""Somebody may be hurt: a response leaves every list of this room, and the rota is called."""

from uuid import UUID

from flask import request

from advisory.consultations.queries import responses
from advisory.consultations.views import room
from advisory.consultations.views.building import FACILITATOR, own_one
from advisory.foundation.access import allow
from advisory.foundation.pages import Page, go, hat, session
from advisory.people.models import Board
from advisory.safeguarding import actions as safeguarding


@room.page(
    "/staff/consultations/<uuid:consultation_id>/responses/<uuid:response_id>/hold",
    opens=FACILITATOR,
    methods=("POST",),
)
def hold_response(consultation_id: UUID, response_id: UUID) -> Page:
    """With `about` = "us" it is an allegation, which only the outside person reads."""
    own = own_one(consultation_id)
    found = responses.response(session(), response_id)
    is_here = found is not None and found.consultation_id == own.id and found.sent_on is not None
    allow(is_here, exists=False)
    assert found is not None  # noqa: S101 - allowed above
    safeguarding.flag(
        session(),
        found.contribution,
        board=session().get_one(Board, own.board_id),
        by=hat(),
        allegation=request.form.get("about") == "us",
    )
    return go("consultations.list_responses", consultation_id=own.id)
