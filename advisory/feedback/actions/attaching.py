"""Pictures and sound on their way: with a form that is not sent yet, then with the words."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.contributions import rules as contributions
from advisory.contributions.models import Contribution
from advisory.feedback import queries
from advisory.files import actions as files
from advisory.files.ports.decoding import Remade
from advisory.foundation.database import now


def attach_to_form(session: Session, made: Iterable[Remade], *, token: str) -> None:
    """They wait for 24 hours, sealed under the form's token as its words are.

    Raises Impossible when there are too many, NotKept when there is no room for them.
    """
    files.keep_for_form(
        session,
        made,
        form_token_hash=contributions.token_hash(token),
        key=contributions.token_key(token),
        ends_at=now() + contributions.KEPT_FOR,
    )


def attach_waiting(
    session: Session, contribution: Contribution, *, token: str, turn: int = 1
) -> None:
    """What waited with the form goes with the words: from here their key opens it."""
    files.give(
        session,
        form_token_hash=contributions.token_hash(token),
        key=contributions.token_key(token),
        data_key=contribution.data_key,
        turn=turn,
    )


def delete_waiting(session: Session, *, token: str, file_id: UUID) -> None:
    """The person takes one back before sending. Nothing happens when it is gone already."""
    for file in queries.waiting_files(session, token):
        if file.id == file_id:
            files.delete_file(session, file)
