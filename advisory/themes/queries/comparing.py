"""What two people found in the same passages, side by side, once both are done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation.access import Hat
from advisory.people.models import Person
from advisory.themes.models import Label
from advisory.themes.queries import coding
from advisory.themes.queries.coding import Found
from advisory.themes.queries.passages import several
from advisory.themes.rules.agreement import Agreement, agreement
from advisory.themes.rules.labelling import Marks, counts_as, in_use, meant
from advisory.words.queries.saying import Said, said
from advisory.words.rules import original


@dataclass(frozen=True)
class Reading:
    """What one person found: the labels as they count today, and the note."""

    name: str
    labels: frozenset[UUID]
    note: str


@dataclass(frozen=True)
class Compared:
    id: UUID
    words: Said
    readings: Sequence[Reading]
    settled: Marks | None

    @property
    def is_same(self) -> bool:
        return len({one.labels for one in self.readings}) == 1


def compared(session: Session, hat: Hat) -> list[Compared]:
    """All that was drawn, the open differences first; empty until both have read all of it."""
    found = coding.found(session, hat.board_id, person_id=hat.person_id)
    if found.is_blind:
        return []
    two = [one for one in coding.drawn(session, hat.board_id) if one in found.by_person]
    ends = counts_as(coding.labels(session, hat.board_id))
    names = _names(session, found)
    rows = [
        Compared(
            row.id,
            said(session, original(row.text)),
            [
                Reading(names[person_id], meant(marks, ends), marks.note)
                for person_id, marks in sorted(found.by_person[row.id].items())
            ],
            found.settled.get(row.id),
        )
        for row in several(session, set(two))
    ]
    return sorted(rows, key=lambda row: (row.is_same, row.settled is not None))


def agreement_in(rows: Sequence[Compared], labels: Sequence[Label]) -> Agreement[UUID]:
    """How alike the two put each label, before they talked about it."""
    readings = [[one.labels for one in row.readings] for row in rows]
    return agreement(readings, [label.id for label in in_use(labels)])


def _names(session: Session, found: Found) -> dict[UUID, str]:
    readers = {person for by in found.by_person.values() for person in by}
    return {
        row.id: row.name for row in session.scalars(select(Person).where(Person.id.in_(readers)))
    }


def named(labels: Sequence[Label]) -> Mapping[UUID, str]:
    return {label.id: label.name for label in labels}
