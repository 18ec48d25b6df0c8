"""Responses as a file: the columns are those of the questions, and stay in their order."""

import csv
import io
from collections.abc import Iterator

from sqlalchemy.orm import Session

from advisory.consultations.models import Consultation, Question, Response
from advisory.consultations.queries import responses, showing
from advisory.consultations.rules.kinds import kind_of
from advisory.consultations.rules.lifecycle import SOURCE
from advisory.languages.text import safe_cell
from advisory.words.queries import shown
from advisory.words.rules import original

SKIPPED, NOT_ASKED, UNANSWERED = "(skipped)", "(not asked)", "(no answer)"


def as_csv(session: Session, own: Consultation) -> str:
    """One line a response, no code and no id: what was chosen, own words, and their English."""
    out = io.StringIO()
    writer = csv.writer(out)
    asks = [question for question in own.questions if kind_of(question).asks]
    heads = ["day", "language", "late"]
    for number, question in enumerate(asks, 1):
        heads += [f"{number} {original(question.title).body}", f"{number} in own words"]
        heads += [f"{number} in English"]
    writer.writerow(map(safe_cell, heads))
    for response in _all(session, own):
        writer.writerow(map(safe_cell, _line(session, own, asks, response)))
    return out.getvalue()


def _all(session: Session, own: Consultation) -> Iterator[Response]:
    skip = 0
    while page := responses.responses(session, own.id, skip=skip)[0]:
        yield from page
        skip += len(page)


def _line(
    session: Session, own: Consultation, asks: list[Question], response: Response
) -> Iterator[str]:
    answers = responses.answers_in(session, response)
    way = set(responses.asked_of(own, answers))
    said = {one.question_id: one.text for one in response.own_words}
    yield response.sent_on.isoformat() if response.sent_on else ""
    yield response.language
    yield "late" if response.is_late else ""
    for question in asks:
        given = answers.given.get(question.id)
        reply = showing.reply(session, question, given, SOURCE, own_words=said.get(question.id))
        chosen = " | ".join(choice.words for choice in reply.chosen)
        if not reply.is_answered:
            skipped = question.id in answers.skipped
            chosen = NOT_ASKED if question not in way else SKIPPED if skipped else UNANSWERED
        yield chosen
        yield reply.words.body if reply.words else ""
        english = shown(session, said[question.id], SOURCE) if reply.words else None
        yield english.body if english and english.language == SOURCE else ""
