"""The person's yes to our asking somebody else, their no, and their yes taken back."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.foundation import pages
from advisory.foundation.access import CODE_HOLDER, allow
from advisory.foundation.pages import Page, go
from advisory.handovers.models import HandOver
from advisory.mine import actions
from advisory.mine.views import room
from advisory.mine.views.page import opened


@room.page("/<lang:l>/mine/help/<uuid:help_id>/yes", opens=CODE_HOLDER, methods=("POST",))
def say_yes(help_id: UUID) -> Page:
    return _said(help_id, actions.say_yes)


@room.page("/<lang:l>/mine/help/<uuid:help_id>/no", opens=CODE_HOLDER, methods=("POST",))
def say_no(help_id: UUID) -> Page:
    return _said(help_id, actions.say_no)


@room.page("/<lang:l>/mine/help/<uuid:help_id>/back", opens=CODE_HOLDER, methods=("POST",))
def take_yes_back(help_id: UUID) -> Page:
    return _said(help_id, actions.take_back_yes)


def _said(help_id: UUID, act: Callable[[Session, HandOver], None]) -> Page:
    feedback = opened(str(help_id))
    if feedback is None:
        return go("mine.code")
    found = actions.own_hand_over(pages.session(), feedback, help_id)
    allow(found is not None, exists=False)
    assert found is not None  # noqa: S101 - allow() has just said so
    act(pages.session(), found)
    return go("mine.page", _anchor="help")
