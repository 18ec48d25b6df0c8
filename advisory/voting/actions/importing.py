"""A folder in the open layout becomes a poll of the board: sentences, voters, opinions."""

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.languages.text import clean
from advisory.people.models import Board
from advisory.voting.actions.voting import COUNTED, make_poll, seal_votes
from advisory.voting.models import Poll, State, Statement, Vote, Voter
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
    session.add_all(statements)
    session.flush()
    for at, row in enumerate(conversation.votes.tolist()):
        said = zip(statements, row, strict=True)
        votes = {one: VOTES[vote] for one, vote in said if vote in VOTES}
        voter = Voter(id=uuid4(), poll=poll, position=at)
        seal_votes(session, voter, {one.id: vote for one, vote in votes.items()})
        for one, vote in votes.items():
            name = COUNTED[vote].key
            setattr(one, name, getattr(one, name) + 1)
    session.flush()
    poll.revision = 1
    session.flush()
    audit.record(session, "opinions imported", "poll", poll.id, board_id=board.id)
    return poll


def without_mark(cell: str) -> str:
    """Undoes what makes a spreadsheet formula harmless."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in {"=", "+", "-", "@"} else cell
