"""People put labels on passages: alone, or two on the same, each without seeing the other."""

import secrets
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from advisory.foundation import audit, keys
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.themes.actions.labels import own_codebook
from advisory.themes.actions.suggesting import count_outcome
from advisory.themes.models import Coding, Drawn, Passage
from advisory.themes.queries import coding as queries
from advisory.themes.rules.labelling import (
    DOUBLE,
    Marks,
    is_read_by_two,
    may_read_too,
    written,
)


def put_labels(
    session: Session, passage: Passage, marks: Marks, *, by: Hat, seen: int = 0
) -> Coding:
    """Keeps what this person found, beside what others found. The same again changes nothing.

    `seen` is the round of suggestions that stood beside it; 0 when none did.
    """
    allow(passage.board_id == by.board_id, exists=False)
    take_turns(session, f"passages/{passage.id}")
    known = {one.person_id: one for one in queries.codings_of(session, passage.id)}
    if passage.id in queries.drawn(session, by.board_id):
        _refuse_third(session, by, set(known))
    coding = known.get(by.person_id)
    if coding is not None and queries.marks_in(session, coding) == marks:
        return coding
    if coding is None:
        count_outcome(session, passage, marks, seen=seen)
        coding = Coding(id=uuid4(), person_id=by.person_id)
        coding.passage = passage
    coding.codebook_version = own_codebook(session, by.board_id).version
    coding.put_on = london(now()).date()
    key = passage.contribution.data_key
    coding.sealed = keys.seal(session, key, queries.place(coding.id), written(marks))
    session.add(coding)
    session.flush()
    _note(session, "labels put on a passage", passage.id, by)
    return coding


def _refuse_third(session: Session, by: Hat, readers: set[UUID]) -> None:
    if not may_read_too(by.person_id, readers):
        raise Impossible(for_staff("Two people have read this one. Take the next."))
    if is_read_by_two(queries.drawn(session, by.board_id), queries.readers(session, by.board_id)):
        raise Impossible(for_staff("Both have read all of them. Compare them now."))


def set_double(session: Session, *, on: bool, by: Hat) -> None:
    """Whether two people read the first passages. Off is for one person with no time."""
    book = own_codebook(session, by.board_id)
    if book.is_double != on:
        book.is_double = on
        what = "two people label the first passages" if on else "one person labels"
        audit.record(session, what, "board", by.board_id, by=by, board_id=by.board_id)
    if on:
        draw(session, by=by)


def draw(session: Session, *, by: Hat) -> int:
    """Draws passages by chance until there are 30, or all; returns how many more it drew."""
    book = own_codebook(session, by.board_id)
    before = set(queries.drawn(session, book.board_id))
    read = queries.readers(session, book.board_id)
    free = [
        one for one in queries.open_ids(session, book.board_id) if one not in before | set(read)
    ]
    wanted = min(max(DOUBLE - len(before), 0), len(free))
    for passage_id in secrets.SystemRandom().sample(free, wanted):
        session.add(Drawn(passage_id=passage_id, drawn_on=london(now()).date()))
    session.flush()
    if wanted:
        audit.record(
            session, "passages drawn for two", "board", by.board_id, by=by, board_id=by.board_id
        )
    return wanted


def settle(session: Session, drawn: Drawn, marks: Marks, *, by: Hat) -> None:
    """What the two agree on after they have compared. Raises Impossible before both have read."""
    passage = drawn.passage
    allow(passage.board_id == by.board_id, exists=False)
    take_turns(session, f"passages/{passage.id}")
    if not is_read_by_two(
        queries.drawn(session, by.board_id), queries.readers(session, by.board_id)
    ):
        raise Impossible(for_staff("Compare when both have read all of them."))
    if queries.settled_in(session, drawn) == marks:
        return
    key = passage.contribution.data_key
    drawn.sealed = keys.seal(session, key, queries.settled_place(passage.id), written(marks))
    drawn.settled_by_id, drawn.settled_on = by.person_id, london(now()).date()
    session.flush()
    _note(session, "a difference settled", passage.id, by)


def _note(session: Session, what: str, passage_id: UUID, by: Hat) -> None:
    audit.record(session, what, "passage", passage_id, by=by, board_id=by.board_id)
