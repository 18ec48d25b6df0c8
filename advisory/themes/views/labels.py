"""The codebook: what a passage can be about, and what each label said before."""

from uuid import UUID

from flask import current_app, request

from advisory.foundation.access import allow
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.themes import actions
from advisory.themes.actions import Overtaken
from advisory.themes.forms.labelling import AddLabelForm, LabelForm, MergeForm
from advisory.themes.models import Label, LabelState
from advisory.themes.ports.drafting import Drafter
from advisory.themes.queries import coding as queries
from advisory.themes.queries import desk
from advisory.themes.queries.drafting import drafter_for
from advisory.themes.rules.labelling import in_use
from advisory.themes.views import BOTH, FACILITATOR, room

STATES = {
    LabelState.CANDIDATE: for_staff("Candidate"),
    LabelState.AGREED: for_staff("Agreed"),
    LabelState.MERGED: for_staff("Merged"),
}
OVERTAKEN = for_staff("Somebody changed this label while you wrote. Look below, then save again.")


def own_label(label_id: UUID) -> Label:
    """Of this board. Raises Refused for any other."""
    found = queries.label(session(), label_id)
    allow(found is not None and found.board_id == hat().board_id, exists=False)
    assert found is not None  # noqa: S101 - allowed above
    return found


def drafter() -> Drafter | None:
    """The server that may draft wordings for this board."""
    return drafter_for(session(), hat().board_id, current_app.config["SETTINGS"])


@room.page("/staff/sense/labels", opens=FACILITATOR, methods=BOTH)
def labels() -> Page:
    form = AddLabelForm()
    if form.validate_on_submit():
        actions.add_label(session(), form.wording(), by=hat())
        return go("themes.labels")
    found = queries.labels(session(), hat().board_id)
    page = problems if form.errors else show
    return page(
        "staff/themes/labels.html",
        form=form,
        book=queries.codebook(session(), hat().board_id),
        found=found,
        odd=desk.oddities(session(), hat(), found),
        drafter=drafter(),
        names={one.id: one.name for one in found},
        states=STATES,
    )


@room.page("/staff/sense/labels/starter", opens=FACILITATOR, methods=("POST",))
def starter() -> Page:
    actions.add_starter(session(), by=hat())
    return go("themes.labels")


@room.page("/staff/sense/labels/<uuid:label_id>", opens=FACILITATOR, methods=BOTH)
def label(label_id: UUID) -> Page:
    own = own_label(label_id)
    form = LabelForm(obj=own, seen=str(own.version))
    overtaken = False
    if form.validate_on_submit():
        try:
            actions.change_label(session(), own, form.wording(), seen=form.seen_version, by=hat())
            return go("themes.label", label_id=own.id)
        except Overtaken:
            overtaken, form.seen.raw_data = True, None
            form.seen.data = str(own.version)
    everything = queries.labels(session(), own.board_id)
    number = min(max(request.args.get("page", 1, int), 1), 10_000)
    carrying, count = desk.labelled(
        session(), hat(), own, everything, skip=(number - 1) * desk.A_PAGE
    )
    others = [one for one in in_use(everything) if one is not own]
    page = problems if form.errors or overtaken else show
    return page(
        "staff/themes/label.html",
        form=form,
        merge=MergeForm(formdata=None).offer(others) if others else None,
        own=own,
        into=next((one for one in everything if one.id == own.merged_into_id), None),
        history=queries.history(session(), own.id),
        carrying=carrying,
        count=count,
        page_number=number,
        states=STATES,
        overtaken=OVERTAKEN if overtaken else "",
        drafter=drafter(),
    )


@room.page("/staff/sense/labels/<uuid:label_id>/agree", opens=FACILITATOR, methods=("POST",))
def agree_label(label_id: UUID) -> Page:
    actions.agree_label(session(), own_label(label_id), by=hat())
    return go("themes.label", label_id=label_id)


@room.page("/staff/sense/labels/<uuid:label_id>/merge", opens=FACILITATOR, methods=("POST",))
def merge_label(label_id: UUID) -> Page:
    own = own_label(label_id)
    wanted = request.form.get("into", "")
    known = {str(one.id): one for one in queries.labels(session(), own.board_id)}
    allow(wanted in known, exists=False)
    actions.merge_label(session(), own, into=known[wanted], by=hat())
    return go("themes.label", label_id=label_id)
