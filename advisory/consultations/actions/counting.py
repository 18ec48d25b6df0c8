"""Counts kept beside the sealed answers, so that nobody opens 50,000 of them to count."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from advisory.consultations.models import Question, Response, Tally
from advisory.consultations.queries.asking import consultation
from advisory.consultations.queries.responses import (
    ANSWERED,
    SKIPPED,
    Answers,
    answers_in,
    asked_of,
)
from advisory.consultations.rules.kinds import kind_of
from advisory.foundation.database import take_turns


def put_in(session: Session, response: Response) -> None:
    _count(session, response, 1)


def take_out(session: Session, response: Response) -> None:
    """Before the answers change or go: they are read once more."""
    _count(session, response, -1)


def _count(session: Session, response: Response, by: int) -> None:
    """What comes late or is not sent yet is kept, and not counted."""
    if response.sent_on is None or response.is_late:
        return
    take_turns(session, f"tallies {response.consultation_id}")
    own = consultation(session, response.consultation_id)
    answers = answers_in(session, response)
    for question in asked_of(own, answers) if own else ():
        for pick in _picks(question, answers):
            _add(session, question.id, pick, response.language, by)


def _picks(question: Question, answers: Answers) -> tuple[str, ...]:
    kind, given = kind_of(question), answers.given.get(question.id)
    if not kind.asks:
        return ()
    if not given:
        return (SKIPPED,)
    return (ANSWERED, *kind.counted(given))


def _add(session: Session, question_id: UUID, pick: str, language: str, by: int) -> None:
    found = session.execute(
        update(Tally)
        .where(Tally.question_id == question_id, Tally.pick == pick, Tally.language == language)
        .values(count=Tally.count + by)
        .returning(Tally.count)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if found is None and by > 0:
        session.add(Tally(question_id=question_id, pick=pick, language=language, count=by))
        session.flush()
