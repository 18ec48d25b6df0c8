"""Passages are released without names, taken back, and forgotten with the words."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from advisory.contributions.models import Contribution
from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.foundation.database import now
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.themes import queries
from advisory.themes.actions.counting import note_one_gone
from advisory.themes.models import (
    Coding,
    Drawn,
    Passage,
    Suggested,
    Theme,
    ThemePassage,
    ThemeQuote,
)
from advisory.words import actions as words
from advisory.words import queries as texts
from advisory.words.models import Text, TextKind
from advisory.words.rules import original


def release_passage(
    session: Session, contribution: Contribution, *, body: str, by: Hat, origin: Text | None = None
) -> Passage:
    """Lets teams read a piece, in English, from which a person took names, places and numbers.

    `origin` is the text it was taken from; without one, the first words of the contribution. It
    stays sealed under the contribution's key: erasing the words erases it too. The same piece is
    not released again: a double tap.
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
    passage.origin = origin or next((said.text for said in contribution.messages), None)
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
    _note(session, "passage released", passage, by)
    return passage


def take_back_passage(session: Session, passage: Passage, *, by: Hat) -> None:
    """It tells too much after all: gone with the labels that were put on it."""
    _forget_passages(session, passage.board_id, [passage.id])
    session.delete(passage)
    _note(session, "passage taken back", passage, by)


def forget(session: Session, contribution: Contribution) -> None:
    """The passages of somebody who deleted their words, and all that was made of them."""
    session.flush()
    mine = select(Passage.id).where(Passage.contribution_id == contribution.id)
    _forget_passages(session, contribution.board_id, session.scalars(mine).all())
    session.execute(delete(Passage).where(Passage.contribution_id == contribution.id))


def _forget_passages(session: Session, board_id: UUID, passage_ids: Iterable[UUID]) -> None:
    gone = list(passage_ids)
    if gone:
        note_one_gone(session, board_id)
    _mark_themes(session, gone)
    for table in (Coding, Drawn, Suggested, ThemePassage, ThemeQuote):
        session.execute(delete(table).where(table.passage_id.in_(gone)))


def _mark_themes(session: Session, gone: list[UUID]) -> None:
    """Those that stood on them say so, to the month: not which words, nor whose."""
    stood = select(ThemePassage.theme_id).where(ThemePassage.passage_id.in_(gone))
    for theme in session.scalars(select(Theme).where(Theme.id.in_(stood))):
        theme.taken_back_on = london(now()).date().replace(day=1)
        theme.is_to_look_at = True
    session.flush()


def _note(session: Session, what: str, passage: Passage, by: Hat) -> None:
    about = passage.contribution_id
    audit.record(session, what, "contribution", about, by=by, board_id=by.board_id)
