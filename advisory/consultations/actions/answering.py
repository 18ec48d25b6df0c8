"""What people answer: kept while they go, sent once, changed until the last day."""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from advisory.consultations.actions import attaching, counting, opining
from advisory.consultations.models import (
    Consultation,
    Entry,
    Interpreter,
    OwnWords,
    Question,
    Response,
    Wrote,
)
from advisory.consultations.queries.responses import (
    Answers,
    answers_in,
    asked_of,
    place,
    response_of,
)
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.kinds import kind_of
from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.actions import Told
from advisory.contributions.models import Contribution, Draft
from advisory.contributions.rules import Digits, PreparedCode
from advisory.files.ports.decoding import Kind as FileKind
from advisory.foundation import audit, keys
from advisory.foundation.access import Hat, Impossible
from advisory.foundation.database import now
from advisory.languages.catalogues import for_public
from advisory.languages.dates import london
from advisory.languages.safety import SAFETY
from advisory.people.models import Board
from advisory.words import actions as words
from advisory.words.models import Text, TextKind
from advisory.words.queries import reading
from advisory.words.rules import original

CLOSED = for_public("Sending is not open yet. Your words are still here.")
CLOSED_PAGE = SAFETY.PAGE_CLOSED
TOO_LATE = for_public("The last day is over. Your answers stay as you sent them.")
NO_SLIP = for_public("There is no free slip with this number.")


@dataclass(frozen=True)
class Sent:
    """What one form brings. Not `finished`: the person stops here and will go on later."""

    answers: Answers
    told: Told
    finished: bool = True
    entered: "Entered | None" = None


@dataclass(frozen=True, kw_only=True)
class Entered:
    """Typed by somebody of ours: who wrote, who interpreted, what some saw otherwise."""

    by: Hat
    wrote: Wrote = Wrote.HELPER
    interpreter: Interpreter = Interpreter.NONE
    languages: Sequence[str] = ()
    dissent: str = ""


@dataclass(frozen=True)
class Accepted:
    """`digits` are none when the code was shown before, or is not wanted."""

    response: Response
    digits: Digits | None
    repeated: bool = False


def accept(
    session: Session,
    consultation: Consultation,
    sent: Sent,
    *,
    board: Board,
    token: str,
    response: Response | None = None,
    prepared: PreparedCode | None = None,
) -> Accepted:
    """Keeps answers for good, once for each form however often it is sent.

    `response` is what the code of this browser answered before. What comes after the last day is
    kept and marked late. Raises Impossible while the board has not opened, or for a late change.
    """
    if board.sending_opened_at is None or board.id != consultation.board_id:
        raise Impossible(CLOSED)
    contributions.same_form_waits(session, token)
    if (receipt := kept.receipt(session, token)) is not None:
        digits = kept.code_in(receipt, token)
        response = response_of(session, receipt.contribution_id)
        if response is None:
            raise Impossible(CLOSED)
        is_new = receipt.content_hash != contributions.content_hash(token, _content(sent.answers))
        is_new = is_new or attaching.something_waits(session, consultation, token)
        if is_new or (sent.finished and response.sent_on is None):
            _change(session, consultation, response, sent, token)
        return Accepted(response, digits, repeated=True)
    if response is not None:
        _change(session, consultation, response, sent, token)
        contribution, digits = response.contribution, None
    else:
        by = sent.entered.by if sent.entered else None
        contribution = contributions.open_contribution(session, sent.told, board_id=board.id, by=by)
        digits = _way_back(session, contribution, sent.told, prepared)
        response = _first(session, consultation, contribution, sent, token)
    body = _content(sent.answers)
    contributions.give_receipt(session, contribution, digits, token=token, body=body)
    session.flush()
    return Accepted(response, digits)


def _way_back(
    session: Session, contribution: Contribution, told: Told, prepared: PreparedCode | None
) -> Digits | None:
    """A code; none when a slip of paper carries it already. Raises Impossible for a used slip."""
    if not (told.paper_locator or told.wants_code):
        return None
    if not told.paper_locator:
        return contributions.give_code(session, contribution, prepared=prepared)
    if not contributions.use_paper_code(session, contribution, told.paper_locator):
        raise Impossible(NO_SLIP)
    return None


def _first(
    session: Session,
    consultation: Consultation,
    contribution: Contribution,
    sent: Sent,
    token: str,
) -> Response:
    response = Response(
        id=uuid4(),
        board_id=consultation.board_id,
        consultation_id=consultation.id,
        language=lifecycle.asked_in(consultation, sent.told.reads),
        sealed=b"",
        is_late=False,
        own_words=[],
    )
    response.contribution = contribution
    session.add(response)
    _write(session, consultation, response, sent, token)
    if sent.entered:
        _enter(session, response, sent.entered, sent.told)
    audit.record(
        session,
        "response sent" if sent.finished else "response kept",
        "consultation",
        consultation.id,
        by=sent.entered.by if sent.entered else None,
        board_id=consultation.board_id,
        coarse=True,
    )
    return response


