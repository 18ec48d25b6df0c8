"""Suggestions: switched on with a reason, and what they do to those who read."""

from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.themes.actions import suggesting as actions
from advisory.themes.forms.suggesting import SwitchForm
from advisory.themes.models import MachineHelp
from advisory.themes.queries import coding
from advisory.themes.queries import suggesting as queries
from advisory.themes.rules.anchoring import FEWEST_READ
from advisory.themes.rules.suggesting import FEWEST_CODED, Certainty
from advisory.themes.views import BOTH, FACILITATOR, room

CERTAINTIES = {
    Certainty.LIKELY: for_staff("Likely"),
    Certainty.MAYBE: for_staff("Maybe"),
}


@room.page("/staff/sense/suggestions", opens=FACILITATOR, methods=BOTH)
def suggestions() -> Page:
    board_id = hat().board_id
    is_on = queries.is_on(session(), board_id, MachineHelp.SUGGESTIONS)
    form = SwitchForm(data={"on": "no" if is_on else "yes"})
    if form.validate_on_submit():
        actions.switch(session(), MachineHelp.SUGGESTIONS, on=form.is_on, why=form.why(), by=hat())
        return go("themes.suggestions")
    labels = coding.labels(session(), board_id)
    page = problems if form.errors else show
    return page(
        "staff/themes/suggestions.html",
        form=form,
        is_on=is_on,
        switchings=queries.switchings(session(), board_id, MachineHelp.SUGGESTIONS),
        learned=queries.round_of(session(), board_id),
        coded=len(queries.coded_ids(session(), board_id)),
        effect=queries.effect_of(session(), board_id, labels),
        names={label.id: label.name for label in labels},
        fewest_coded=FEWEST_CODED,
        fewest_read=FEWEST_READ,
    )
