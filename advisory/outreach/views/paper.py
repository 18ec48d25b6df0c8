"""Forms on paper: printed with their slips, keyed by one person, a sample keyed by another.

No scan is taken: whoever keys has the paper in their hands.
"""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.rules import Digits, new_form_token
from advisory.feedback import queries as feedback
from advisory.feedback.models import Face
from advisory.feedback.rules import FACE_ICONS, FACES, Pictures
from advisory.foundation.access import Impossible, Refused
from advisory.foundation.pages import Page, go, hat, printed, problems, session, show
from advisory.foundation.printing import can_make_pdf
from advisory.languages.catalogues import for_staff, speaking
from advisory.languages.registry import LANGUAGES
from advisory.outreach import actions
from advisory.outreach.forms import BatchForm, KeyForm, PrintForm
from advisory.outreach.views import room
from advisory.outreach.views.kiosk import FACILITATOR, home_address
from advisory.outreach.views.posters import opened_languages, qr_code
from advisory.paper import actions as paper
from advisory.paper import queries
from advisory.paper.models import PaperBatch, PaperEdition, PaperForm
from advisory.paper.rules import MOST_ROWS, Keyed, form_number
from advisory.people import queries as people
from advisory.routing import queries as routing
from advisory.routing.rules import Pictured

BOTH = ("GET", "POST")
NO_FORM = for_staff("There is no form with this number.")
ENTERED = for_staff("This form is entered already.")
NOT_IN_SAMPLE = for_staff("This form is not in the sample.")
NOTHING = for_staff("Nothing is keyed. A form without an answer is left out.")
NO_EDITION = for_staff("There is no such edition. Look beside the QR code on the paper.")


@room.page("/staff/paper", opens=FACILITATOR)
def paper_forms() -> Page:
    return _overview(PrintForm(formdata=None), BatchForm(formdata=None))


def _overview(printing: PrintForm, keying: BatchForm) -> Page:
    newest = queries.newest_edition(session(), hat().board_id)
    if newest is not None and keying.edition.data is None:
        keying.edition.data = str(newest.number)
    for form in (printing, keying):
        form.offer(opened_languages())
    wrong = next((form for form in (printing, keying) if form.errors), None)
    page = problems if wrong else show
    return page(
        "staff/outreach/paper_forms.html",
        as_pdf=can_make_pdf(),
        form=wrong or printing,
        printing=printing,
        keying=keying,
        batches=queries.batches(session(), hat().board_id),
        newest=newest,
        names=LANGUAGES,
        mine=hat().person_id,
    )


# ── Printing ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Sheet:
    """One form with its slip. The number stays with us, the code goes with the person."""

    digits: Digits
    number: str


@room.page("/staff/paper/print", opens=FACILITATOR, methods=("POST",))
def print_forms() -> Page:
    form = PrintForm()
    form.offer(opened_languages())
    if not form.validate() or form.language.data not in LANGUAGES:
        return _overview(form, BatchForm(formdata=None))
    tag = form.language.data
    board_id = hat().board_id
    topics = routing.pictured_topics(session(), board_id, tag)[:MOST_ROWS]
    edition = paper.make_edition(session(), board_id, topic_ids=[one.topic_id for one in topics])
    made = contributions.make_paper_codes(session(), board_id, count=form.count, by=hat())
    said = said_beside()
    with speaking(tag):
        return printed(
            "public/outreach/sheets.html",
            "forms",
            sheets=[Sheet(digits, form_number(digits.locator)) for digits in made],
            topics=topics,
            faces=[(FACE_ICONS[face], str(name)) for face, name in FACES.items()],
            qr=qr_code(f"/{tag}/pictures#paper-{edition.number}"),
            edition=edition.number,
            address=home_address(),
            back_url=url_for("outreach.paper_forms"),
            desk=said,
        )


def said_beside() -> dict[str, str]:
    return {
        "once": str(for_staff("These codes are shown only once. Print them now.")),
        "pdf": str(for_staff("A4, in full size. “Save as PDF” in the print window makes a file.")),
        "print": str(for_staff("Print")),
        "back": str(for_staff("Back")),
        "form": str(for_staff("Form")),
        "edition": str(for_staff("Edition")),
    }


# ── Keying ───────────────────────────────────────────────────────────────────────────────────────


@room.page("/staff/paper/batches", opens=FACILITATOR, methods=("POST",))
def open_batch() -> Page:
    form = BatchForm()
    form.offer(opened_languages())
    edition = queries.edition(session(), hat().board_id, form.number) if form.number else None
    if edition is not None and edition.asks_id is not None:
        return go("outreach.answer_sheets", consultation_id=edition.asks_id)
    if not form.validate() or edition is None or form.spoken_in.data not in LANGUAGES:
        form.edition.errors = [NO_EDITION]
        return _overview(PrintForm(formdata=None), form)
    batch = paper.open_batch(session(), edition, language=form.spoken_in.data, by=hat())
    return go("outreach.batch", batch_id=batch.id)


