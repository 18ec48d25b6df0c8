"""Pictures and sound on their way: with a form that is not sent yet, then with the words."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.contributions import queries
from advisory.contributions import rules as contributions
from advisory.contributions.models import Contribution
from advisory.files import actions as files
from advisory.files.models import File
from advisory.files.ports.decoding import Remade
from advisory.foundation.database import now


def attach_to_form(
    session: Session, made: Iterable[Remade], *, token: str, recording: str = ""
) -> None:
    """They wait for 24 hours, sealed under the form's token as its words are.

    `recording` names the parts that one of them was made from: they are not needed any more.
    Raises Impossible when there are too many, NotKept when there is no room for them.
    """
    files.keep_for_form(
        session,
        made,
        form_token_hash=contributions.token_hash(token),
        key=contributions.token_key(token),
        ends_at=now() + contributions.KEPT_FOR,
    )
    files.use_recording(session, contributions.token_hash(token), recording)


def keep_part(
    session: Session, content: bytes, *, token: str, recording: str, number: int, digest: str
) -> None:
    """A part of a recording that comes ahead of its form.

    Raises NotTheSame, or Impossible when a form brings too much.
    """
    files.keep_part(
        session,
        content,
        recording=recording,
        number=number,
        digest=digest,
        form_token_hash=contributions.token_hash(token),
        key=contributions.token_key(token),
        ends_at=now() + contributions.KEPT_FOR,
    )


def drop_recording(session: Session, *, token: str, recording: str) -> None:
    files.drop_recording(session, contributions.token_hash(token), recording)


def attach_waiting(
    session: Session, contribution: Contribution, *, token: str, turn: int = 1
) -> list[File]:
    """What waited with the form goes with the words: from here their key opens it."""
    return files.give(
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
