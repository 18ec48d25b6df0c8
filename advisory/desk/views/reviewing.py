"""Answers on their way out: by e-mail, looked at, sent, and on the wall."""

from dataclasses import dataclass
from uuid import UUID

from flask import request

from advisory.answers import queries as answers
from advisory.answers.models import Answer, Ask, Outcome
from advisory.answers.rules import in_review, plainness
from advisory.desk.forms.reviewing import EmailAnswerForm, ReviewForm, SendBackForm, SheetForm
from advisory.desk.queries.turns import Said, said
from advisory.desk.rules.naming import OUTCOME_NAMES, reference
from advisory.desk.views import room
from advisory.desk.views.entering import board
from advisory.desk.views.slips import FACILITATOR, home_address
from advisory.feedback import queries as feedback
from advisory.feedback.actions import answering
from advisory.feedback.models import Feedback, State
from advisory.feedback.rules import Move, may_move, may_open
from advisory.foundation.access import Impossible, allow
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import current, for_public, for_staff, speaking
from advisory.languages.registry import LANGUAGES, Language
from advisory.noticeboard import queries as noticeboard
from advisory.words.models import Text
from advisory.words.rules import (
    Provenance,
    best_version,
    may_be_shown,
    original,
    reading_order,
)

ON_THE_WALL = 60
WHAT_CAME_OF_IT = {
    Outcome.CHANGE_PLANNED: for_public("What they will do"),
    Outcome.ALREADY_IN_PLACE: for_public("What we were told"),
    Outcome.NO_CHANGE: for_public("They cannot, because"),
    Outcome.INFORMATION_GIVEN: for_public("What we were told"),
    Outcome.OUTSIDE_OUR_POWER: for_public("Who can"),
}
WE_DID = for_public("We did")
_PEOPLE_WHO_CAN = for_public("The people who can answer")


def opened_item(feedback_id: UUID) -> Feedback:
    """An item of the own board that is neither held nor gone; another one is not there."""
    item = feedback.item(session(), feedback_id)
    allow(item is not None and may_open(hat(), item), exists=False)
    assert item is not None  # noqa: S101 - allowed above
    return item


def best_for(text: Text, tag: str) -> Said:
    """What a reader of `tag` gets, as the components of words show it."""
    offered = [row for row in text.versions if may_be_shown(row)]
    return said(session(), best_version(offered, reading_order(tag)) or original(text))


# ── An answer that came by e-mail ────────────────────────────────────────────────────────────────


@room.page(
    "/staff/inbox/<uuid:feedback_id>/email-answer", opens=FACILITATOR, methods=("GET", "POST")
)
def email_answer(feedback_id: UUID) -> Page:
    item = opened_item(feedback_id)
    if item.state is State.ANSWER_REVIEW:
        return go("desk.review", feedback_id=item.id)
    ask = answers.open_ask(session(), item.contribution_id)
    if ask is None or not may_move(item.state, Move.REVIEW):
        raise Impossible(for_staff("No team is asked about this now."))
    form = EmailAnswerForm()
    around = {"form": form, "item": item, "ref": reference(item.reference), "ask": ask}
    if not form.is_submitted():
        return show("staff/desk/email_answer.html", **around)
    if not form.validate():
        return problems("staff/desk/email_answer.html", **around)
    answering.hand_in(session(), item, form.written(), ask=ask, board=board(), by=hat())
    return go("desk.review", feedback_id=item.id)


# ── The look before sending ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Preview:
    """An answer as the person will see it, in the language they read."""

    reads: Language
    who: str
    heard: Said | None
    will: Said
    answer: Answer

    @property
    def parts(self) -> list[Said]:
        return [part for part in (self.heard, self.will) if part is not None]

    @property
    def is_missing(self) -> bool:
        """Nobody has put the whole of it into the person's language yet."""
        return not answering.is_readable(self.answer, self.reads.tag)

    @property
    def is_unchecked(self) -> bool:
        """A person translated it, and no second person has looked."""
        trusted = {Provenance.ORIGINAL, Provenance.CHECKED}
        return not self.is_missing and any(part.provenance not in trusted for part in self.parts)


def preview_of(item: Feedback, answer: Answer) -> Preview:
    reads = LANGUAGES.get(item.contribution.reads, LANGUAGES["en"])
    return Preview(
        reads=reads,
        who=_who(answer.ask, reads),
        heard=best_for(answer.heard, reads.tag) if answer.heard else None,
        will=best_for(answer.will, reads.tag),
        answer=answer,
    )


