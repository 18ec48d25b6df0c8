"""The table of votes, as the arithmetic and the open layout need it."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.voting.models import Opinion, State, Statement, Vote, Voter
from advisory.voting.ports import Numbers, Votes

NUMBERS = {Vote.AGREE: 1.0, Vote.DISAGREE: -1.0, Vote.PASS: 0.0}


@dataclass(frozen=True)
class Table:
    """A row a voter, a column a sentence; without those that nobody decided about yet."""

    voters: list[UUID]
    statements: list[UUID]
    votes: Votes
    moderated_out: Numbers


def table_of(session: Session, poll_id: UUID) -> Table:
    voters = list(
        session.scalars(
            select(Voter.id).where(Voter.poll_id == poll_id).order_by(Voter.position, Voter.id)
        )
    )
    columns = session.execute(
        select(Statement.id, Statement.state)
        .where(Statement.poll_id == poll_id, Statement.state != State.WAITING)
        .order_by(Statement.position, Statement.id)
    )
    states = dict(columns.all())
    row = {voter_id: at for at, voter_id in enumerate(voters)}
    column = {statement_id: at for at, statement_id in enumerate(states)}
    votes = np.full((len(voters), len(states)), np.nan)
    said = session.execute(
        select(Opinion.voter_id, Opinion.statement_id, Opinion.vote)
        .join(Voter, Voter.id == Opinion.voter_id)
        .where(Voter.poll_id == poll_id)
    )
    for voter_id, statement_id, vote in said:
        if statement_id in column:
            votes[row[voter_id], column[statement_id]] = NUMBERS[vote]
    out = np.array([state is not State.PUBLISHED for state in states.values()], dtype=bool)
    return Table(voters, list(states), votes, out)
