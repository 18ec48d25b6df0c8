"""Out of the inbox without an answer of a team: held, spam, merged, not ours."""

from uuid import UUID

from advisory.desk.forms.item import HoldForm, MergeForm, NotOursForm, typed
from advisory.desk.queries import item as items
from advisory.desk.queries.item import Opened
from advisory.desk.rules.steps import Step
from advisory.desk.views import room
from advisory.desk.views.inbox import FACILITATOR
from advisory.desk.views.item import opened, pressed, written
from advisory.feedback.actions import ending, reading, spam
from advisory.foundation.access import Impossible
from advisory.foundation.pages import Page, go, hat, session
from advisory.languages.catalogues import for_staff


@room.page("/staff/inbox/<uuid:feedback_id>/hold", opens=FACILITATOR, methods=("GET", "POST"))
def hold(feedback_id: UUID) -> Page:
    """Somebody may be hurt, or it is about somebody here: it leaves every other list at once."""
    return written(
        feedback_id,
        Step.HOLD,
        lambda _found: HoldForm(),
        lambda found, form: reading.hold(
            session(),
            found.feedback,
            allegation=form.allegation.data,
            board=found.board,
            by=hat(),
        ),
        then=lambda: go("desk.inbox", done="held"),
    )


@room.page("/staff/inbox/<uuid:feedback_id>/spam", opens=FACILITATOR, methods=("POST",))
def set_aside(feedback_id: UUID) -> Page:
    return pressed(
        feedback_id,
        Step.SET_ASIDE,
        lambda found: spam.quarantine(session(), found.feedback, by=hat()),
    )


@room.page("/staff/inbox/<uuid:feedback_id>/not-spam", opens=FACILITATOR, methods=("POST",))
def restore(feedback_id: UUID) -> Page:
    return pressed(
        feedback_id,
        Step.RESTORE,
        lambda found: spam.restore(session(), found.feedback, by=hat()),
    )


@room.page("/staff/inbox/<uuid:feedback_id>/reject", opens=FACILITATOR, methods=("POST",))
def reject(feedback_id: UUID) -> Page:
    """A second person's word. Alone on a small board it waits, and can be stopped."""
    found = opened(feedback_id, Step.REJECT)
    spam.reject_spam(session(), found.feedback, board=found.board, by=hat())
    if found.feedback.rejected_from is not None:
        return go("desk.item", feedback_id=feedback_id)
    return go("desk.inbox", done="spam")


@room.page("/staff/inbox/<uuid:feedback_id>/merge", opens=FACILITATOR, methods=("GET", "POST"))
def merge(feedback_id: UUID) -> Page:
    def into_other(found: Opened, form: MergeForm) -> None:
        number = form.number()
        other = items.mergeable(session(), found, number, hat()) if number else None
        if other is None:
            raise Impossible(for_staff("There is no such item here that you may open."))
        ending.merge(session(), found.feedback, other, by=hat())

    return written(feedback_id, Step.MERGE, lambda _found: MergeForm(), into_other)


@room.page("/staff/inbox/<uuid:feedback_id>/not-ours", opens=FACILITATOR, methods=("GET", "POST"))
def not_ours(feedback_id: UUID) -> Page:
    return written(
        feedback_id,
        Step.NOT_OURS,
        lambda _found: NotOursForm(),
        lambda found, form: ending.out_of_remit(
            session(), found.feedback, reason=typed(form.reason), board=found.board, by=hat()
        ),
    )