@room.page("/staff/paper/batches/<uuid:batch_id>", opens=FACILITATOR, methods=BOTH)
def batch(batch_id: UUID) -> Page:
    found = own_batch(batch_id)
    if found.edition.asks_id is not None:
        return go("outreach.key_answers", batch_id=batch_id)
    if found.keyed_on is not None:
        return go("outreach.check_batch", batch_id=batch_id)
    topics = _rows(found.edition, found.language)
    form = KeyForm()
    form.rows = len(topics)
    if not form.is_submitted():
        form.token.data = new_form_token()
    elif form.validate() and not _refuses(form):
        _keep(found, form, topics)
        return go("outreach.batch", batch_id=batch_id)
    return _keying_page("staff/outreach/batch.html", found, form)


def _refuses(form: KeyForm) -> bool:
    """Says beside the field why this form cannot be kept. A double tap is no second entry."""
    if kept.receipt(session(), form.token.data or "") is not None:
        return False
    code = kept.code_at(session(), form.locator)
    if code is None or code.board_id != hat().board_id:
        form.form_number.errors = [NO_FORM]
    elif code.contribution_id is not None:
        form.form_number.errors = [ENTERED]
    elif form.keyed.is_empty:
        form.topic.errors = [NOTHING]
    return bool(form.errors)


def _keep(found: PaperBatch, form: KeyForm, topics: list[Pictured]) -> None:
    keyed = form.keyed
    actions.key_form(
        session(),
        found,
        keyed,
        chosen=_chosen(keyed, topics),
        locator=form.locator,
        token=form.token.data or new_form_token(),
        hurt_soon=bool(form.hurt_soon.data),
        by=hat(),
    )


def _chosen(keyed: Keyed, topics: list[Pictured]) -> Pictures:
    return Pictures(
        topic=topics[keyed.topic - 1] if 0 < keyed.topic <= len(topics) else None,
        face=list(Face)[keyed.face - 1] if keyed.face else None,
        place=keyed.place or None,
        said=keyed.said,
    )


def _rows(edition: PaperEdition, tag: str) -> list[Pictured]:
    """The topics as they stood on this edition, also those that are retired since."""
    return routing.pictured(session(), [UUID(one) for one in edition.topic_ids], tag)


def _keying_page(template: str, found: PaperBatch, form: KeyForm, **more: object) -> Page:
    page = problems if form.errors else show
    return page(
        template,
        form=form,
        batch=found,
        topics=_rows(found.edition, "en"),
        faces=[(FACE_ICONS[face], str(name)) for face, name in FACES.items()],
        spoken=LANGUAGES[found.language],
        **more,
    )


@room.page("/staff/paper/batches/<uuid:batch_id>/keyed", opens=FACILITATOR, methods=("POST",))
def finish_batch(batch_id: UUID) -> Page:
    paper.finish_keying(session(), own_batch(batch_id), by=hat())
    return go("outreach.paper_forms")


@room.page("/staff/paper/batches/<uuid:batch_id>/check", opens=FACILITATOR, methods=BOTH)
def check_batch(batch_id: UUID) -> Page:
    """Another person keys the sample without seeing what was keyed first."""
    found = own_batch(batch_id)
    if found.keyed_on is None or found.edition.asks_id is not None:
        return go("outreach.batch", batch_id=batch_id)
    sample = {number: form for form in found.forms if form.in_sample for number in number_of(form)}
    form = KeyForm()
    form.rows = len(found.edition.topic_ids)
    around = {
        "numbers": [form_number(locator) for locator in sample],
        "is_mine": found.begun_by_id == hat().person_id,
    }
    if not form.is_submitted() or not form.validate():
        return _keying_page("staff/outreach/check_batch.html", found, form, **around)
    if form.locator not in sample:
        form.form_number.errors = [NOT_IN_SAMPLE]
        return _keying_page("staff/outreach/check_batch.html", found, form, **around)
    keyed_first = sample[form.locator]
    item = feedback.item_of(session(), keyed_first.contribution_id)
    found_other = paper.compare_form(session(), found, keyed_first, keyed=form.keyed, by=hat())
    return show(
        "staff/outreach/differences.html",
        batch=found,
        differences=found_other,
        labels={name: form[name].label.text for name in ("topic", "face", "use", "place", "said")},
        item=item,
        number=form_number(form.locator),
    )


def number_of(form: PaperForm) -> list[str]:
    code = kept.code_of(session(), form.contribution_id)
    return [code.locator] if code else []


def own_batch(batch_id: UUID) -> PaperBatch:
    found = queries.batch(session(), hat().board_id, batch_id)
    if found is None:
        raise Refused(exists=False)
    board = people.site_board(session())
    if board is None or board.sending_opened_at is None:
        raise Impossible(
            for_staff("Sending is not open yet. “Before sending opens” says what is missing.")
        )
    return found
