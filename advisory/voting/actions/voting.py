"""The sentences of a poll, and what each person thinks of them."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from advisory.contributions.models import Contribution
from advisory.foundation.access import Hat
from advisory.foundation.database import now, take_turns
from advisory.languages.dates import london
from advisory.voting.models import Opinion, Poll, State, Statement, Vote, Voter
from advisory.voting.rules.asking import starting_statements
from advisory.words import actions as words
from advisory.words.models import Text, TextKind
from advisory.words.rules import original


def make_poll(session: Session, title: Text) -> Poll:
    poll = Poll(
        id=uuid4(),
        board_id=title.board_id,
        title=title,
        made_on=london(now()).date(),
        may_add=False,
        revision=0,
        statements=[],
    )
    session.add(poll)
    session.flush()
    return poll


def set_starting(session: Session, poll: Poll, bodies: Sequence[str], *, by: Hat) -> None:
    """The board's sentences, each once. Words that stay keep their translations."""
    before = {original(one.text).body: one for one in starting_statements(poll)}
    wanted = list(dict.fromkeys(filter(None, bodies)))
    free = [one for said, one in before.items() if said not in wanted]
    for at, body in enumerate(wanted, 1):
        statement = before.get(body) or (free.pop(0) if free else None)
        if statement is None:
            statement = add_statement(session, poll, _text(session, poll, body, by))
        words.revise_text(session, statement.text, body=body, by=by)
        statement.position = at
    for statement in free:
        text_id = statement.text_id
        poll.statements.remove(statement)
        session.delete(statement)
        session.flush()
        words.forget_text(session, text_id)
    session.flush()
    session.expire(poll, ["statements"])


def add_statement(
    session: Session,
    poll: Poll,
    text: Text,
    *,
    contribution: Contribution | None = None,
    state: State = State.PUBLISHED,
) -> Statement:
    statement = Statement(
        id=uuid4(),
        position=_next_position(session, poll),
        text=text,
        contribution=contribution,
        state=state,
    )
    poll.statements.append(statement)
    session.flush()
    return statement


def _next_position(session: Session, poll: Poll) -> int:
    most = session.scalar(select(func.max(Statement.position)).where(Statement.poll_id == poll.id))
    return (most or 0) + 1


def write_text(session: Session, poll: Poll, body: str, by: Hat) -> Text:
    return _text(session, poll, body, by)


def _text(session: Session, poll: Poll, body: str, by: Hat) -> Text:
    return words.write_text(
        session,
        board_id=poll.board_id,
        kind=TextKind.NOTICE,
        language="en",
        body=body,
        person_id=by.person_id,
    )


def add_sentence(session: Session, poll: Poll, text: Text, *, contribution: Contribution) -> None:
    """A member's own. It waits until somebody of the board has read it."""
    if not poll.may_add or session.scalar(select(Statement.id).where(Statement.text == text)):
        return
    add_statement(session, poll, text, contribution=contribution, state=State.WAITING)


def keep_opinions(
    session: Session, poll: Poll, votes: Mapping[UUID, Vote], *, contribution: Contribution
) -> None:
    """All that this person thinks of these sentences, in place of what they thought before."""
    take_turns(session, f"poll {poll.id}")
    voter_id = session.scalar(
        select(Voter.id).where(Voter.poll_id == poll.id, Voter.contribution_id == contribution.id)
    )
    if voter_id is None and not votes:
        return
    if voter_id is None:
        voter = Voter(id=uuid4(), poll_id=poll.id, contribution_id=contribution.id)
        session.add(voter)
        session.flush()
        voter_id = voter.id
    session.execute(delete(Opinion).where(Opinion.voter_id == voter_id))
    known = {one.id for one in poll.statements}
    session.add_all(
        Opinion(voter_id=voter_id, statement_id=statement_id, vote=vote)
        for statement_id, vote in votes.items()
        if statement_id in known
    )
    session.flush()
    grow(session, poll.id)


def grow(session: Session, poll_id: UUID) -> None:
    """Whatever was found before is old."""
    session.execute(
        update(Poll)
        .where(Poll.id == poll_id)
        .values(revision=Poll.revision + 1)
        .execution_options(synchronize_session=False)
    )
