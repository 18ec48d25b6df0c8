"""What a file of another program would change here, before it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.foundation.access import Hat
from advisory.themes.ports.exchange import SharedLabel, all_of, guid_of
from advisory.themes.ports.projects import Project, SharedText
from advisory.themes.queries import coding
from advisory.themes.queries.passages import several
from advisory.themes.rules.labelling import counts_as, in_use
from advisory.words.queries.saying import said
from advisory.words.rules import original

Place = tuple[UUID, int, int]


@dataclass(frozen=True)
class Plan:
    """What comes in, and what stays as it is."""

    new: tuple[SharedLabel, ...]
    known: tuple[SharedLabel, ...]
    passages: Mapping[UUID, frozenset[Place]]
    """Labels by the GUID they have in the file, on our passages that this person has not read."""
    read_already: int
    for_two: int
    outside: int
    """Texts that are none of our passages, word for word."""


def known_labels(
    session: Session, board_id: UUID, shared: tuple[SharedLabel, ...]
) -> dict[UUID, UUID]:
    """By GUID in the file: the label here, by its GUID, or else by its name."""
    own = coding.labels(session, board_id)
    ends = counts_as(own)
    by_guid = {guid_of("label", one.id): ends[one.id] for one in own}
    by_name = {one.name.casefold(): one.id for one in in_use(own)}
    found = {
        one.guid: by_guid.get(one.guid) or by_name.get(one.name.strip().casefold())
        for one in all_of(shared)
    }
    return {guid: label for guid, label in found.items() if label}


def plan(session: Session, hat: Hat, project: Project) -> Plan:
    known = known_labels(session, hat.board_id, project.labels)
    used = [one for one in all_of(project.labels) if one.is_used]
    own = {guid_of("text", one): one for one in coding.open_ids(session, hat.board_id)}
    marked = {own[text.guid]: text for text in project.texts if text.guid in own and text.marks}
    bodies = {
        row.id: said(session, original(row.text)).text for row in several(session, set(marked))
    }
    same = {one: text for one, text in marked.items() if bodies.get(one) == text.text}
    readers = coding.readers(session, hat.board_id)
    two = set(coding.drawn(session, hat.board_id))
    mine = {one for one in same if hat.person_id in readers.get(one, ())}
    free = same.keys() - mine - two
    return Plan(
        tuple(one for one in used if one.guid not in known),
        tuple(one for one in used if one.guid in known),
        {one: _places(same[one]) for one in free},
        len(mine),
        len((same.keys() & two) - mine),
        sum(bool(text.marks) for text in project.texts) - len(same),
    )


def _places(text: SharedText) -> frozenset[Place]:
    """A mark without places, or on all of it, is a label for the whole passage."""
    whole = (0, len(text.text))
    pairs = (
        (one.label, (one.start or 0, one.end if one.end is not None else whole[1]))
        for one in text.marks
    )
    return frozenset(
        (label, *((0, 0) if place == whole or place[0] == place[1] else place))
        for label, place in pairs
    )


def kept(made: Plan) -> dict[str, Any]:
    """What waits for a yes: labels and places, no words of anybody."""
    return {
        "labels": [[str(one.guid), one.name, one.description] for one in (*made.new, *made.known)],
        "passages": {
            str(one): [[str(label), start, end] for label, start, end in sorted(places)]
            for one, places in made.passages.items()
        },
    }
