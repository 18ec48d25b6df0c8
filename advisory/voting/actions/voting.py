"""The sentences of a poll, and what each person thinks of them."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from advisory.contributions.models import Contribution
from advisory.foundation import keys
from advisory.foundation.access import Hat
from advisory.foundation.database import now, take_turns
from advisory.foundation.keys import Purpose
from advisory.languages.dates import london
from advisory.voting.models import Poll, State, Statement, Vote, Voter
from advisory.voting.queries.sealed import key_of, place, voter_of, votes_in
from advisory.voting.rules.asking import starting_statements
from advisory.words import actions as words
from advisory.words.models import Text, TextKind
from advisory.words.rules import original

COUNTED = {
    Vote.AGREE: Statement.agreed,
    Vote.DISAGREE: Statement.disagreed,
    Vote.PASS: Statement.passed,
}


def make_poll(session: Session, title: Text) -> Poll:
    poll = Poll(
        id=uuid4(),
        board_id=title.board_id,
        title=title,
        made_on=london(now()).date(),
        may_add=False,
        revision=0,
        statements=[],
        data_key=keys.make_data_key(session, Purpose.WORDS),
    )
    session.add(poll)
    session.flush()
    return poll


def set_starting(
    session: Session,
    poll: Poll,
    bodies: Sequence[str],
    *,
    by: Hat,
    meaning_changed: bool = True,
) -> None:
    """The board's sentences, each once. Words that stay keep their translations."""
    before = {original(one.text).body: one for one in starting_statements(poll)}
    wanted = list(dict.fromkeys(filter(None, bodies)))
    free = [one for said, one in before.items() if said not in wanted]
    for at, body in enumerate(wanted, 1):
        statement = before.get(body) or (free.pop(0) if free else None)
        if statement is None:
            statement = add_statement(session, poll, _text(session, poll, body, by))
        words.revise_text(
            session, statement.text, body=body, by=by, meaning_changed=meaning_changed
        )
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
    voter = voter_of(session, poll.id, contribution.id)
    if voter is None and not votes:
        return
    before = votes_in(session, voter) if voter else {}
    known = {one.id for one in poll.statements}
    after = {one: vote for one, vote in votes.items() if one in known}
    voter = voter or Voter(id=uuid4(), poll=poll, contribution=contribution)
    seal_votes(session, voter, after)
    session.flush()
    count(session, before, -1)
    count(session, after, 1)
    grow(session, poll.id)


def seal_votes(session: Session, voter: Voter, votes: Mapping[UUID, Vote]) -> None:
    content = json.dumps({str(one): vote.value for one, vote in sorted(votes.items())})
    voter.sealed = keys.seal(session, key_of(voter), place(voter), content)
    session.add(voter)


def count(session: Session, votes: Mapping[UUID, Vote], by: int) -> None:
    """One person's votes into the counts of the sentences, or out of them."""
    for vote in Vote:
        column = COUNTED[vote]
        said = [one for one, given in votes.items() if given is vote]
        if said:
            session.execute(
                update(Statement)
                .where(Statement.id.in_(said))
                .values({column: column + by})
                .execution_options(synchronize_session=False)
            )


def grow(session: Session, poll_id: UUID) -> None:
    """Whatever was found before is old."""
    session.execute(
        update(Poll)
        .where(Poll.id == poll_id)
        .values(revision=Poll.revision + 1)
        .execution_options(synchronize_session=False)
    )
