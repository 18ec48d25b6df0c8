from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import cast

from sqlalchemy.orm import Session

from advisory.foundation.database import Database, now
from advisory.foundation.jobs import Job
from advisory.letters import actions, queries, rules
from advisory.letters.models import Letter
from advisory.letters.ports import Post, PostClosed
from advisory.people.models import Board

TURN = timedelta(seconds=20)


Writer = Callable[[Session, Letter], rules.Written | None]
"""Reads what the letter is about and writes it, changing no row. None: the recipient is gone."""

WRITERS: dict[str, Writer] = {}


def register(kind: str, writer: Writer) -> None:
    """The room that knows what this kind is about says how to write it. Raises UnknownKind."""
    WRITERS[rules.letter_kind(kind).kind] = writer


class NoWriter(Exception):
    """No room has said how to write this kind of letter."""


class KilledItsWorkers(Exception):
    """Every try took the lease and none came back."""


def send_due(database: Database) -> int:
    """Sends what is due, one letter after the other; returns how many left.

    `database.info["post"]` is the way out. When it is closed the rest waits for the next turn.
    """
    sent = 0
    ends_at = now() + TURN
    while now() < ends_at and (letter := _leased(database)) is not None:
        try:
            sent += _sent(database, letter)
        except PostClosed:
            break
    return sent


def _leased(database: Database) -> Letter | None:
    with database.transaction() as session:
        return actions.lease_next(session)


def _sent(database: Database, letter: Letter) -> bool:
    post = cast("Post", database.info["post"])
    try:
        message = _written(database, letter, post.sender)
        if message is not None:
            post.send(message)
    except Exception as error:
        with database.transaction() as session:
            actions.put_off(session, letter, problem=_named(error))
        if isinstance(error, PostClosed):
            raise
        return False
    with database.transaction() as session:
        (actions.drop if message is None else actions.mark_sent)(session, letter)
    return message is not None


def _written(database: Database, letter: Letter, sender: str) -> EmailMessage | None:
    if letter.tries > rules.MOST_TRIES:
        raise KilledItsWorkers
    writer = WRITERS.get(letter.kind)
    if writer is None:
        raise NoWriter
    # A reading session: a writer that changes rows would change them again at every try.
    with database.reading() as session:
        written = writer(session, session.merge(letter, load=False))
    if written is None:
        return None
    return rules.envelope(letter, written, sender=sender, at=now())


def _named(error: Exception) -> str:
    """The error's name and the server's number; its text could hold an address."""
    return " ".join(filter(None, [type(error).__name__, str(getattr(error, "smtp_code", ""))]))


def _write_letter_dead(session: Session, letter: Letter) -> rules.Written | None:
    reader = queries.recipient(session, letter)
    board = session.get(Board, letter.board_id)
    if reader is None or board is None:
        return None
    return rules.write(
        "letter_dead",
        to=reader.to,
        language=reader.language,
        board=board.name,
        count=len(queries.troubled(session, board.id)),
        link=f"{session.info['base_url']}/staff/",
    )


register("letter_dead", _write_letter_dead)

JOBS = (Job("send letters", timedelta(seconds=5), send_due),)