def _who(ask: Ask | None, reads: Language) -> str:
    """Never a name that could tell an accommodation: what the team is shown as."""
    if ask is not None and ask.team.shown_as:
        return ask.team.shown_as
    with speaking(reads.tag):
        return str(_PEOPLE_WHO_CAN)


def _reviewed(item: Feedback) -> Answer:
    found = in_review(answers.answers_to(session(), item.contribution_id))
    if found is None:
        raise Impossible(for_staff("There is no answer here to look at now."))
    return found


@room.page("/staff/inbox/<uuid:feedback_id>/review", opens=FACILITATOR, methods=("GET", "POST"))
def review(feedback_id: UUID) -> Page:
    item = opened_item(feedback_id)
    if request.method == "POST" and item.state is State.ANSWERED:
        return go("desk.item", feedback_id=item.id)
    answer = _reviewed(item)
    preview = preview_of(item, answer)
    form = ReviewForm(unchecked=preview.is_unchecked)
    if form.is_submitted() and form.validate():
        answering.send(session(), item, answer, by=hat())
        return go("desk.item", feedback_id=item.id)
    return _review_page(item, preview, form, SendBackForm(formdata=None, prefix="back"))


def _review_page(
    item: Feedback, preview: Preview, form: ReviewForm, back_form: SendBackForm
) -> Page:
    page = problems if form.errors or back_form.errors else show
    answer = preview.answer
    english = [best_for(text, "en") for text in (answer.heard, answer.will) if text]
    return page(
        "staff/desk/review.html",
        item=item,
        ref=reference(item.reference),
        answer=answer,
        preview=preview,
        english=english,
        came=answers.noted(session(), answer, "sealed_source"),
        evidence=answers.noted(session(), answer, "sealed_evidence"),
        plainness=plainness(" ".join(part.text for part in english)),
        outcome=OUTCOME_NAMES[answer.outcome],
        form=form,
        back_form=back_form,
        labels=_labels(preview.reads),
    )


def _labels(reads: Language) -> dict[str, str]:
    """The headings of the member's page, in the member's language."""
    with speaking(reads.tag):
        return {name: str(label) for name, label in _HEADINGS.items()}


_HEADINGS = {
    "heard": for_public("What we heard"),
    "will": for_public("What will happen"),
    "by": for_public("By when"),
}


@room.page("/staff/inbox/<uuid:feedback_id>/review/back", opens=FACILITATOR, methods=("POST",))
def send_back(feedback_id: UUID) -> Page:
    item = opened_item(feedback_id)
    if item.state is State.IN_PROGRESS:
        return go("desk.item", feedback_id=item.id)
    answer = _reviewed(item)
    preview = preview_of(item, answer)
    back_form = SendBackForm(prefix="back")
    if not back_form.validate():
        form = ReviewForm(formdata=None, unchecked=preview.is_unchecked)
        return _review_page(item, preview, form, back_form)
    answering.send_back(session(), item, answer, note=back_form.note.data or "", by=hat())
    return go("desk.item", feedback_id=item.id)


# ── The sheet for the wall ───────────────────────────────────────────────────────────────────────


@room.page("/staff/sheet", opens=FACILITATOR)
def sheet() -> Page:
    """What is published anyway, never a person's own words: those are behind their code."""
    form = SheetForm(request.args)
    form.validate()
    since, tag, desk = form.since_day, form.tag, current()
    found = noticeboard.published(session(), hat().board_id, limit=ON_THE_WALL)
    notices = [
        {
            "title": best_for(row.title, tag),
            "said": best_for(row.said, tag),
            "did": best_for(row.did, tag) if row.did else None,
            "came_of_it": WHAT_CAME_OF_IT.get(row.outcome, WE_DID),
            "row": row,
        }
        for row in found
        if row.published_on and row.published_on >= since
    ]
    desk_words = _desk_words()
    with speaking(tag):
        return show(
            "public/desk/sheet.html",
            notices=notices,
            since=since,
            address=home_address(),
            desk=desk,
            said=desk_words,
            choices=[(key, kept.own_name) for key, kept in LANGUAGES.items()],
            chosen=tag,
        )


def _desk_words() -> dict[str, str]:
    return {
        "since": str(for_staff("New since")),
        "language": str(for_staff("Language of the sheet")),
        "show": str(for_staff("Show")),
        "print": str(for_staff("Print")),
        "back": str(for_staff("Noticeboard")),
        "empty": str(for_staff("Nothing was published since that day.")),
        "explain": str(
            for_staff("Only published notices stand here. People read their own answer by code.")
        ),
    }
