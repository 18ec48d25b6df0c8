from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from advisory.contributions.models import Contribution
from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.foundation.database import now
from advisory.languages.text import clean
from advisory.themes import queries
from advisory.themes.models import Passage
from advisory.words import actions as words
from advisory.words import queries as texts
from advisory.words.models import TextKind
from advisory.words.rules import original


def release_passage(session: Session, contribution: Contribution, *, body: str, by: Hat) -> Passage:
    """Lets teams read a piece, in English, from which a person took names, places and numbers.

    It stays sealed under the contribution's key: erasing the words erases it too. The same piece
    is not released again: a double tap.
    """
    for known in queries.passages_of(session, contribution.id):
        if texts.reading(session, original(known.text)) == clean(body):
            return known
    passage = Passage(
        id=uuid4(),
        board_id=contribution.board_id,
        contribution_id=contribution.id,
        released_by_id=by.person_id,
        released_at=now(),
    )
    passage.text = words.write_text(
        session,
        board_id=contribution.board_id,
        kind=TextKind.PASSAGE,
        language="en",
        body=body,
        data_key=contribution.data_key,
        person_id=by.person_id,
    )
    session.add(passage)
    audit.record(
        session,
        "passage released",
        "contribution",
        contribution.id,
        by=by,
        board_id=by.board_id,
    )
    return passage


def take_back_passage(session: Session, passage: Passage, *, by: Hat) -> None:
    session.delete(passage)
    audit.record(
        session,
        "passage taken back",
        "contribution",
        passage.contribution_id,
        by=by,
        board_id=by.board_id,
    )


def forget(session: Session, contribution: Contribution) -> None:
    session.execute(delete(Passage).where(Passage.contribution_id == contribution.id))
