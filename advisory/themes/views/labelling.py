"""The coding desk: how far it got, and one passage at a time."""

from uuid import UUID

from flask import request

from advisory.foundation import audit, pages
from advisory.foundation.access import Refused
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.themes import actions
from advisory.themes.forms.labelling import MarksForm, marks_of
from advisory.themes.queries import coding, desk, suggesting
from advisory.themes.queries.desk import Beside
from advisory.themes.rules.labelling import DOUBLE, Marks, in_use, keyed
from advisory.themes.views import BOTH, FACILITATOR, room
from advisory.themes.views.suggesting import CERTAINTIES


@room.page("/staff/sense", opens=FACILITATOR)
def sense() -> Page:
    """Where to begin: what is read, what is next, how it is read."""
    return show(
        "staff/themes/sense.html",
        progress=desk.progress(session(), hat()),
        labels=len(in_use(coding.labels(session(), hat().board_id))),
        wanted=DOUBLE,
    )


@room.page("/staff/sense/two", opens=FACILITATOR, methods=("POST",))
def read_by_two() -> Page:
    """Two people read the first passages, or one person reads all."""
    actions.set_double(session(), on=request.form.get("on") == "yes", by=hat())
    return go("themes.sense")


@room.page("/staff/sense/passages/<uuid:passage_id>", opens=FACILITATOR, methods=BOTH)
def passage(passage_id: UUID) -> Page:
    found = _open(passage_id)
    labels = coding.labels(session(), hat().board_id)
    mine = _mine(passage_id)
    form = MarksForm(data=marks_of(mine or Marks()))
    if form.validate_on_submit():
        marks = form.marks([label.id for label in labels])
        seen = request.form.get("seen", 0, int)
        actions.put_labels(session(), found.passage, marks, by=hat(), seen=seen)
        return _next(passage_id)
    page = problems if form.errors else show
    return page(
        "staff/themes/passage.html",
        form=form,
        found=found,
        keyed=keyed(in_use(labels)),
        chosen=set(form.labels.data or ()),
        progress=desk.progress(session(), hat(), after=passage_id),
        machine=suggesting.guesses(session(), found.passage, labels),
        certainties=CERTAINTIES,
        is_labelled=mine is not None,
        is_drawn=passage_id in coding.drawn(session(), hat().board_id),
    )


def _open(passage_id: UUID) -> Beside:
    """Raises Refused. Whose words were opened is written down."""
    found = desk.beside(session(), hat(), passage_id)
    if found is None:
        raise Refused(exists=False)
    if request.method == "GET" and found.origin is not None:
        # In a transaction of its own: the request's cannot write in a GET.
        with pages.database().transaction() as own:
            about = found.passage.contribution_id
            board_id = hat().board_id
            audit.record(own, "opened", "contribution", about, by=hat(), board_id=board_id)
    return found


def _mine(passage_id: UUID) -> Marks | None:
    own = [
        one for one in coding.codings_of(session(), passage_id) if one.person_id == hat().person_id
    ]
    return coding.marks_in(session(), own[0]) if own else None


def _next(passage_id: UUID) -> Page:
    following = desk.progress(session(), hat(), after=passage_id).next_id
    if request.form.get("then") == "stop" or following is None:
        return go("themes.sense")
    return go("themes.passage", passage_id=following)


@room.page("/staff/sense/passages/<uuid:passage_id>/back", opens=FACILITATOR, methods=("POST",))
def take_back(passage_id: UUID) -> Page:
    """It tells who spoke after all."""
    actions.take_back_passage(session(), _open(passage_id).passage, by=hat())
    return go("themes.sense")
