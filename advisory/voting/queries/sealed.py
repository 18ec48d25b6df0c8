"""What is sealed here, opened: one person's votes, and what was found in all of them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from advisory.contributions.models import Contribution
from advisory.foundation import keys
from advisory.foundation.keys import DataKey
from advisory.voting.models import Poll, PollResult, Vote, Voter

Votes = Mapping[UUID, Vote]


def place(voter: Voter) -> str:
    """Where sealed votes belong: bound into the seal."""
    return f"voters.sealed/{voter.id}"


def result_place(poll_id: UUID) -> str:
    return f"poll_results.sealed/{poll_id}"


def key_of(voter: Voter) -> DataKey:
    return voter.contribution.data_key if voter.contribution else voter.poll.data_key


def voter_of(session: Session, poll_id: UUID, contribution_id: UUID) -> Voter | None:
    return session.scalar(
        select(Voter).where(Voter.poll_id == poll_id, Voter.contribution_id == contribution_id)
    )


def votes_in(session: Session, voter: Voter) -> Votes:
    """Opened. Raises Erased when the person deleted their words."""
    kept = json.loads(keys.unseal(session, key_of(voter), place(voter), voter.sealed))
    return {UUID(statement_id): Vote(vote) for statement_id, vote in kept.items()}


def everybodys_votes(session: Session, poll_id: UUID) -> Iterator[tuple[Voter, Votes]]:
    """In the order of the table. Opens every row: for the background, and for a file."""
    wanted = select(Voter).where(Voter.poll_id == poll_id).order_by(Voter.position, Voter.id)
    with_keys = (
        joinedload(Voter.contribution).joinedload(Contribution.data_key),
        joinedload(Voter.poll).joinedload(Poll.data_key),
    )
    for voter in session.scalars(wanted.options(*with_keys)):
        yield voter, votes_in(session, voter)


def found_in(session: Session, kept: PollResult | None) -> dict[str, Any]:
    """What was found; nothing while nobody has counted."""
    if kept is None:
        return {}
    place_ = result_place(kept.poll_id)
    found: dict[str, Any] = json.loads(
        keys.unseal(session, kept.poll.data_key, place_, kept.sealed)
    )
    return found
