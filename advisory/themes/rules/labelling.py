"""How labels are put on passages: what a person marked, which label counts, who reads next."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from advisory.themes.models import Label, LabelState

DOUBLE = 30
"""So many passages, drawn by chance, are labelled by two people; all if there are fewer."""
KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
LONGEST = 300


class Position(StrEnum):
    """Where the person stands on what is asked, when a reader can tell."""

    AGREE = "agree"
    DISAGREE = "disagree"
    UNCLEAR = "unclear"


@dataclass(frozen=True, order=True)
class Span:
    """A label on a part of a passage: from one code point to before another."""

    label: UUID
    start: int
    end: int


@dataclass(frozen=True)
class Marks:
    """What one person found in one passage."""

    labels: frozenset[UUID] = frozenset()
    note: str = ""
    is_rich: bool = False
    """Worth going back to: it says why, or how."""
    position: Position | None = None
    spans: frozenset[Span] = frozenset()
    """Where in the passage some of the labels stand; the others are for all of it."""

    def on_parts(self, spans: Iterable[Span]) -> "Marks":
        """The same with other parts: only of labels that are put."""
        return replace(self, spans=frozenset(one for one in spans if one.label in self.labels))


def written(marks: Marks) -> str:
    kept = {
        "labels": sorted(map(str, marks.labels)),
        "note": marks.note,
        "rich": marks.is_rich,
        "position": marks.position,
        "spans": [[str(one.label), one.start, one.end] for one in sorted(marks.spans)],
    }
    return json.dumps(kept, ensure_ascii=False)


def read(opened: str) -> Marks:
    kept = json.loads(opened)
    position = Position(kept["position"]) if kept["position"] else None
    spans = (Span(UUID(label), start, end) for label, start, end in kept.get("spans", ()))
    labels = frozenset(map(UUID, kept["labels"]))
    return Marks(labels, kept["note"], kept["rich"], position, frozenset(spans))


def counts_as(labels: Iterable[Label]) -> dict[UUID, UUID]:
    """By label: itself, or the one that it was merged into, and that one's in turn."""
    into = {label.id: label.merged_into_id for label in labels}

    def end(label_id: UUID) -> UUID:
        seen = set()
        while (following := into.get(label_id)) is not None and label_id not in seen:
            seen.add(label_id)
            label_id = following
        return label_id

    return {label_id: end(label_id) for label_id in into}


def meant(marks: Marks, ends: Mapping[UUID, UUID]) -> frozenset[UUID]:
    """Its labels as they count today."""
    return frozenset(ends[label] for label in marks.labels if label in ends)


def in_use(labels: Iterable[Label]) -> list[Label]:
    return [label for label in labels if label.state is not LabelState.MERGED]


def keyed(labels: Sequence[Label]) -> list[tuple[str, Label]]:
    """Each with the key that marks it; the last of very many have none."""
    return [(KEYS[at] if at < len(KEYS) else "", label) for at, label in enumerate(labels)]


def may_read_too(person_id: UUID, readers: Collection[UUID]) -> bool:
    """A drawn passage is for two people."""
    return person_id in readers or len(readers) < 2


def is_read_by_two(drawn: Collection[UUID], readers: Mapping[UUID, Collection[UUID]]) -> bool:
    """Whether both have read all that was drawn. Before, neither sees what the other marked."""
    return bool(drawn) and all(len(readers.get(passage, ())) >= 2 for passage in drawn)


def to_read(
    passages: Sequence[UUID],
    drawn: Collection[UUID],
    readers: Mapping[UUID, Collection[UUID]],
    person_id: UUID,
) -> list[UUID]:
    """What this person reads next: what was drawn for two, then what nobody has read."""
    mine = [
        passage
        for passage in passages
        if passage in drawn
        and person_id not in readers.get(passage, ())
        and may_read_too(person_id, readers.get(passage, ()))
    ]
    return mine + [one for one in passages if one not in drawn and not readers.get(one)]
