"""Who may ask for an address, who may say yes, and for how long it is open."""

from datetime import datetime, timedelta

from advisory.custodian.models import ContactRequest, RequestState
from advisory.foundation.access import Hat, Role
from advisory.people.models import Profile
from advisory.safeguarding.models import Concern
from advisory.safeguarding.rules import is_secret, may_know, may_see

WAITS = timedelta(days=7)
YES_LASTS = timedelta(hours=24)
OPEN_FOR = timedelta(minutes=30)
OPEN_STATES = {RequestState.ASKED, RequestState.AGREED, RequestState.OPENED}


def custodians(profile: Profile, *, secret: bool) -> set[Role]:
    """The second person. A small board has one; of held words nobody else may hear."""
    if profile is Profile.SMALL:
        return {Role.OUTSIDE_PERSON}
    if secret:
        return {Role.SAFEGUARDING_LEAD, Role.OUTSIDE_PERSON}
    return {Role.SAFEGUARDING_LEAD, Role.OUTSIDE_PERSON, Role.ADMINISTRATOR}


def may_ask(hat: Hat, board_id: object, concern: Concern | None) -> bool:
    """A facilitator about what is not held; the safeguarding lead about what is."""
    if hat.board_id != board_id:
        return False
    if concern is not None and is_secret(concern):
        return hat.role is Role.SAFEGUARDING_LEAD and may_see(hat, concern)
    return hat.role is Role.FACILITATOR


def may_know_of(hat: Hat, request: ContactRequest, concern: Concern | None) -> bool:
    """Of a request about held words only those know who may see the concern."""
    return hat.board_id == request.board_id and may_know(hat, concern)


def may_decide(
    hat: Hat, request: ContactRequest, *, profile: Profile, concern: Concern | None
) -> bool:
    """Never the one who asked, whatever else that person is."""
    return (
        may_know_of(hat, request, concern)
        and hat.person_id != request.asked_by_id
        and hat.role in custodians(profile, secret=is_secret(concern))
    )


def may_open(hat: Hat, request: ContactRequest, concern: Concern | None) -> bool:
    return may_know_of(hat, request, concern) and hat.person_id == request.asked_by_id


def is_over(request: ContactRequest, at: datetime) -> bool:
    return request.state in OPEN_STATES and request.ends_at <= at


def state_at(request: ContactRequest, at: datetime) -> RequestState:
    """What it is now, also before the job that seals it again has come by."""
    return RequestState.ENDED if is_over(request, at) else request.state


def is_open(hat: Hat, request: ContactRequest, concern: Concern | None, at: datetime) -> bool:
    """Whether this reader sees the address at this moment."""
    return may_open(hat, request, concern) and state_at(request, at) is RequestState.OPENED
