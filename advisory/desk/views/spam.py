"""What one person alone calls spam, for the outside person to read and to stop."""

from uuid import UUID

from advisory.contributions import queries as kept
from advisory.contributions.rules import may_read
from advisory.desk.rules.naming import reference
from advisory.desk.rules.steps import member_messages
from advisory.desk.views import room
from advisory.desk.views.reviewing import best_for
from advisory.feedback import queries
from advisory.feedback.actions import spam as actions
from advisory.feedback.models import Feedback
from advisory.feedback.rules import may_restore
from advisory.foundation.access import Role, allow, staff
from advisory.foundation.pages import Page, go, hat, session, show

OUTSIDE = staff(Role.OUTSIDE_PERSON)


@room.page("/staff/spam", opens=OUTSIDE)
def spam() -> Page:
    items = queries.called_spam_alone(session(), hat().board_id)
    declared = kept.declared_by(
        session(), hat().person_id, [item.contribution_id for item in items]
    )
    return show(
        "staff/desk/spam.html",
        rows=[(item, reference(item.reference), _words(item, declared)) for item in items],
    )


def _words(item: Feedback, declared: set[UUID]) -> list[object] | None:
    """None when the person did not want this reader."""
    if not may_read(hat(), item.contribution, declared=item.contribution_id in declared):
        return None
    return [best_for(turn.text, "en") for turn in member_messages(item.contribution)]


@room.page("/staff/spam/<uuid:feedback_id>/stop", opens=OUTSIDE, methods=("POST",))
def stop_spam(feedback_id: UUID) -> Page:
    found = queries.item(session(), feedback_id)
    allow(found is not None and found.board_id == hat().board_id, exists=False)
    assert found is not None  # noqa: S101 - allowed above
    if may_restore(hat(), found):
        actions.restore(session(), found, by=hat())
    return go("desk.spam")
