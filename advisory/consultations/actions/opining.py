"""Opinions and own sentences go on to the poll of their question, once they are sent."""

from uuid import UUID

from sqlalchemy.orm import Session

from advisory.consultations.models import Consultation, Response
from advisory.consultations.queries.responses import answers_in, asked_of
from advisory.consultations.rules.conditions import NOTHING
from advisory.voting import actions as voting
from advisory.voting.models import Vote


def hand_on(session: Session, consultation: Consultation, response: Response) -> None:
    """What comes late, or is not sent yet, is kept with the response and counts nowhere."""
    if response.sent_on is None or response.is_late:
        return
    polls = [one for one in consultation.questions if one.poll]
    if not polls:
        return
    answers = answers_in(session, response)
    shown = asked_of(consultation, answers)
    said = {own.question_id: own.text for own in response.own_words}
    for question in polls:
        assert question.poll is not None  # noqa: S101 - chosen above
        given = answers.given.get(question.id, NOTHING) if question in shown else NOTHING
        votes = dict(_vote(pick) for pick in given.picks)
        voting.keep_opinions(session, question.poll, votes, contribution=response.contribution)
        if question.id in said:
            text = said[question.id]
            voting.add_sentence(session, question.poll, text, contribution=response.contribution)


def _vote(pick: str) -> tuple[UUID, Vote]:
    statement_id, _, vote = pick.partition("/")
    return UUID(statement_id), Vote(vote)


def take_back(session: Session, text_id: UUID) -> None:
    voting.take_back_sentence(session, text_id)
