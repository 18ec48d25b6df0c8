from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.themes.actions.coding import put_labels
from advisory.themes.actions.labels import Wording, add_label
from advisory.themes.ports.exchange import SharedLabel
from advisory.themes.queries import coding
from advisory.themes.queries.bringing import known_labels
from advisory.themes.queries.passages import several
from advisory.themes.rules.labelling import Marks, Span

LONGEST_NAME, LONGEST_DEFINITION = 100, 2000


def bring(session: Session, kept: Mapping[str, Any], *, by: Hat) -> None:
    """What was shown and said yes to: labels as candidates, and labels on passages as this
    person's own. Whatever a person has put since, also this one, stays as it is."""
    shared = tuple(SharedLabel(UUID(guid), name, text) for guid, name, text in kept["labels"])
    labels = known_labels(session, by.board_id, shared)
    for one in shared:
        if one.guid not in labels:
            said = Wording(
                name=one.name[:LONGEST_NAME], definition=one.description[:LONGEST_DEFINITION]
            )
            labels[one.guid] = add_label(session, said, by=by).id
    readers = coding.readers(session, by.board_id)
    held = set(coding.drawn(session, by.board_id))
    open_ = set(coding.open_ids(session, by.board_id))
    wanted = {UUID(one): places for one, places in kept["passages"].items()}
    free = {one for one in wanted.keys() & open_ - held if by.person_id not in readers.get(one, ())}
    for passage in several(session, free):
        put_labels(session, passage, _marks(wanted[passage.id], labels), by=by)
    audit.record(session, "labels brought in", "codebook", by.board_id, by=by, board_id=by.board_id)


def _marks(places: list[list[Any]], labels: Mapping[UUID, UUID]) -> Marks:
    known = [(labels[UUID(one)], start, end) for one, start, end in places if UUID(one) in labels]
    put = Marks(frozenset(label for label, _start, _end in known))
    return put.on_parts(Span(label, start, end) for label, start, end in known if end > start)
