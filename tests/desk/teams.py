"""A team with a policy lead, and what is put to it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from advisory.answers.models import Ask
from advisory.feedback import queries as feedback
from advisory.feedback.actions import answering
from advisory.feedback.models import Feedback
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import Database, commit, now
from advisory.languages.dates import london
from advisory.people.models import Board, Person, Team
from advisory.themes import actions as themes
from tests.building import hat_of, some_feedback, understood

RAW = "My raw words about Amal."
RELEASED = "A letter came only in English."
TO_COME = london(now()).date() + timedelta(days=60)


@dataclass
class Desk:
    board: Board
    facilitator: Hat
    team: Team
    lead: Person

    @property
    def lead_hat(self) -> Hat:
        return hat_of(self.lead, self.board, Role.POLICY_LEAD, team=self.team)


def put(
    session: Session, desk: Desk, *, team: Team | None = None, released: bool = True
) -> tuple[Feedback, Ask]:
    """Somebody's words, with a released passage, put to the team."""
    item, _ = some_feedback(session, desk.board, words=RAW)
    understood(session, item, desk.facilitator)
    if released:
        themes.release_passage(session, item.contribution, body=RELEASED, by=desk.facilitator)
    ask = answering.route(session, item, team or desk.team, board=desk.board, by=desk.facilitator)
    commit(session)
    return item, ask


def of(ask: Ask) -> str:
    return f"/staff/asks/{ask.id}"


def now_of(database: Database, item: Feedback) -> Feedback:
    with database.reading() as session:
        found = feedback.item(session, item.id)
        assert found is not None
        return found


def answer_fields(**changed: str) -> dict[str, Any]:
    return {
        "heard": "Letters come in English.",
        "outcome": "change_planned",
        "will": "We will add a line in six languages.",
        "by_on": TO_COME.isoformat(),
        **changed,
    }
