"""The desk of who labels: how far it got, and one passage beside the words it was taken from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.contributions import queries as contributions
from advisory.contributions.rules import may_read
from advisory.foundation.access import Hat
from advisory.themes.models import Label, Passage
from advisory.themes.queries import coding
from advisory.themes.queries.passages import passage, several
from advisory.themes.rules.labelling import (
    Marks,
    counts_as,
    in_use,
    is_read_by_two,
    meant,
    to_read,
)
from advisory.themes.rules.quality import Warnings, warnings
from advisory.words.queries.saying import Said, original_and_english, said
from advisory.words.rules import original

A_PAGE = 20


@dataclass(frozen=True)
class Progress:
    """How much is read, and what this person reads next."""

    read: int
    count: int
    next_id: UUID | None
    is_double: bool
    drawn: int
    drawn_by_two: int
    drawn_by_me: int
    both_done: bool


def progress(session: Session, hat: Hat, *, after: UUID | None = None) -> Progress:
    passages = coding.open_ids(session, hat.board_id)
    two = set(coding.drawn(session, hat.board_id))
    readers = coding.readers(session, hat.board_id)
    waiting = [one for one in to_read(passages, two, readers, hat.person_id) if one != after]
    book = coding.codebook(session, hat.board_id)
    return Progress(
        read=sum(bool(readers.get(one)) for one in passages),
        count=len(passages),
        next_id=waiting[0] if waiting else None,
        is_double=bool(book and book.is_double),
        drawn=len(two),
        drawn_by_two=sum(len(readers.get(one, ())) >= 2 for one in two),
        drawn_by_me=sum(hat.person_id in readers.get(one, ()) for one in two),
        both_done=is_read_by_two(two, readers),
    )


@dataclass(frozen=True)
class Beside:
    """A passage, and the words it was taken from, as far as this reader may see them."""

    passage: Passage
    released: Said
    origin: Said | None
    english: Said | None
    """How the words were put into English, when they were not said in it."""
    is_closed: bool
    """The person asked for another reader."""


def beside(session: Session, hat: Hat, passage_id: UUID) -> Beside | None:
    """None: there is no such passage on this board, or it is held or gone."""
    found = passage(session, passage_id)
    if found is None or found.board_id != hat.board_id:
        return None
    if found.id not in coding.open_ids(session, hat.board_id):
        return None
    contribution = found.contribution
    declared = contributions.declared_by(session, hat.person_id, [contribution.id])
    readable = may_read(hat, contribution, declared=bool(declared))
    first, english = (
        original_and_english(session, found.origin) if found.origin and readable else (None, None)
    )
    return Beside(found, said(session, original(found.text)), first, english, not readable)


@dataclass(frozen=True)
class Labelled:
    """A passage in a list: its words, and what was marked in it."""

    id: UUID
    words: Said
    marks: Sequence[Marks]
    is_rich: bool


def labelled(
    session: Session, hat: Hat, label: Label, labels: Sequence[Label], *, skip: int
) -> tuple[list[Labelled], int]:
    """A page of the passages that carry a label, or one merged into it; and how many do."""
    marked = carrying(session, hat, label, labels)
    page = list(marked)[skip : skip + A_PAGE]
    return lines(session, {one: marked[one] for one in page}), len(marked)


def carrying(
    session: Session, hat: Hat, label: Label, labels: Sequence[Label]
) -> dict[UUID, tuple[Marks, ...]]:
    """What this reader may see of it, with all that was marked there."""
    ends = counts_as(labels)
    found = coding.found(session, hat.board_id, person_id=hat.person_id)
    return {
        passage_id: tuple(by.values())
        for passage_id, by in sorted(found.by_person.items())
        if any(label.id in meant(marks, ends) for marks in by.values())
    }


def oddities(session: Session, hat: Hat, labels: Sequence[Label]) -> Warnings[UUID]:
    """Labels that may be one and the same, by use or by name; or too many of them."""
    ends = counts_as(labels)
    found = coding.found(session, hat.board_id, person_id=hat.person_id)
    carrying: dict[UUID, set[UUID]] = {}
    for passage_id in found.by_person:
        for marks in found.of(passage_id):
            for label in meant(marks, ends):
                carrying.setdefault(label, set()).add(passage_id)
    return warnings({label.id: label.name for label in in_use(labels)}, carrying)


def lines(session: Session, marked: Mapping[UUID, Sequence[Marks]]) -> list[Labelled]:
    return [
        Labelled(
            row.id,
            said(session, original(row.text)),
            marked[row.id],
            any(marks.is_rich for marks in marked[row.id]),
        )
        for row in several(session, set(marked))
    ]
