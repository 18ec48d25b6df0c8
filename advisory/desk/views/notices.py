"""The noticeboard from behind: proposed, approved by two, stopped, taken off."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from advisory.answers import queries as answers
from advisory.answers.models import Answer, AnswerState
from advisory.contributions import queries as kept
from advisory.contributions.models import Use
from advisory.contributions.rules import may_read
from advisory.desk.forms.notices import ProposeForm
from advisory.desk.rules.naming import OUTCOME_NAMES, reference
from advisory.desk.views import room
from advisory.desk.views.entering import board, name_of
from advisory.desk.views.reviewing import best_for, opened_item
from advisory.desk.views.slips import FACILITATOR
from advisory.feedback.models import Feedback
from advisory.foundation.access import Impossible, Role, allow, staff
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.noticeboard import actions, queries, rules
from advisory.noticeboard.actions import Quoted
from advisory.noticeboard.models import Notice, Publication
from advisory.people import queries as people
from advisory.people.models import Profile
from advisory.themes import queries as themes
from advisory.words import queries as words
from advisory.words.models import Method, Status, Text

READERS = staff(Role.FACILITATOR, Role.OUTSIDE_PERSON)
PUBLISHED = 100

STATE_NAMES = {
    Publication.PROPOSED: for_staff("Waits for approval"),
    Publication.APPROVED: for_staff("Approved by one, waits two open days"),
    Publication.PUBLISHED: for_staff("Published"),
    Publication.STOPPED: for_staff("Stopped"),
    Publication.RETRACTED: for_staff("Taken off"),
}


@room.page("/staff/notices", opens=READERS)
def notices() -> Page:
    return show(
        "staff/desk/notices.html",
        waiting=queries.waiting(session(), hat().board_id),
        published=queries.published(session(), hat().board_id, limit=PUBLISHED),
        name_of=name_of,
        state_names=STATE_NAMES,
        may_print=hat().role is Role.FACILITATOR,
    )


@room.page("/staff/notices/<uuid:notice_id>", opens=READERS)
def notice(notice_id: UUID) -> Page:
    found = _notice(notice_id)
    by_id = {person.id: person.name for person in people.persons_of(session(), found.board_id)}
    is_own = found.proposed_by_id == hat().person_id
    return show(
        "staff/desk/notice.html",
        notice=found,
        parts=[best_for(text, "en") for text in (found.title, found.said, found.did) if text],
        quotes=[best_for(quote.text, "en") for quote in found.quotes],
        outcome=OUTCOME_NAMES[found.outcome],
        state=STATE_NAMES[found.state],
        proposed_by=by_id.get(found.proposed_by_id, ""),
        approved_by=by_id.get(found.approved_by_id) if found.approved_by_id else "",
        translations=_translations(found),
        may_approve=rules.may_approve(hat(), found, board().profile),
        alone=is_own and board().profile is Profile.SMALL,
        is_own=is_own,
        may_stop=rules.may_stop(hat(), found),
        may_retract=_may_retract(found),
    )


def _may_retract(found: Notice) -> bool:
    return hat().role is Role.FACILITATOR and found.state is Publication.PUBLISHED


def _notice(notice_id: UUID) -> Notice:
    found = queries.notice(session(), notice_id)
    allow(found is not None and found.board_id == hat().board_id, exists=False)
    assert found is not None  # noqa: S101 - allowed above
    return found


MISSING, TO_CHECK, CHECKED = (
    (for_staff("Not translated yet"), "warn"),
    (for_staff("Translated, not checked"), ""),
    (for_staff("Translated and checked"), "good"),
)


def _translations(found: Notice) -> list[tuple[str, str, str, str, str]]:
    """Tag, own name, direction, how far its translation is, tone: for every opened language."""
    texts = [text for text in (found.title, found.said, found.did) if text]
    opened = words.opened_languages(session(), found.board_id)
    return [
        (language.tag, language.own_name, language.direction, *_progress(texts, language.tag))
        for language, _as_draft in opened
        if language.tag != "en"
    ]


def _progress(texts: list[Text], tag: str) -> tuple[str, str]:
    done = [
        {v.status for v in text.versions if v.language == tag and v.method is not Method.GIST}
        for text in texts
    ]
    if all(Status.CHECKED in found for found in done):
        return CHECKED
    if all(found & {Status.CHECKED, Status.TO_CHECK} for found in done):
        return TO_CHECK
    return MISSING


# ── Proposing, from an item that was answered ────────────────────────────────────────────────────


@room.page("/staff/inbox/<uuid:feedback_id>/notice", opens=FACILITATOR, methods=("GET", "POST"))
def propose_notice(feedback_id: UUID) -> Page:
    item = opened_item(feedback_id)
    sent = _sent_answer(item)
    form = ProposeForm(data=_prefilled(item, sent))
    pieces = _passages(item)
    form.offer_quotes(pieces)
    around = {
        "form": form,
        "item": item,
        "ref": reference(item.reference),
        "passages": pieces,
        "use": item.contribution.use,
    }
    if not form.is_submitted():
        return show("staff/desk/propose_notice.html", **around)
    if not form.validate():
        return problems("staff/desk/propose_notice.html", **around)
    quoted = Quoted(item.contribution, pieces[int(form.quote.data)]) if form.quote.data else None
    found = _proposed_already(form) or actions.propose(
        session(), form.proposed(), board=board(), by=hat(), quoted=quoted
    )
    return go("desk.notice", notice_id=found.id)


def _sent_answer(item: Feedback) -> Answer:
    sent = [
        answer
        for answer in answers.answers_to(session(), item.contribution_id)
        if answer.state is AnswerState.SENT
    ]
    if not sent:
        raise Impossible(for_staff("This has no answer yet. A notice tells what was answered."))
    return sent[-1]


def _prefilled(item: Feedback, sent: Answer) -> dict[str, str | date | None]:
    """The topic and the answer; what the person said is never copied."""
    return {
        "title": name_of(item.topic.name) if item.topic else "",
        "did": best_for(sent.will, "en").text,
        "outcome": sent.outcome.value,
        "promised_for": sent.by_on,
        "asked_on": london(sent.ask.asked_at).date() if sent.ask else None,
    }


def _passages(item: Feedback) -> list[str]:
    """Released pieces, when the person allows showing them and this reader may read them."""
    contribution = item.contribution
    declared = kept.declared_by(session(), hat().person_id, [contribution.id])
    if contribution.use is not Use.QUOTE:
        return []
    if not may_read(hat(), contribution, declared=bool(declared)):
        return []
    found = themes.passages_of(session(), contribution.id)
    return [best_for(passage.text, "en").text for passage in found]


def _proposed_already(form: ProposeForm) -> Notice | None:
    """The same words from the same person wait already: a double tap."""
    typed = [form.title.data, form.said.data]
    return next(
        (
            row
            for row in queries.waiting(session(), hat().board_id)
            if row.proposed_by_id == hat().person_id
            and [best_for(text, "en").text for text in (row.title, row.said)] == typed
        ),
        None,
    )


# ── What may be done with a notice ───────────────────────────────────────────────────────────────


def _done(
    notice_id: UUID, is_past: Callable[[Notice], bool], act: Callable[[Notice], None]
) -> Page:
    """Does it unless it is done already (a double tap), and shows the notice."""
    found = _notice(notice_id)
    if not is_past(found):
        act(found)
    return go("desk.notice", notice_id=found.id)


@room.page("/staff/notices/<uuid:notice_id>/approve", opens=FACILITATOR, methods=("POST",))
def approve_notice(notice_id: UUID) -> Page:
    return _done(
        notice_id,
        lambda found: found.state is not Publication.PROPOSED,
        lambda found: actions.approve(session(), found, board=board(), by=hat()),
    )


@room.page("/staff/notices/<uuid:notice_id>/stop", opens=READERS, methods=("POST",))
def stop_notice(notice_id: UUID) -> Page:
    return _done(
        notice_id,
        lambda found: found.state not in {Publication.PROPOSED, Publication.APPROVED},
        lambda found: actions.stop(session(), found, by=hat()),
    )


@room.page("/staff/notices/<uuid:notice_id>/retract", opens=FACILITATOR, methods=("POST",))
def retract_notice(notice_id: UUID) -> Page:
    return _done(
        notice_id,
        lambda found: not _may_retract(found),
        lambda found: actions.retract(session(), found, by=hat()),
    )
