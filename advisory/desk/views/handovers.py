"""Asking somebody else to help, with the person's yes: making, taking, ending a hand-over."""

from uuid import UUID

from advisory.desk.actions import handing as actions
from advisory.desk.forms.handing import HandOverForm, HowYes, WhyForm
from advisory.desk.queries import handovers as queries
from advisory.desk.rules.naming import reference
from advisory.desk.views import room
from advisory.desk.views.contacts import about_concern, about_item
from advisory.feedback import queries as feedback
from advisory.feedback.models import Feedback
from advisory.foundation.access import Refused, Role, allow, staff
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.handovers import actions as handovers
from advisory.handovers import queries as kept
from advisory.handovers.models import HandOver
from advisory.handovers.rules import may_override, may_work
from advisory.safeguarding import queries as safeguarding
from advisory.safeguarding.models import Concern
from advisory.safeguarding.rules import is_secret

WORKERS = staff(Role.FACILITATOR, Role.SAFEGUARDING_LEAD, Role.OUTSIDE_PERSON)
BOTH = ("GET", "POST")
TEMPLATE = "staff/desk/hand_over.html"


@room.page("/staff/hand-overs", opens=WORKERS)
def hand_overs() -> Page:
    return show("staff/desk/hand_overs.html", lines=queries.hand_over_list(session(), hat()))


@room.page("/staff/inbox/<uuid:feedback_id>/hand-over", opens=staff(Role.FACILITATOR), methods=BOTH)
def hand_over_item(feedback_id: UUID) -> Page:
    return _made(about_item(feedback_id), None)


@room.page(
    "/staff/concerns/<uuid:concern_id>/hand-over",
    opens=staff(Role.SAFEGUARDING_LEAD, Role.OUTSIDE_PERSON),
    methods=BOTH,
)
def hand_over_concern(concern_id: UUID) -> Page:
    item, concern = about_concern(concern_id)
    return _made(item, concern)


def _made(item: Feedback, concern: Concern | None) -> Page:
    teams, colleagues = queries.receivers(session(), hat(), held=concern is not None)
    form = HandOverForm().offer(teams, colleagues, may_override=may_override(hat(), concern))
    if form.validate_on_submit():
        made = _offered(item, form)
        return go("desk.hand_over", hand_over_id=made.id)
    page = problems if form.errors else show
    return page(
        "staff/desk/make_hand_over.html",
        form=form,
        ref=reference(item.reference),
        concern=concern,
        item=item,
    )


def _offered(item: Feedback, form: HandOverForm) -> HandOver:
    what = form.what.data or ""
    if form.how.data == HowYes.PAGE:
        return actions.ask_for_yes(session(), item, to=form.receiver(), what=what, by=hat())
    overriding = form.overriding.data if form.is_without else ""
    return handovers.offer(
        session(),
        item.contribution,
        to=form.receiver(),
        what=what,
        overriding=overriding or "",
        by=hat(),
    )


@room.page("/staff/hand-overs/<uuid:hand_over_id>", opens=WORKERS)
def hand_over(hand_over_id: UUID) -> Page:
    found = _found(hand_over_id)
    return show(TEMPLATE, **_context(found))


@room.page("/staff/hand-overs/<uuid:hand_over_id>/accept", opens=WORKERS, methods=("POST",))
def accept_hand_over(hand_over_id: UUID) -> Page:
    found = _found(hand_over_id)
    item = feedback.item_of(session(), found.contribution_id)
    actions.accept(session(), found, item, by=hat())
    return go("desk.hand_over", hand_over_id=hand_over_id)


@room.page("/staff/hand-overs/<uuid:hand_over_id>/done", opens=WORKERS, methods=("POST",))
def finish_hand_over(hand_over_id: UUID) -> Page:
    handovers.finish(session(), _found(hand_over_id), by=hat())
    return go("desk.hand_over", hand_over_id=hand_over_id)


@room.page("/staff/hand-overs/<uuid:hand_over_id>/reject", opens=WORKERS, methods=("POST",))
def reject_hand_over(hand_over_id: UUID) -> Page:
    found, form = _found(hand_over_id), WhyForm()
    if not form.validate_on_submit():
        return problems(TEMPLATE, **_context(found, form=form))
    handovers.reject(session(), found, reason=form.reason.data or "", by=hat())
    return go("desk.hand_over", hand_over_id=hand_over_id)


@room.page("/staff/hand-overs/<uuid:hand_over_id>/take-back", opens=WORKERS, methods=("POST",))
def revoke_hand_over(hand_over_id: UUID) -> Page:
    found, form = _found(hand_over_id), WhyForm()
    if not form.validate_on_submit():
        return problems(TEMPLATE, **_context(found, form=form))
    handovers.revoke(session(), found, reason=form.reason.data or "", by=hat())
    return go("desk.hand_over", hand_over_id=hand_over_id)


def _found(hand_over_id: UUID) -> HandOver:
    found = kept.hand_over(session(), hand_over_id)
    if found is None:
        raise Refused(exists=False)
    concern = safeguarding.concern_of(session(), found.contribution_id)
    allow(may_work(hat(), found, concern), exists=False)
    return found


def _context(found: HandOver, *, form: WhyForm | None = None) -> dict[str, object]:
    page = queries.hand_over_page(session(), found)
    concern = safeguarding.concern_of(session(), found.contribution_id)
    return {
        "page": page,
        "form": form or WhyForm(formdata=None),
        "concern": concern,
        "concern_is_open": is_secret(concern),
    }