def _enter(session: Session, response: Response, entered: Entered, told: Told) -> None:
    dissent = entered.dissent
    response.entry = Entry(
        wrote=entered.wrote,
        interpreter=entered.interpreter,
        languages=list(entered.languages),
        dissent=_own_text(session, response, dissent, told) if dissent else None,
    )
    if response.entry.dissent and told.speaks != lifecycle.SOURCE:
        dissenting = response.entry.dissent
        words.ask_translation(session, dissenting, language=lifecycle.SOURCE, due_at=None)


def _change(
    session: Session,
    consultation: Consultation,
    response: Response,
    sent: Sent,
    token: str,
) -> None:
    today = london(now()).date()
    if response.sent_on is not None and lifecycle.has_closed(consultation, today):
        raise Impossible(TOO_LATE)
    counting.take_out(session, response)
    _write(session, consultation, response, sent, token)


def _write(
    session: Session,
    consultation: Consultation,
    response: Response,
    sent: Sent,
    token: str,
) -> None:
    """What is asked of this person, and nothing that a changed answer has closed again."""
    answers = sent.answers
    shown = {question.id: question for question in asked_of(consultation, answers)}
    picks = {str(one): given.picks for one, given in answers.given.items() if one in shown}
    skipped = [str(one) for one in answers.skipped if one in shown]
    given_files = {one: given.files for one, given in answers.given.items() if one in shown}
    fresh = attaching.attach(session, consultation, response, given_files, token=token)
    said = {one: given.words for one, given in answers.given.items() if one in shown}
    heard = {one for one in fresh if kind_of(shown[one]).takes is FileKind.SOUND}
    _say(session, response, said, sent.told, spoken=heard)
    keep_answers(session, response, picks=picks, skipped=skipped, files={**given_files, **fresh})
    today = london(now()).date()
    if sent.finished:
        response.is_late = lifecycle.is_late(consultation, sent.told.arrived_on, today)
        response.sent_on = response.sent_on or sent.told.arrived_on or today
        _ask_translations(session, response)
    session.flush()
    counting.put_in(session, response)
    opining.hand_on(session, consultation, response)


def keep_answers(
    session: Session,
    response: Response,
    *,
    picks: Mapping[str, Sequence[str]],
    skipped: Sequence[str],
    files: Mapping[UUID, int],
) -> None:
    """Seals all but the own words, which are texts."""
    counts = {str(one): count for one, count in files.items() if count}
    content = json.dumps({"picks": picks, "skipped": sorted(skipped), "files": counts})
    key = response.contribution.data_key
    response.sealed = keys.seal(session, key, place(response), content)


def _say(
    session: Session,
    response: Response,
    said: Mapping[UUID, str],
    told: Told,
    *,
    spoken: AbstractSet[UUID],
) -> None:
    """Own words are texts: sealed, with their language, and a translation asked for.

    A voice is a text without words until somebody has written them down.
    """
    before = answers_in(session, response).given if response.sealed else {}
    for own in list(response.own_words):
        was = before[own.question_id].words if own.question_id in before else ""
        if said.get(own.question_id) != was or own.question_id in spoken:
            opining.take_back(session, own.text_id)
            response.own_words.remove(own)
            session.delete(own)
            words.forget_text(session, own.text_id)
    there = {own.question_id for own in response.own_words}
    for question_id, body in said.items():
        if (body or question_id in spoken) and question_id not in there:
            text = _own_text(session, response, body, told)
            response.own_words.append(OwnWords(id=uuid4(), question_id=question_id, text=text))


def _own_text(session: Session, response: Response, body: str, told: Told) -> Text:
    return words.write_text(
        session,
        board_id=response.board_id,
        kind=TextKind.CONTRIBUTION,
        language=told.speaks,
        body=body,
        data_key=response.contribution.data_key,
    )


def _ask_translations(session: Session, response: Response) -> None:
    """What is not sent yet is nobody's to read; what is only spoken is written down first."""
    for own in response.own_words:
        has_words = reading(session, original(own.text))
        if has_words and own.text.language != lifecycle.SOURCE:
            words.ask_translation(session, own.text, language=lifecycle.SOURCE, due_at=None)


def _content(answers: Answers) -> str:
    given = {str(one): [*said.picks, said.words] for one, said in answers.given.items()}
    return json.dumps([sorted(given.items()), sorted(map(str, answers.skipped))])


def draft_of(session: Session, response: Response, *, token: str) -> Draft:
    """A form filled with what was answered, to go on or to change it."""
    return contributions.save_draft(session, _typed_again(session, response), token=token)


def _typed_again(session: Session, response: Response) -> dict[str, Any]:
    answers = answers_in(session, response)
    questions: Sequence[Question] = response.consultation.questions
    return {
        "consultation": str(response.consultation_id),
        "response": str(response.id),
        "typed": {
            str(one.id): kind_of(one).fill(answers.given[one.id])
            for one in questions
            if one.id in answers.given
        },
        "skipped": [str(one) for one in answers.skipped],
    }
