"""From a response to a passage: a facilitator takes out what tells who spoke."""

from uuid import UUID

from advisory.consultations.models import OwnWords
from advisory.consultations.queries import responses
from advisory.consultations.rules import lifecycle
from advisory.consultations.views import room
from advisory.consultations.views.asking import today
from advisory.consultations.views.building import BOTH, FACILITATOR, english, own_one
from advisory.contributions import queries as contributions
from advisory.contributions.rules import may_read
from advisory.foundation.access import Impossible, allow
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.themes import actions as themes
from advisory.themes import queries as passages
from advisory.themes.forms.labelling import ReleaseForm
from advisory.themes.rules.marking import TELLING_NAMES, marked
from advisory.words.queries.saying import written_and_english

WORDS = "/staff/consultations/<uuid:consultation_id>/words/<uuid:words_id>"


@room.page(f"{WORDS}/passage", opens=FACILITATOR, methods=BOTH)
def release_words(consultation_id: UUID, words_id: UUID) -> Page:
    """What the person changes until the last day is not released before it."""
    own = own_one(consultation_id)
    said = _words(consultation_id, words_id)
    if not lifecycle.has_closed(own, today()):
        raise Impossible(for_staff("People are still answering."))
    first, other = written_and_english(session(), said.text)
    in_english = other or first if (other or first).lang == "en" else None
    form = ReleaseForm(body=in_english.text if in_english else "")
    contribution = said.response.contribution
    if form.validate_on_submit():
        themes.release_passage(
            session(), contribution, body=form.body.data, by=hat(), origin=said.text
        )
        return go("consultations.list_responses", consultation_id=own.id)
    page = problems if form.errors else show
    return page(
        "staff/consultations/release_words.html",
        form=form,
        own=own,
        title=english(own.title),
        first=first,
        in_english=in_english,
        pieces=marked(in_english.text) if in_english else [],
        telling_names=TELLING_NAMES,
        released=passages.passages_from(session(), said.text_id),
    )


def _words(consultation_id: UUID, words_id: UUID) -> OwnWords:
    """Of this consultation, sent, and for this reader. Raises Refused for any other."""
    said = responses.own_words(session(), words_id)
    allow(said is not None and said.response.consultation_id == consultation_id, exists=False)
    assert said is not None  # noqa: S101 - allowed above
    contribution = said.response.contribution
    declared = contributions.declared_by(session(), hat().person_id, [contribution.id])
    allow(may_read(hat(), contribution, declared=bool(declared)))
    return said
