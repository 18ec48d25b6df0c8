"""Two have read the same: where they differ, and what they agree on."""

from uuid import UUID

from advisory.foundation.access import Impossible, allow
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.themes import actions
from advisory.themes.forms.labelling import SettleForm
from advisory.themes.queries import coding, comparing, desk
from advisory.themes.queries.comparing import Compared
from advisory.themes.rules.agreement import FEWEST, RELIANCE_NAMES, Reliance
from advisory.themes.rules.labelling import in_use, keyed
from advisory.themes.views import BOTH, FACILITATOR, room

TONES = {
    Reliance.RELIABLE: "good",
    Reliance.TENTATIVE: "",
    Reliance.REWRITE: "warn",
}


@room.page("/staff/sense/compare", opens=FACILITATOR)
def compare() -> Page:
    labels = coding.labels(session(), hat().board_id)
    rows = comparing.compared(session(), hat())
    return show(
        "staff/themes/compare.html",
        progress=None if rows else desk.progress(session(), hat()),
        rows=rows,
        names=comparing.named(labels),
        agreement=comparing.agreement_in(rows, labels),
        reliances=RELIANCE_NAMES,
        tones=TONES,
        fewest=FEWEST,
    )


@room.page("/staff/sense/compare/<uuid:passage_id>", opens=FACILITATOR, methods=BOTH)
def settle(passage_id: UUID) -> Page:
    row = _row(passage_id)
    labels = coding.labels(session(), hat().board_id)
    begun = row.settled.labels if row.settled else row.readings[0].labels & row.readings[-1].labels
    form = SettleForm(
        data={
            "labels": [str(one) for one in begun],
            "note": row.settled.note if row.settled else "",
        }
    )
    if form.validate_on_submit():
        drawn = coding.drawn_one(session(), passage_id)
        allow(drawn is not None, exists=False)
        assert drawn is not None  # noqa: S101 - allowed above
        marks = form.marks([label.id for label in labels])
        actions.settle(session(), drawn, marks, by=hat())
        return go("themes.compare")
    page = problems if form.errors else show
    return page(
        "staff/themes/settle.html",
        form=form,
        row=row,
        names=comparing.named(labels),
        keyed=keyed(in_use(labels)),
        chosen=set(form.labels.data or ()),
    )


def _row(passage_id: UUID) -> Compared:
    """Raises Refused for a passage that is not there, Impossible while two still read."""
    allow(desk.beside(session(), hat(), passage_id) is not None, exists=False)
    row = next((one for one in comparing.compared(session(), hat()) if one.id == passage_id), None)
    if row is None:
        raise Impossible(for_staff("Compare when both have read all of them."))
    return row
