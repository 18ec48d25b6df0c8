"""The coding desk: how far it got, and one passage at a time."""

from collections.abc import Collection, Mapping
from uuid import UUID

from flask import request

from advisory.foundation import audit, pages
from advisory.foundation.access import Impossible, Refused
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.themes import actions
from advisory.themes.forms.labelling import MarksForm, marks_of
from advisory.themes.queries import coding, desk, suggesting
from advisory.themes.queries.desk import Beside
from advisory.themes.rules.labelling import DOUBLE, Marks, Span, in_use, keyed
from advisory.themes.rules.spans import cut, picked, sentences
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
        marks = form.marks([label.id for label in labels]).on_parts(mine.spans if mine else ())
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
        cuts=cut(found.released.text, mine.spans) if mine and mine.spans else [],
        names={label.id: label.name for label in labels},
    )


@room.page("/staff/sense/passages/<uuid:passage_id>/parts", opens=FACILITATOR, methods=BOTH)
def parts(passage_id: UUID) -> Page:
    """A label that this person put is put on a part of it, or taken off that part again."""
    found = _open(passage_id)
    mine = _mine(passage_id)
    if mine is None or not mine.labels:
        raise Impossible(for_staff("Put labels on the passage first."))
    text = found.released.text
    if request.method == "POST":
        spans = changed(mine, text, request.form.getlist("place"), request.form)
        if spans is not None:
            actions.put_labels(session(), found.passage, mine.on_parts(spans), by=hat())
            return go("themes.parts", passage_id=passage_id)
    names = {one.id: one.name for one in coding.labels(session(), hat().board_id)}
    page = problems if request.method == "POST" else show
    return page(
        "staff/themes/parts_of_passage.html",
        found=found,
        sentences=sentences(text),
        cuts=cut(text, mine.spans),
        spans=[(one, text[one.start : one.end]) for one in sorted(mine.spans)],
        labels=[(one, names[one]) for one in names if one in mine.labels],
        names=names,
        chosen=set(request.form.getlist("place")),
        label=request.form.get("label", ""),
    )


def changed(
    mine: Marks, text: str, places: Collection[str], typed: Mapping[str, str]
) -> frozenset[Span] | None:
    """None when nothing was picked, or no label of theirs."""
    label = next((one for one in mine.labels if str(one) == typed.get("label")), None)
    if label is None:
        return None
    if typed.get("off"):
        gone = {one for one in mine.spans if one.label == label and _place(one) == typed["off"]}
        return mine.spans - gone
    runs = picked(text, set(places))
    return mine.spans | {Span(label, start, end) for start, end in runs} if runs else None


def _place(span: Span) -> str:
    return f"{span.start}-{span.end}"


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
