"""Legal holds: asked by one person, confirmed by another, ended by anybody of them."""

from uuid import UUID

from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.models import LegalHold
from advisory.feedback import queries as feedback
from advisory.foundation.access import Role, allow, staff
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.people import queries as people
from advisory.rights.forms import HoldForm
from advisory.rights.views import room

KEEPERS = staff(Role.ADMINISTRATOR, Role.FACILITATOR, Role.OUTSIDE_PERSON)


@room.page("/staff/settings/holds", opens=KEEPERS, methods=("GET", "POST"))
def legal_holds() -> Page:
    form = HoldForm()
    if form.validate_on_submit():
        item = feedback.by_reference(session(), hat().board_id, form.number.data)
        if item is not None and not item.held and item.contribution.erased_on is None:
            reason = form.reason.data
            contributions.ask_legal_hold(session(), item.contribution, reason=reason, by=hat())
            return go("rights.legal_holds")
        form.number.errors = [for_staff("There is no such item here that you may hold.")]
    page = problems if form.errors else show
    holds = kept.legal_holds(session(), hat().board_id)
    items = feedback.references_of(session(), [hold.contribution_id for hold in holds])
    return page(
        "staff/rights/legal_holds.html",
        form=form,
        holds=holds,
        reasons={hold.id: kept.why_held(session(), hold) for hold in holds},
        items=items,
        me=hat().person_id,
        names={row.id: row.name for row in people.persons_of(session(), hat().board_id)},
    )


@room.page("/staff/settings/holds/<uuid:hold_id>/confirm", opens=KEEPERS, methods=("POST",))
def confirm_hold(hold_id: UUID) -> Page:
    contributions.confirm_legal_hold(session(), _hold(hold_id), by=hat())
    return go("rights.legal_holds")


@room.page("/staff/settings/holds/<uuid:hold_id>/end", opens=KEEPERS, methods=("POST",))
def end_hold(hold_id: UUID) -> Page:
    contributions.end_legal_hold(session(), _hold(hold_id), by=hat())
    return go("rights.legal_holds")


def _hold(hold_id: UUID) -> LegalHold:
    found = session().get(LegalHold, hold_id)
    allow(found is not None and found.board_id == hat().board_id, exists=False)
    assert found is not None  # noqa: S101 - allowed above
    return found
