"""One item's page, and how every step with it is taken: opened by its reader, done, shown again."""

from collections.abc import Callable, Mapping
from typing import TypeVar
from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response

from advisory.contributions import actions as contributions
from advisory.desk.forms.item import DescribeForm, StepForm
from advisory.desk.queries import item as items
from advisory.desk.queries.choices import choices
from advisory.desk.queries.handovers import others
from advisory.desk.queries.item import Opened
from advisory.desk.rules.naming import reference
from advisory.desk.rules.steps import OFFERS, Step, how_understood
from advisory.desk.views import room
from advisory.desk.views.inbox import FACILITATOR
from advisory.feedback.models import State, Understood
from advisory.feedback.rules import Column
from advisory.foundation import audit, pages
from advisory.foundation.access import Impossible, Refused, allow
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff

F = TypeVar("F", bound=StepForm)

SHOWN_FIRST = 2
"""How many steps stand beside "More" on a phone."""

_BEYOND = (
    (State.ANSWER_REVIEW, "desk.review", for_staff("Look at the answer")),
    *(
        (state, "desk.email_answer", for_staff("Enter an answer that came by e-mail"))
        for state in (State.ROUTED, State.ACKNOWLEDGED, State.IN_PROGRESS)
    ),
    *(
        (state, "desk.propose_notice", for_staff("Propose it for the noticeboard"))
        for state in (State.ANSWERED, State.CLOSED_SATISFIED, State.CLOSED_NO_REPLY)
    ),
)
"""What other pages of the desk do with it, by its state."""


def _recommending(found: Opened) -> list[tuple[str, str]]:
    """What one person said may be worth asking for, for everybody."""
    if not found.may_read or found.feedback.understood_at is None or found.feedback.held:
        return []
    url = url_for("desk.write_recommendation", feedback=found.feedback.id)
    return [(url, for_staff("Make a recommendation"))]


@room.page("/staff/inbox/<uuid:feedback_id>", opens=FACILITATOR)
def item(feedback_id: UUID) -> Page:
    found = opened(feedback_id)
    shown = items.shown(session(), found, hat())
    form = _first_reading(found)
    buttons = [
        (step, OFFERS[step], _url(step, feedback_id))
        for step in found.steps
        if step is not Step.DESCRIBE or form is None
    ]
    how = how_understood(hat(), found.contribution)
    return show(
        "staff/desk/item.html",
        found=found,
        feedback=found.feedback,
        contribution=found.contribution,
        item=shown,
        describe=form,
        first=buttons[:SHOWN_FIRST],
        more=buttons[SHOWN_FIRST:],
        i_read=how is Understood.OWN_READING,
        is_mine=found.feedback.owner_id == hat().person_id,
        beyond=[
            (url_for(endpoint, feedback_id=feedback_id), label)
            for state, endpoint, label in _BEYOND
            if state is found.feedback.state
        ]
        + _recommending(found),
        Step=Step,
        others=others(session(), hat(), found.feedback) if found.may_read else None,
    )


def _first_reading(found: Opened) -> DescribeForm | None:
    """Stands beside the words while they are being read; later it is a step like the others."""
    reading = found.feedback.column in {Column.TO_READ, Column.NEEDS_TRANSLATION}
    if not reading or Step.DESCRIBE not in found.steps:
        return None
    return DescribeForm().offer(choices(session(), found.board.id), found.feedback)


def _url(step: Step, feedback_id: UUID) -> str:
    return url_for(f"desk.{step.value}", feedback_id=feedback_id)


def opened(feedback_id: UUID, step: Step | None = None) -> Opened:
    """The item, if this reader may open it and the step is possible; opening it is written down.

    Raises Refused, or Impossible when the item has moved on.
    """
    found = items.opened(session(), feedback_id, hat())
    if found is None:
        raise Refused(exists=False)
    if step is not None and step not in found.steps:
        allow(found.may_read)
        raise Impossible(for_staff("This is not possible now. Look at the item again."))
    if request.method == "GET":
        _note_opening(found)
    return found


def _note_opening(found: Opened) -> None:
    # In a transaction of its own: the request's cannot write in a GET.
    with pages.database().transaction() as own:
        audit.record(
            own,
            "opened",
            "feedback",
            found.feedback.id,
            person_id=hat().person_id,
            role=hat().role,
            board_id=hat().board_id,
        )


def pressed(feedback_id: UUID, step: Step, act: Callable[[Opened], object]) -> Response:
    """A step that needs no words: it is done at once."""
    act(opened(feedback_id, step))
    return go("desk.item", feedback_id=feedback_id)


def written(
    feedback_id: UUID,
    step: Step,
    make: Callable[[Opened], F],
    act: Callable[[Opened, F], object],
    *,
    template: str = "staff/desk/step.html",
    context: Callable[[Opened], Mapping[str, object]] = lambda _found: {},
    then: Callable[[], Response] | None = None,
) -> Page:
    """A step with a form of its own. When somebody was faster, what was typed is still there."""
    found = opened(feedback_id, step)
    form = make(found)
    if form.validate_on_submit():
        try:
            act(found, form)
        except Impossible as why:
            pages.close()
            form.form_errors.append(str(why))
            found = opened(feedback_id)
        else:
            return then() if then else go("desk.item", feedback_id=feedback_id)
    page = problems if form.errors else show
    return page(
        template,
        form=form,
        ref=reference(found.feedback.reference),
        title=OFFERS[step].label,
        is_removal=OFFERS[step].kind == "remove",
        item_url=url_for("desk.item", feedback_id=feedback_id),
        turns=items.shown_turns(session(), found),
        **context(found),
    )


@room.page("/staff/inbox/<uuid:feedback_id>/lift", opens=FACILITATOR, methods=("POST",))
def lift_lock(feedback_id: UUID) -> Page:
    """For the person who stands before the facilitator and types their code again."""
    found = opened(feedback_id)
    code = items.locked_code(session(), found.contribution.id)
    if code is not None:
        contributions.lift_lock(session(), code, by=hat())
    return go("desk.item", feedback_id=feedback_id)
