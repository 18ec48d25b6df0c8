"""Suggestions are learned anew from a board's own codings. Heavy: for the background only."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.foundation import keys
from advisory.foundation.database import Database, now, take_turns
from advisory.languages.dates import london
from advisory.themes.actions.suggesting import drop_suggestions
from advisory.themes.models import MachineHelp, Suggested, SuggestionRound
from advisory.themes.queries import coding
from advisory.themes.queries import suggesting as queries
from advisory.themes.queries.passages import several
from advisory.themes.rules.labelling import counts_as, in_use, meant
from advisory.themes.rules.learning import Model
from advisory.themes.rules.suggesting import Coded, Suggestion, written
from advisory.words import queries as texts
from advisory.words.rules import original


@dataclass(frozen=True)
class _Material:
    coded: list[Coded[UUID]]
    ahead: dict[UUID, str]
    fingerprint: str


def learn(database: Database, board_id: UUID) -> int:
    """Learns, and suggests for what nobody has read; returns for how many passages.

    No transaction is open while it learns. What was read, held or deleted meanwhile gets none.
    """
    with database.reading() as session:
        material = _material(session, board_id)
    model = Model(material.coded)
    found = {one: model.suggested(text) for one, text in material.ahead.items()}
    with database.transaction() as session:
        take_turns(session, f"suggestions/{board_id}")
        if not queries.is_on(session, board_id, MachineHelp.SUGGESTIONS):
            return 0
        learned = _next_round(session, board_id)
        learned.learned_from = len(material.coded)
        learned.labels, learned.fingerprint = len(model.labels), material.fingerprint
        return _keep(session, learned, found)


def _material(session: Session, board_id: UUID) -> _Material:
    """What counts today: nothing that is held, and nothing that two still read, each alone."""
    labels = coding.labels(session, board_id)
    ends, usable = counts_as(labels), {label.id for label in in_use(labels)}
    found = coding.found(session, board_id, person_id=None)
    waiting = queries.ahead(session, board_id)
    read = _read(session, {*found.by_person, *waiting})
    coded = []
    for passage_id in found.by_person:
        marked: set[UUID] = set().union(*(meant(marks, ends) for marks in found.of(passage_id)))
        coded.append(Coded(read[passage_id], marked & usable))
    ahead = {one: read[one] for one in waiting if one in read}
    return _Material(coded, ahead, queries.fingerprint(session, board_id))


def _read(session: Session, passage_ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = several(session, set(passage_ids))
    return {row.id: texts.reading(session, original(row.text)) for row in rows}


def _next_round(session: Session, board_id: UUID) -> SuggestionRound:
    drop_suggestions(session, board_id)
    learned = queries.round_of(session, board_id)
    if learned is None:
        learned = SuggestionRound(board_id=board_id, revision=0, read_with=0, read_without=0)
        session.add(learned)
    learned.revision += 1
    learned.learned_on = london(now()).date()
    return learned


def _keep(
    session: Session, learned: SuggestionRound, found: dict[UUID, list[Suggestion[UUID]]]
) -> int:
    still = set(queries.ahead(session, learned.board_id)) & set(found)
    for passage in several(session, still):
        key = passage.contribution.data_key
        sealed = keys.seal(session, key, queries.place(passage.id), written(found[passage.id]))
        session.add(Suggested(passage_id=passage.id, revision=learned.revision, sealed=sealed))
    session.flush()
    return len(still)
