"""What another program gets: the labels in use, released passages, and what people put on them."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.foundation.access import Hat
from advisory.themes.models import Label
from advisory.themes.ports.exchange import SharedLabel, guid_of
from advisory.themes.ports.projects import Mark, Project, Reader, SharedText
from advisory.themes.queries import coding
from advisory.themes.queries.passages import several
from advisory.themes.rules.labelling import Marks, counts_as, in_use, meant
from advisory.words.queries.saying import said
from advisory.words.rules import original

BOTH = "Both readers"


def shared_labels(session: Session, board_id: UUID) -> tuple[SharedLabel, ...]:
    return tuple(_label(one) for one in in_use(coding.labels(session, board_id)))


def shared_project(session: Session, hat: Hat, *, name: str) -> Project:
    """As far as this reader sees what was put; readers are numbered, never named.

    Where two agreed on a passage, only what they agreed on.
    """
    ends = counts_as(coding.labels(session, hat.board_id))
    found = coding.found(session, hat.board_id, person_id=hat.person_id)
    rows = several(session, set(coding.open_ids(session, hat.board_id)))
    people = sorted({person for by in found.by_person.values() for person in by})
    readers = {
        person: Reader(guid_of("reader", person), f"Reader {number}")
        for number, person in enumerate(people, 1)
    }
    both = Reader(guid_of("reader", hat.board_id), BOTH)
    texts = []
    for number, row in enumerate(rows, 1):
        body = said(session, original(row.text)).text
        marks: list[Mark] = []
        if row.id in found.settled:
            marks += _marks(found.settled[row.id], ends, both, body)
        else:
            for person, one in sorted(found.by_person.get(row.id, {}).items()):
                marks += _marks(one, ends, readers[person], body)
        texts.append(SharedText(guid_of("text", row.id), f"Passage {number}", body, tuple(marks)))
    shown = (*readers.values(), *([both] if found.settled else []))
    return Project(name, shared_labels(session, hat.board_id), shown, tuple(texts))


def _label(label: Label) -> SharedLabel:
    said_of_it = (label.definition, label.use_when, label.not_when)
    return SharedLabel(
        guid_of("label", label.id), label.name, "\n".join(part for part in said_of_it if part)
    )


def _marks(marks: Marks, ends: Mapping[UUID, UUID], reader: Reader, body: str) -> list[Mark]:
    """As places, also where a label is for all of it: not all programs show the rest."""
    places = {(ends[one.label], one.start, one.end) for one in marks.spans if one.label in ends}
    on_parts = {label for label, _start, _end in places}
    places |= {(label, 0, len(body)) for label in meant(marks, ends) - on_parts}
    return [
        Mark(guid_of("label", label), reader.guid, start, end)
        for label, start, end in sorted(places)
        if end <= len(body)
    ]
