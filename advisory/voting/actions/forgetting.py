"""A person deletes, or a sentence goes: the opinions and the results go with it."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from advisory.contributions.models import Contribution
from advisory.foundation import keys
from advisory.foundation.database import take_turns
from advisory.voting.actions.voting import count, grow
from advisory.voting.models import Poll, PollResult, State, Statement, Voter
from advisory.voting.queries.sealed import votes_in
from advisory.words import actions as words


def forget(session: Session, contribution: Contribution, *, counts_stay: bool = False) -> None:
    """Votes and own sentences of one person, and the results that they were in.

    Before the key goes: votes are opened once more, to be taken out of the counts. `counts_stay`
    when it is time that ends them and not the person: what was counted then is nobody's.
    """
    session.flush()
    voters = session.scalars(select(Voter).where(Voter.contribution_id == contribution.id)).all()
    own = session.execute(
        select(Statement.id, Statement.poll_id).where(Statement.contribution_id == contribution.id)
    ).all()
    for voter in voters if not counts_stay else ():
        take_turns(session, f"poll {voter.poll_id}")
        session.refresh(voter)
        count(session, votes_in(session, voter), -1)
    polls = {voter.poll_id for voter in voters} | {row.poll_id for row in own}
    session.execute(delete(Voter).where(Voter.contribution_id == contribution.id))
    _drop(session, [row.id for row in own])
    if not counts_stay:
        _results_follow(session, polls)


def take_back_sentence(session: Session, text_id: UUID) -> None:
    """The person wrote other words: nobody agreed with those. Call before the text goes."""
    found = session.scalars(
        select(Statement).where(
            Statement.text_id == text_id, Statement.contribution_id.is_not(None)
        )
    ).one_or_none()
    if found is not None:
        _drop(session, [found.id])
        _results_follow(session, [found.poll_id])


def forget_poll(session: Session, poll: Poll) -> None:
    """A question that nobody was asked yet is taken out. Its own title is the question's."""
    texts = [one.text_id for one in poll.statements]
    session.execute(delete(Statement).where(Statement.poll_id == poll.id))
    session.execute(delete(PollResult).where(PollResult.poll_id == poll.id))
    keys.destroy(poll.data_key)
    session.execute(delete(Poll).where(Poll.id == poll.id))
    for statement in poll.statements:
        session.expunge(statement)
    session.expunge(poll)
    for text_id in texts:
        words.forget_text(session, text_id)


def _drop(session: Session, statements: list[UUID]) -> None:
    """What was merged into one that goes is read again. A vote on it means nothing any more."""
    session.execute(
        update(Statement)
        .where(Statement.merged_into_id.in_(statements))
        .values(state=State.WAITING, merged_into_id=None)
    )
    session.execute(delete(Statement).where(Statement.id.in_(statements)))
    session.expire_all()


def _results_follow(session: Session, polls: Iterable[UUID]) -> None:
    for poll_id in polls:
        session.execute(delete(PollResult).where(PollResult.poll_id == poll_id))
        grow(session, poll_id)
