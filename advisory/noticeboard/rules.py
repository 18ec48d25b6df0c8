"""Two people stand behind everything public; or one, two open days and the outside person."""

from advisory.foundation.access import Hat, Role
from advisory.noticeboard.models import Notice, Publication
from advisory.people.models import Profile

WAIT_DAYS = 2


def may_approve(hat: Hat, notice: Notice, profile: Profile) -> bool:
    if hat.board_id != notice.board_id or hat.role is not Role.FACILITATOR:
        return False
    if notice.state is not Publication.PROPOSED:
        return False
    return hat.person_id != notice.proposed_by_id or profile is Profile.SMALL


def may_stop(hat: Hat, notice: Notice) -> bool:
    waits = notice.state in {Publication.PROPOSED, Publication.APPROVED}
    readers = {Role.OUTSIDE_PERSON, Role.FACILITATOR}
    return waits and hat.board_id == notice.board_id and hat.role in readers
