"""A consultation on paper: printed with its codes, keyed by one person, a sample by another."""

from dataclasses import dataclass
from uuid import UUID

from flask import request, url_for

from advisory.consultations.models import Consultation, Question
from advisory.consultations.queries import asking as consultations
from advisory.consultations.queries import showing
from advisory.consultations.queries.typed import Answering
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.kinds import kind_of
from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.rules import Digits, new_form_token
from advisory.foundation.access import Refused
from advisory.foundation.pages import Page, go, hat, printed, problems, session, show
from advisory.foundation.printing import can_make_pdf
from advisory.languages.catalogues import for_staff, speaking
from advisory.languages.registry import LANGUAGES, Language
from advisory.outreach import actions
from advisory.outreach.forms import BatchForm, PrintForm
from advisory.outreach.forms.entering import AnswerSheetForm
from advisory.outreach.views import room
from advisory.outreach.views.groups import all_answers, asked_in_english, own_one, refusal
from advisory.outreach.views.kiosk import FACILITATOR, home_address
from advisory.outreach.views.paper import (
    ENTERED,
    NO_EDITION,
    NO_FORM,
    NOT_IN_SAMPLE,
    number_of,
    own_batch,
    said_beside,
)
from advisory.outreach.views.posters import qr_code
from advisory.paper import actions as paper
from advisory.paper import queries
from advisory.paper.models import PaperBatch
from advisory.paper.rules import Keyed, form_number, means_the_same
from advisory.words.rules import original

BOTH = ("GET", "POST")
OLDER = for_staff("This is an older print, and its questions have changed. Print it anew.")


@dataclass(frozen=True)
class Sheet:
    """One form with its slip. The number stays with us, the code goes with the person."""

    digits: Digits
    number: str


def _printed(own: Consultation) -> list[Question]:
    return [one for one in own.questions if kind_of(one).may_be_written_down]


def _rows(own: Consultation) -> list[str]:
    """What each question asks and offers; after the `#` which words it was printed with."""
    rows = []
    for one in _printed(own):
        offered = ",".join(str(option.id) for option in one.options)
        words = [text.revision for text in lifecycle.texts_of_question(one)]
        rows.append(f"{one.id}/{offered}#{','.join(map(str, words))}")
    return rows


def _languages(own: Consultation) -> list[Language]:
    return [LANGUAGES[opening.language] for opening in own.openings]


