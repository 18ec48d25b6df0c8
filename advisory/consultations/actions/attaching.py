"""What comes with an answer: a voice, or pictures. Each waits under a token of its question."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.consultations.models import Consultation, Response
from advisory.consultations.rules.kinds import takers
from advisory.contributions import queries as kept
from advisory.contributions.actions import attaching
from advisory.contributions.rules import part_token
from advisory.files import actions as files
from advisory.files import queries
from advisory.files.models import File


def something_waits(session: Session, consultation: Consultation, token: str) -> bool:
    return bool(_waiting(session, consultation, token))


def _waiting(session: Session, consultation: Consultation, token: str) -> dict[str, list[File]]:
    return kept.waiting_parts(
        session, token, (str(one.id) for one in takers(consultation.questions))
    )


def attach(
    session: Session,
    consultation: Consultation,
    response: Response,
    given: Mapping[UUID, int],
    *,
    token: str,
) -> dict[UUID, int]:
    """What waited goes with the answers, in the place of what was there; how many to which.

    `given` says which questions have an answer: what came with another goes.
    """
    waiting = _waiting(session, consultation, token)
    there = queries.files_of(session, response.contribution.data_key_id)
    fresh: dict[UUID, int] = {}
    for question in takers(consultation.questions):
        coming = waiting.get(str(question.id), []) if question.id in given else []
        if coming or question.id not in given:
            for row in there:
                if row.turn == question.position:
                    files.delete_file(session, row)
        if coming:
            mine = part_token(token, str(question.id))
            turn = question.position
            attaching.attach_waiting(session, response.contribution, token=mine, turn=turn)
            fresh[question.id] = len(coming)
    return fresh
