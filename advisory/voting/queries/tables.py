"""The table of votes, as the arithmetic and the open layout need it."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.voting.models import State, Statement, Vote
from advisory.voting.ports import Numbers, Votes
from advisory.voting.queries.sealed import everybodys_votes

NUMBERS = {Vote.AGREE: 1.0, Vote.DISAGREE: -1.0, Vote.PASS: 0.0}


@dataclass(frozen=True)
class Table:
    """A row a voter, a column a sentence; without those that nobody decided about yet."""

    voters: list[UUID]
    statements: list[UUID]
    votes: Votes
    moderated_out: Numbers


def table_of(session: Session, poll_id: UUID) -> Table:
    columns = session.execute(
        select(Statement.id, Statement.state)
        .where(Statement.poll_id == poll_id, Statement.state != State.WAITING)
        .order_by(Statement.position, Statement.id)
    )
    states = dict(columns.all())
    column = {statement_id: at for at, statement_id in enumerate(states)}
    said = list(everybodys_votes(session, poll_id))
    votes = np.full((len(said), len(states)), np.nan)
    for row, (_voter, by) in enumerate(said):
        for statement_id, vote in by.items():
            if statement_id in column:
                votes[row, column[statement_id]] = NUMBERS[vote]
    out = np.array([state is not State.PUBLISHED for state in states.values()], dtype=bool)
    return Table([voter.id for voter, _by in said], list(states), votes, out)