@room.page("/staff/consultations/<uuid:consultation_id>/paper", opens=FACILITATOR)
def answer_sheets(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    return _overview(own, PrintForm(formdata=None), BatchForm(formdata=None))


def _overview(own: Consultation, printing: PrintForm, keying: BatchForm) -> Page:
    newest = queries.newest_edition(session(), own.board_id, asks_id=own.id)
    if newest is not None and keying.edition.data is None:
        keying.edition.data = str(newest.number)
    for form in (printing, keying):
        form.offer(_languages(own))
    wrong = next((form for form in (printing, keying) if form.errors), None)
    page = problems if wrong else show
    return page(
        "staff/outreach/answer_sheets.html",
        as_pdf=can_make_pdf(),
        form=wrong or printing,
        printing=printing,
        keying=keying,
        own=own,
        title=original(own.title).body,
        newest=newest,
    )


@room.page(
    "/staff/consultations/<uuid:consultation_id>/paper/print", opens=FACILITATOR, methods=("POST",)
)
def print_sheets(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    form = PrintForm()
    form.offer(_languages(own))
    tag = form.language.data
    if not form.validate() or tag not in {one.tag for one in _languages(own)}:
        return _overview(own, form, BatchForm(formdata=None))
    edition = paper.make_edition_of(session(), own.board_id, rows=_rows(own), asks_id=own.id)
    made = contributions.make_paper_codes(session(), own.board_id, count=form.count, by=hat())
    said = said_beside()
    with speaking(tag):
        return printed(
            "public/outreach/question_sheets.html",
            "forms",
            sheets=[Sheet(digits, form_number(digits.locator)) for digits in made],
            intro=showing.intro(session(), own, tag, reads=tag),
            asked=[showing.asking(session(), one, tag) for one in _printed(own)],
            numbers=_numbers(own),
            qr=qr_code(f"/{tag}/questions/{own.id}#paper-{edition.number}"),
            edition=edition.number,
            address=home_address(),
            back_url=url_for("outreach.answer_sheets", consultation_id=own.id),
            desk=said,
        )


def _numbers(own: Consultation) -> dict[UUID, int]:
    asks = [one for one in _printed(own) if kind_of(one).asks]
    return {one.id: at for at, one in enumerate(asks, 1)}


@room.page(
    "/staff/consultations/<uuid:consultation_id>/paper/batches",
    opens=FACILITATOR,
    methods=("POST",),
)
def open_sheets(consultation_id: UUID) -> Page:
    """What stands beside the QR code says whether these are the questions that are asked now."""
    own = own_one(consultation_id)
    form = BatchForm()
    form.offer(_languages(own))
    edition = queries.edition(session(), own.board_id, form.number) if form.number else None
    known = {one.tag for one in _languages(own)}
    if not form.validate() or edition is None or edition.asks_id != own.id:
        form.edition.errors = [NO_EDITION]
    elif not means_the_same(edition.topic_ids, _rows(own)) or form.spoken_in.data not in known:
        form.edition.errors = [OLDER]
    if form.errors or edition is None:
        return _overview(own, PrintForm(formdata=None), form)
    batch = paper.open_batch(session(), edition, language=str(form.spoken_in.data), by=hat())
    return go("outreach.key_answers", batch_id=batch.id)


@room.page("/staff/paper/batches/<uuid:batch_id>/answers", opens=FACILITATOR, methods=BOTH)
def key_answers(batch_id: UUID) -> Page:
    found = own_batch(batch_id)
    if found.edition.asks_id is None:
        return go("outreach.batch", batch_id=batch_id)
    if found.keyed_on is not None:
        return go("outreach.check_answers", batch_id=batch_id)
    own = own_one(found.edition.asks_id)
    form = AnswerSheetForm()
    if not form.is_submitted():
        form.token.data = new_form_token()
        return _page("staff/outreach/key_answers.html", found, own, form, None)
    mine = all_answers(own, form.token.data or new_form_token())
    if not form.validate() or _refuses(form, mine):
        return _page("staff/outreach/key_answers.html", found, own, form, mine)
    actions.key_answers(
        session(),
        found,
        own,
        mine.answers,
        keyed=_keyed(mine, form),
        locator=form.locator,
        token=mine.token,
        by=hat(),
    )
    return go("outreach.key_answers", batch_id=batch_id)


def _refuses(form: AnswerSheetForm, mine: Answering) -> bool:
    """Says why this form cannot be kept. A double tap is no second entry."""
    if kept.receipt(session(), mine.token) is not None:
        return False
    code = kept.code_at(session(), form.locator)
    if code is None or code.board_id != hat().board_id:
        form.form_number.errors = [NO_FORM]
    elif code.contribution_id is not None:
        form.form_number.errors = [ENTERED]
    elif problem := refusal(mine):
        form.form_errors.append(problem)
    return bool(form.errors)


def _keyed(mine: Answering, form: AnswerSheetForm) -> Keyed:
    """In English words, so that two keyings can be laid side by side."""
    answers = {}
    for one in mine.way:
        if (given := mine.answers.given.get(one.id)) is not None:
            reply = showing.reply(session(), one, given, lifecycle.SOURCE)
            said = [choice.words for choice in reply.chosen]
            answers[str(one.id)] = " · ".join([*said, *filter(None, [given.words])])
    return Keyed(use=form.use_key, answers=answers)


def _page(
    template: str,
    found: PaperBatch,
    own: Consultation,
    form: AnswerSheetForm,
    mine: Answering | None,
    **more: object,
) -> Page:
    newest = queries.newest_edition(session(), own.board_id, asks_id=own.id)
    page = problems if form.errors else show
    return page(
        template,
        form=form,
        batch=found,
        own=own,
        title=original(own.title).body,
        asked=asked_in_english(own),
        typed=mine.typed if mine else {},
        spoken=LANGUAGES[found.language],
        is_older=newest is not None and newest.number > found.edition.number,
        **more,
    )


@room.page("/staff/paper/batches/<uuid:batch_id>/answers/check", opens=FACILITATOR, methods=BOTH)
def check_answers(batch_id: UUID) -> Page:
    """Another person keys the sample without seeing what was keyed first."""
    found = own_batch(batch_id)
    if found.edition.asks_id is None or found.keyed_on is None:
        return go("outreach.key_answers", batch_id=batch_id)
    own = consultations.consultation(session(), found.edition.asks_id)
    if own is None:
        raise Refused(exists=False)
    template = "staff/outreach/check_answers.html"
    sample = {number: form for form in found.forms if form.in_sample for number in number_of(form)}
    form = AnswerSheetForm()
    around = {
        "numbers": [form_number(locator) for locator in sample],
        "is_mine": found.begun_by_id == hat().person_id,
    }
    if request.method != "POST":
        return _page(template, found, own, form, None, **around)
    mine = all_answers(own, new_form_token())
    if form.validate() and form.locator not in sample:
        form.form_number.errors = [NOT_IN_SAMPLE]
    if form.errors:
        return _page(template, found, own, form, mine, **around)
    keyed = _keyed(mine, form)
    differ = paper.compare_form(session(), found, sample[form.locator], keyed=keyed, by=hat())
    return show(
        "staff/outreach/differences.html",
        batch=found,
        differences=differ,
        labels={"use": form.use.label.text}
        | {str(one.id): original(one.title).body for one in own.questions},
        item=None,
        number=form_number(form.locator),
    )
