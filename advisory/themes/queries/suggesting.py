"""Suggestions: whether they are on, what one says of a passage, and what they did to readers."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from advisory.contributions.models import Contribution
from advisory.foundation import keys
from advisory.foundation.database import now
from advisory.languages.dates import london
from advisory.people.models import Person
from advisory.themes.models import (
    Coding,
    Drawn,
    Label,
    MachineHelp,
    MachineSwitch,
    Passage,
    Suggested,
    SuggestionCount,
    SuggestionRound,
)
from advisory.themes.queries import coding
from advisory.themes.rules import suggesting as rules
from advisory.themes.rules.anchoring import Counted, Effect, effect
from advisory.themes.rules.labelling import counts_as, in_use, is_read_by_two
from advisory.themes.rules.suggesting import (
    FEWEST_CODED,
    MOST_AHEAD,
    Certainty,
    Suggestion,
    is_read_without,
    read,
)


def place(passage_id: UUID) -> str:
    return f"suggestions.sealed/{passage_id}"


def switched(session: Session, board_id: UUID, help: MachineHelp) -> MachineSwitch | None:  # noqa: A002 - the column's word
    """The last time somebody switched it; it is off until then."""
    wanted = select(MachineSwitch).where(
        MachineSwitch.board_id == board_id, MachineSwitch.help == help
    )
    return session.scalar(wanted.order_by(MachineSwitch.position.desc()).limit(1))


def is_on(session: Session, board_id: UUID, help: MachineHelp) -> bool:  # noqa: A002 - as above
    last = switched(session, board_id, help)
    return last is not None and last.is_on


def switchings(
    session: Session,
    board_id: UUID,
    help: MachineHelp,  # noqa: A002 - as above
) -> list[tuple[MachineSwitch, str]]:
    """All of them with the name of who did it, the newest first."""
    rows = session.execute(
        select(MachineSwitch, Person.name)
        .join(Person, Person.id == MachineSwitch.set_by_id)
        .where(MachineSwitch.board_id == board_id, MachineSwitch.help == help)
        .order_by(MachineSwitch.position.desc())
    )
    return [(switch, name) for switch, name in rows]


def learning_boards(session: Session) -> list[UUID]:
    """Where suggestions are on."""
    wanted = select(MachineSwitch.board_id).where(MachineSwitch.help == MachineHelp.SUGGESTIONS)
    return [
        board_id
        for board_id in session.scalars(wanted.distinct().order_by(MachineSwitch.board_id))
        if is_on(session, board_id, MachineHelp.SUGGESTIONS)
    ]


def round_of(session: Session, board_id: UUID) -> SuggestionRound | None:
    return session.get(SuggestionRound, board_id)


def ahead(session: Session, board_id: UUID) -> list[UUID]:
    """The passages that come next and that nobody has read; none that two read, each alone."""
    read_already = coding.readers(session, board_id)
    two = set(coding.drawn(session, board_id))
    free = [
        one
        for one in coding.open_ids(session, board_id)
        if one not in two and one not in read_already
    ]
    return free[:MOST_AHEAD]


def looked_at(session: Session, board_id: UUID) -> set[UUID]:
    """The passages that have suggestions, or that the machine had nothing to say of."""
    wanted = select(Suggested.passage_id).join(Suggested.passage)
    return set(session.scalars(wanted.where(Passage.board_id == board_id)))


def coded_ids(session: Session, board_id: UUID) -> set[UUID]:
    """What may be learned from: read by people, not held, not read by two who are not done."""
    read_already = coding.readers(session, board_id)
    two = set(coding.drawn(session, board_id))
    blind = set() if is_read_by_two(two, read_already) else two
    return {one for one in coding.open_ids(session, board_id) if one in read_already} - blind


def stale(session: Session, board_id: UUID) -> set[UUID]:
    """Passages whose suggestions must go: all of them when too few codings are left."""
    kept = looked_at(session, board_id)
    if len(coded_ids(session, board_id)) < FEWEST_CODED:
        return kept
    return kept - set(coding.open_ids(session, board_id))


def is_due(session: Session, board_id: UUID) -> bool:
    learned = round_of(session, board_id)
    waiting, kept = ahead(session, board_id), looked_at(session, board_id)
    return rules.is_due(
        coded=len(coded_ids(session, board_id)),
        learned_from=learned.learned_from if learned else 0,
        is_changed=learned is None or learned.fingerprint != fingerprint(session, board_id),
        learned_today=learned is not None and learned.learned_on == london(now()).date(),
        ahead=len(waiting),
        bare=sum(one not in kept for one in waiting),
    )


def fingerprint(session: Session, board_id: UUID) -> str:
    """Of all that people put on passages, sealed as it is."""
    digest = hashlib.sha256()
    for table, key in ((Coding, Coding.id), (Drawn, Drawn.passage_id)):
        rows = session.execute(
            select(key, table.sealed)
            .join(Passage, Passage.id == table.passage_id)
            .where(Passage.board_id == board_id, table.sealed.is_not(None))
            .order_by(key)
        )
        for row_id, sealed in rows:
            digest.update(row_id.bytes + (sealed or b""))
    return digest.hexdigest()


# ── On the desk ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Guess:
    """A label that a machine suggests, and the words of the passage that spoke for it."""

    label: Label
    certainty: Certainty
    words: tuple[str, ...]


@dataclass(frozen=True)
class Guesses:
    """What the desk shows beside a passage. `revision` says which round it was of."""

    guesses: Sequence[Guess]
    revision: int
    learned_from: int
    learned_on: date
    is_without: bool
    """One passage in ten is read without, so that we see what suggestions change."""


def guesses(session: Session, passage: Passage, labels: Sequence[Label]) -> Guesses | None:
    """None: they are off, there is none, a person has read it, or two read it, each alone."""
    row = suggested(session, passage.id)
    if row is None or not is_on(session, passage.board_id, MachineHelp.SUGGESTIONS):
        return None
    learned = round_of(session, passage.board_id)
    readers = coding.readers(session, passage.board_id)
    two = coding.drawn(session, passage.board_id)
    is_blind = passage.id in two and not is_read_by_two(two, readers)
    if learned is None or is_blind or readers.get(passage.id):
        return None
    without = is_read_without(passage.id)
    shown = [] if without else _guessed(suggestions_in(session, row), labels)
    return Guesses(shown, row.revision, learned.learned_from, learned.learned_on, without)


def suggested(session: Session, passage_id: UUID) -> Suggested | None:
    return session.scalar(
        select(Suggested)
        .where(Suggested.passage_id == passage_id)
        .options(
            joinedload(Suggested.passage)
            .joinedload(Passage.contribution)
            .joinedload(Contribution.data_key)
        )
    )


def suggestions_in(session: Session, row: Suggested) -> list[Suggestion[UUID]]:
    """Opened. Raises Erased when the person deleted their words."""
    key = row.passage.contribution.data_key
    return read(keys.unseal(session, key, place(row.passage_id), row.sealed))


def _guessed(found: Sequence[Suggestion[UUID]], labels: Sequence[Label]) -> list[Guess]:
    """By the labels as they count today, each once."""
    ends, usable = counts_as(labels), {label.id: label for label in in_use(labels)}
    guessed: dict[UUID, Guess] = {}
    for one in found:
        label = usable.get(ends.get(one.label, one.label))
        if label is not None:
            guessed.setdefault(label.id, Guess(label, one.certainty, one.words))
    return list(guessed.values())


# ── What they did ────────────────────────────────────────────────────────────────────────────────


def effect_of(session: Session, board_id: UUID, labels: Sequence[Label]) -> Effect[UUID]:
    """Counts of the whole time, by the labels as they count today."""
    ends = counts_as(labels)
    rows = session.execute(
        select(
            SuggestionCount.label_id,
            SuggestionCount.was_shown,
            SuggestionCount.offered,
            SuggestionCount.taken,
            SuggestionCount.put,
        )
        .join(Label, Label.id == SuggestionCount.label_id)
        .where(Label.board_id == board_id)
    )
    learned = round_of(session, board_id)
    return effect(
        [Counted(ends[row[0]], *row[1:]) for row in rows if row[0] in ends],
        read_with=learned.read_with if learned else 0,
        read_without=learned.read_without if learned else 0,
    )


def suggested_for(session: Session, contribution_id: UUID) -> list[tuple[str, tuple[str, ...]]]:
    """The labels, by name, and the words that a machine saw: for the copy of a person."""
    rows = session.scalars(
        select(Suggested)
        .join(Suggested.passage)
        .where(Passage.contribution_id == contribution_id)
        .options(
            joinedload(Suggested.passage)
            .joinedload(Passage.contribution)
            .joinedload(Contribution.data_key)
        )
    ).all()
    found = [one for row in rows for one in suggestions_in(session, row)]
    wanted = select(Label.id, Label.name).where(Label.id.in_({one.label for one in found}))
    names = {row.id: row.name for row in session.execute(wanted)}
    return [(names[one.label], one.words) for one in found if one.label in names]
