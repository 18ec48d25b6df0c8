"""Who answered: by language, and by the part of London that people named."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from advisory.consultations.models import Consultation, Question, QuestionKind, Response
from advisory.consultations.queries import responses
from advisory.contributions.models import Contribution
from advisory.disclosure.rules import Figure, rounded
from advisory.themes.models import Axis

AT_ONCE = 500


def heard_by(session: Session, own: Consultation) -> dict[Axis, dict[str, Figure]]:
    """How many answered, by language, and by part of London where a question asked for it."""
    languages = responses.languages_of(session, own.id)
    found = {Axis.LANGUAGE: {tag: rounded(count) for tag, count in languages.items()}}
    tallies = responses.tallies(session, own.id)
    for question in own.questions:
        if question.kind is QuestionKind.PLACE and Axis.AREA not in found:
            found[Axis.AREA] = {
                pick: rounded(sum(by.values()))
                for pick, by in tallies.get(question.id, {}).items()
                if pick not in {responses.ANSWERED, responses.SKIPPED}
            }
    return found


def areas(session: Session, board_id: UUID) -> dict[UUID, str]:
    """By contribution: what was answered to a question for a place. Opened: for the background."""
    asked = set(
        session.scalars(
            select(Question.id)
            .join(Question.consultation)
            .where(
                Question.kind == QuestionKind.PLACE, Question.consultation.has(board_id=board_id)
            )
        )
    )
    found: dict[UUID, str] = {}
    wanted = (
        select(Response)
        .join(Response.contribution)
        .where(
            Response.board_id == board_id,
            Response.sent_on.is_not(None),
            Contribution.erased_on.is_(None),
            Response.consultation_id.in_(
                select(Question.consultation_id).where(Question.id.in_(asked))
            ),
        )
        .options(joinedload(Response.contribution).joinedload(Contribution.data_key))
        .execution_options(yield_per=AT_ONCE)
    )
    for response in session.scalars(wanted) if asked else ():
        picked = responses.picks_in(session, response)
        place = next((picks[0] for one, picks in picked.items() if one in asked and picks), None)
        if place:
            found[response.contribution_id] = place
    return found
