"""A person deletes, or a sentence goes: the opinions and the results go with it."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from advisory.contributions.models import Contribution
from advisory.voting.actions.voting import grow
from advisory.voting.models import Opinion, Poll, PollResult, State, Statement, Voter
from advisory.words import actions as words


def forget(session: Session, contribution: Contribution) -> None:
    """Opinions and own sentences of one person, what others thought of them, and the results."""
    voted = select(Voter.id).where(Voter.contribution_id == contribution.id)
    own = select(Statement.id).where(Statement.contribution_id == contribution.id)
    polls = set(
        session.scalars(select(Voter.poll_id).where(Voter.contribution_id == contribution.id))
    ) | set(
        session.scalars(
            select(Statement.poll_id).where(Statement.contribution_id == contribution.id)
        )
    )
    session.execute(delete(Opinion).where(Opinion.voter_id.in_(voted)))
    session.execute(delete(Voter).where(Voter.contribution_id == contribution.id))
    _drop(session, list(session.scalars(own)))
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
    session.execute(delete(Poll).where(Poll.id == poll.id))
    for statement in poll.statements:
        session.expunge(statement)
    session.expunge(poll)
    for text_id in texts:
        words.forget_text(session, text_id)


def _drop(session: Session, statements: list[UUID]) -> None:
    """What was merged into one that goes is read again."""
    session.execute(delete(Opinion).where(Opinion.statement_id.in_(statements)))
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
