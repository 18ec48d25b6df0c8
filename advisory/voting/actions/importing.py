"""A folder in the open layout becomes a poll of the board: sentences, voters, opinions."""

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.languages.text import clean
from advisory.people.models import Board
from advisory.voting.actions.voting import make_poll
from advisory.voting.models import Opinion, Poll, State, Statement, Vote, Voter
from advisory.words import actions as words
from advisory.words.models import TextKind

if TYPE_CHECKING:  # the arithmetic is heavy to load, and the pages do without
    from advisory.voting.ports import Conversation

VOTES = {1.0: Vote.AGREE, -1.0: Vote.DISAGREE, 0.0: Vote.PASS}


def import_conversation(
    session: Session, conversation: "Conversation", *, board: Board, title: str
) -> Poll:
    """Nobody of the board's own members is in it: the people are rows with a number."""
    named = words.write_text(
        session, board_id=board.id, kind=TextKind.NOTICE, language="en", body=clean(title)
    )
    poll = make_poll(session, named)
    statements = [
        Statement(
            id=uuid4(),
            poll_id=poll.id,
            position=at,
            state=State.KEPT_BACK if conversation.moderated_out[at] else State.PUBLISHED,
            text=words.write_text(
                session,
                board_id=board.id,
                kind=TextKind.NOTICE,
                language="en",
                body=without_mark(conversation.texts.get(name, "")) or name,
            ),
        )
        for at, name in enumerate(conversation.statements)
    ]
    voters = [
        Voter(id=uuid4(), poll_id=poll.id, position=at)
        for at in range(len(conversation.participants))
    ]
    session.add_all([*statements, *voters])
    session.flush()
    opinions = [
        {"voter_id": voter.id, "statement_id": statement.id, "vote": VOTES[vote]}
        for voter, row in zip(voters, conversation.votes.tolist(), strict=True)
        for statement, vote in zip(statements, row, strict=True)
        if vote in VOTES
    ]
    if opinions:
        session.execute(insert(Opinion), opinions)
    poll.revision = 1
    session.flush()
    audit.record(session, "opinions imported", "poll", poll.id, board_id=board.id)
    return poll


def without_mark(cell: str) -> str:
    """Undoes what makes a spreadsheet formula harmless."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in {"=", "+", "-", "@"} else cell
