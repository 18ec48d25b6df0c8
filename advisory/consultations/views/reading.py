"""What was answered: counts that single nobody out, and responses one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import request

from advisory.consultations.models import Consultation, Question, Response
from advisory.consultations.queries import responses, showing
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.entering import DOORS, INTERPRETERS, WROTE
from advisory.consultations.rules.kinds import kind_of
from advisory.consultations.rules.lifecycle import SOURCE
from advisory.consultations.views import room
from advisory.consultations.views.asking import today
from advisory.consultations.views.building import FACILITATOR, english, own_one
from advisory.contributions import queries as contributions
from advisory.contributions.rules import may_read
from advisory.disclosure.rules import Figure, may_split, safe_row, safe_table
from advisory.files import queries as files
from advisory.files.models import File
from advisory.files.ports.stores import NotThere
from advisory.files.rules import TYPES
from advisory.foundation.access import Refused, allow
from advisory.foundation.keys import Erased, SealBroken
from advisory.foundation.pages import Page, attachment, hat, session, show
from advisory.languages.registry import LANGUAGES
from advisory.themes import queries as passages
from advisory.words.queries.saying import Said, written_and_english

CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Counted:
    """The counts of one question: lines of words and figures, and by language if there may be."""

    title: str
    lines: list[tuple[str, Figure, list[Figure]]]
    answered: Figure
    skipped: Figure
    languages: list[str]


@room.page("/staff/consultations/<uuid:consultation_id>/counts", opens=FACILITATOR)
def counts(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    found = responses.tallies(session(), own.id)
    total = responses.sent_count(session(), own.id)
    doors = responses.doors_of(session(), own.id)
    shown = safe_row({door: doors.get(door, 0) for door in DOORS}, total)
    return show(
        "staff/consultations/counts.html",
        own=own,
        title=english(own.title),
        counted=[
            _counted(one, found.get(one.id, {}), split=may_split(total))
            for one in own.questions
            if kind_of(one).asks
        ],
        is_split=may_split(total),
        doors=[(DOORS[door], shown.figures[door]) for door in DOORS if doors.get(door)],
        languages=LANGUAGES,
    )


def _counted(question: Question, tally: dict[str, dict[str, int]], *, split: bool) -> Counted:
    whole = {pick: sum(by.values()) for pick, by in tally.items()}
    answered = whole.get(responses.ANSWERED, 0)
    both = safe_row(
        {"answered": answered, "skipped": whole.get(responses.SKIPPED, 0)},
        answered + whole.get(responses.SKIPPED, 0),
    )
    kind = kind_of(question)
    picks = kind.picks_of(question) if kind.is_counted else ()
    row = safe_row({pick: whole.get(pick, 0) for pick in picks}, answered)
    tags = sorted({tag for by in tally.values() for tag in by}) if split and picks else []
    cells = safe_table(
        {(pick, tag): tally.get(pick, {}).get(tag, 0) for pick in picks for tag in tags}
    )
    names = _names(question)
    return Counted(
        english(question.title),
        [(names[pick], row.figures[pick], [cells[pick, tag] for tag in tags]) for pick in picks],
        both.figures["answered"],
        both.figures["skipped"],
        tags,
    )


def _names(question: Question) -> dict[str, str]:
    """The words for each pick, in English."""
    asked = showing.asking(session(), question, SOURCE)
    named = {choice.pick: choice.words for choice in asked.choices}
    by_row = {row.pick: row.words for row in asked.rows}
    pairs = {f"{a}/{b}": f"{row}: {one}" for a, row in by_row.items() for b, one in named.items()}
    return named | pairs


@room.page("/staff/consultations/<uuid:consultation_id>/responses", opens=FACILITATOR)
def list_responses(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    number = min(max(request.args.get("page", 1, int), 1), 10_000)
    skip = (number - 1) * responses.A_PAGE
    found, total = responses.responses(session(), own.id, skip=skip)
    came = responses.files_of_responses(session(), own, found)
    return show(
        "staff/consultations/list_responses.html",
        own=own,
        title=english(own.title),
        found=[(one, _replies(own, one, came[one.id])) for one in found],
        first=skip + 1,
        total=total,
        page_number=number,
        languages=LANGUAGES,
        doors=DOORS,
        wrote=WROTE,
        interpreters=INTERPRETERS,
        dissents={one.id: _dissent(one) for one in found},
        may_release=lifecycle.has_closed(own, today()),
        released=passages.released_from(
            session(), {said.text_id for one in found for said in one.own_words}
        ),
    )


def _dissent(response: Response) -> tuple[Said, Said | None] | None:
    """What some of a group saw otherwise, and its English."""
    entry = response.entry
    return written_and_english(session(), entry.dissent) if entry and entry.dissent else None


def _replies(
    own: Consultation, response: Response, came: Mapping[str, list[File]]
) -> list[tuple[showing.Reply, showing.Reply]]:
    """Each question as it was answered, and in English."""
    answers = responses.answers_in(session(), response)
    said = {one.question_id: one.text for one in response.own_words}

    def replied(question: Question, reads: str) -> showing.Reply:
        return showing.reply(
            session(),
            question,
            answers.given.get(question.id),
            SOURCE,
            own_words=said.get(question.id),
            reads=reads,
            skipped=question.id in answers.skipped,
            files=came.get(str(question.id), ()),
        )

    return [
        (replied(question, ""), replied(question, SOURCE))
        for question in responses.asked_of(own, answers)
        if kind_of(question).asks
    ]


@room.page(
    "/staff/consultations/<uuid:consultation_id>/files/<uuid:answer_file_id>", opens=FACILITATOR
)
def answer_file(consultation_id: UUID, answer_file_id: UUID) -> Page:
    """A sound or a picture of one response that was sent, for this reader."""
    own = own_one(consultation_id)
    file = files.file(session(), answer_file_id)
    found = responses.response_with(session(), own.id, file) if file else None
    allow(found is not None, exists=False)
    assert file is not None  # noqa: S101 - allowed above
    assert found is not None  # noqa: S101 - allowed above
    declared = contributions.declared_by(session(), hat().person_id, [found.contribution_id])
    allow(may_read(hat(), found.contribution, declared=bool(declared)))
    try:
        content = files.content_of(session(), file)
    except (NotThere, SealBroken, Erased) as gone:
        raise Refused(exists=False) from gone
    return attachment(content, TYPES[file.kind])
