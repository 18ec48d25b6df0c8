"""The sealed list of the safeguarding lead, and one concern with its log."""

from uuid import UUID

from flask import request

from advisory.contributions.models import Contribution
from advisory.desk.actions import concerns as actions
from advisory.desk.forms.concerns import DecideForm, GistForm, NoteForm
from advisory.desk.queries import concerns as queries
from advisory.desk.queries.concerns import ConcernPage
from advisory.desk.rules.concerning import log_words
from advisory.desk.views import room
from advisory.foundation import audit, pages
from advisory.foundation.access import Impossible, Refused, Role, allow, staff
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.safeguarding import actions as safeguarding
from advisory.safeguarding import queries as held
from advisory.safeguarding.models import Concern, ConcernState
from advisory.safeguarding.rules import may_see
from advisory.words import actions as words

ROTA = staff(Role.SAFEGUARDING_LEAD, Role.OUTSIDE_PERSON)


@room.page("/staff/concerns", opens=ROTA)
def concerns() -> Page:
    found = queries.concern_list(session(), hat(), at=now())
    return show("staff/desk/concerns.html", concerns=found)


@room.page("/staff/concerns/<uuid:concern_id>", opens=ROTA)
def concern(concern_id: UUID) -> Page:
    found = _concern(concern_id)
    _note_opening(found)
    return show("staff/desk/concern.html", **_context(found))


@room.page("/staff/concerns/<uuid:concern_id>/see", opens=ROTA, methods=("POST",))
def see_concern(concern_id: UUID) -> Page:
    safeguarding.see(session(), _concern(concern_id), by=hat())
    return go("desk.concern", concern_id=concern_id)


@room.page("/staff/concerns/<uuid:concern_id>/has-it", opens=ROTA, methods=("POST",))
def have_concern(concern_id: UUID) -> Page:
    """ "I have it": nobody else is called."""
    safeguarding.acknowledge(session(), _concern(concern_id), by=hat())
    return go("desk.concern", concern_id=concern_id)


@room.page("/staff/concerns/<uuid:concern_id>/note", opens=ROTA, methods=("POST",))
def note_concern(concern_id: UUID) -> Page:
    found = _concern(concern_id)
    form = _note_form(found, NoteForm())
    if not form.validate_on_submit():
        return problems("staff/desk/concern.html", **_context(found, form=form))
    entry = next((row for row in found.log if str(row.id) == form.corrects.data), None)
    safeguarding.write_log(session(), found, note=form.note.data or "", by=hat(), corrects=entry)
    return go("desk.concern", concern_id=concern_id)


@room.page("/staff/concerns/<uuid:concern_id>/gist", opens=ROTA, methods=("POST",))
def gist_concern(concern_id: UUID) -> Page:
    found, form = _concern(concern_id), GistForm()
    if not form.validate_on_submit():
        return problems("staff/desk/concern.html", **_context(found, gist=form))
    unread = _page(found).unread
    if unread is None:
        raise Impossible(for_staff("There is English already. Look at the words again."))
    words.write_gist(session(), unread, body=form.gist.data or "", by=hat())
    return go("desk.concern", concern_id=concern_id)


@room.page("/staff/concerns/<uuid:concern_id>/decide", opens=ROTA, methods=("POST",))
def decide_concern(concern_id: UUID) -> Page:
    found, form = _concern(concern_id), DecideForm()
    if not form.validate_on_submit():
        return problems("staff/desk/concern.html", **_context(found, decide=form))
    actions.decide_concern(
        session(),
        found,
        _page(found).item,
        outcome=ConcernState(form.outcome.data),
        reason=form.reason.data or "",
        decision=form.decision(),
        to=(form.to.data or "") if form.is_passed_on else "",
        goes_on=form.goes_on.data,
        by=hat(),
    )
    return go("desk.concern", concern_id=concern_id)


@room.page("/staff/concerns/<uuid:concern_id>/go-on", opens=ROTA, methods=("POST",))
def release_concern(concern_id: UUID) -> Page:
    found = _concern(concern_id)
    actions.let_answering_go_on(session(), found, _page(found).item, by=hat())
    return go("desk.concern", concern_id=concern_id)


def _concern(concern_id: UUID) -> Concern:
    found = held.concern(session(), concern_id)
    if found is None:
        raise Refused(exists=False)
    allow(may_see(hat(), found), exists=False)
    return found


def contribution_of(concern_id: UUID) -> Contribution:
    """What a concern is about, for a reader who may see it. Raises Refused."""
    return _concern(concern_id).contribution


def _page(concern: Concern) -> ConcernPage:
    return queries.concern_page(session(), hat(), concern, at=now())


def _context(
    concern: Concern,
    *,
    form: NoteForm | None = None,
    decide: DecideForm | None = None,
    gist: GistForm | None = None,
) -> dict[str, object]:
    return {
        "page": _page(concern),
        "hat_is_lead": hat().role is Role.SAFEGUARDING_LEAD,
        "form": form or _note_form(concern, NoteForm(formdata=None)),
        "decide": decide or DecideForm(formdata=None),
        "gist": gist or GistForm(formdata=None),
    }


def _note_opening(concern: Concern) -> None:
    # In a transaction of its own: this page only reads, and reading these words is written down.
    if request.method != "GET":
        return
    with pages.database().transaction() as own:
        audit.record(
            own,
            "concern opened",
            "concern",
            concern.id,
            person_id=hat().person_id,
            role=hat().role,
            board_id=concern.board_id,
        )


def _note_form(concern: Concern, form: NoteForm) -> NoteForm:
    lines = [(entry, log_words(entry.what)) for entry in concern.log]
    return form.offer(
        [
            (str(entry.id), f"{number}. {what}")
            for number, (entry, what) in enumerate(lines, start=1)
        ]
    )
