"""A machine's help is switched on and off; what became of its suggestions is counted."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat, Impossible
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.themes.models import (
    MachineHelp,
    MachineSwitch,
    Passage,
    Suggested,
    SuggestionCount,
    SuggestionRound,
)
from advisory.themes.queries import coding
from advisory.themes.queries import suggesting as queries
from advisory.themes.rules.anchoring import Counted, outcomes
from advisory.themes.rules.labelling import Marks, counts_as, meant
from advisory.themes.rules.suggesting import is_read_without


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why a machine may help. The last three are of a data protection assessment."""

    reason: str
    reference: str = ""
    decided_by: str = ""
    decided_on: date | None = None

    @property
    def is_decided(self) -> bool:
        return bool(clean(self.reference) and clean(self.decided_by) and self.decided_on)


def switch(session: Session, help: MachineHelp, *, on: bool, why: Why, by: Hat) -> None:  # noqa: A002 - the column's word
    """The same again is one switching. Off takes away what was suggested; the counts stay."""
    take_turns(session, f"{help}/{by.board_id}")
    last = queries.switched(session, by.board_id, help)
    if (last is not None and last.is_on) == on:
        return
    if not clean(why.reason):
        raise Impossible(for_staff("Say why."))
    if on and help is MachineHelp.DRAFTING and not why.is_decided:
        raise Impossible(for_staff("Say who decided, when, and under which reference."))
    session.add(
        MachineSwitch(
            id=uuid4(),
            board_id=by.board_id,
            help=help,
            position=last.position + 1 if last else 1,
            is_on=on,
            reason=clean(why.reason),
            reference=clean(why.reference),
            decided_by=clean(why.decided_by),
            decided_on=why.decided_on,
            set_by_id=by.person_id,
            set_on=london(now()).date(),
        )
    )
    session.flush()
    if help is MachineHelp.SUGGESTIONS and not on:
        drop_suggestions(session, by.board_id)
    what = f"{help} switched {'on' if on else 'off'}"
    audit.record(session, what, "codebook", by.board_id, by=by, board_id=by.board_id)


def drop_suggestions(session: Session, board_id: UUID) -> None:
    """All that nobody has read yet. The next round learns from the beginning."""
    mine = select(Passage.id).where(Passage.board_id == board_id)
    session.execute(delete(Suggested).where(Suggested.passage_id.in_(mine)))
    learned = queries.round_of(session, board_id)
    if learned is not None:
        learned.learned_from, learned.fingerprint = 0, ""
    session.flush()


def drop_stale(session: Session, board_id: UUID) -> None:
    """What rests on too little since words went, and what is about passages that are held now."""
    take_turns(session, f"suggestions/{board_id}")
    stale = queries.stale(session, board_id)
    session.execute(delete(Suggested).where(Suggested.passage_id.in_(stale)))
    session.flush()


def count_outcome(session: Session, passage: Passage, marks: Marks, *, seen: int) -> None:
    """A person has read it: what was suggested is compared, counted and thrown away.

    `seen` is the round that the page showed. What nobody was to see counts as not shown; what two
    read, each alone, and what changed under the reader's hands, counts not at all.
    """
    if queries.suggested(session, passage.id) is None:
        return
    take_turns(session, f"suggestions/{passage.board_id}")
    row = queries.suggested(session, passage.id)
    if row is None:
        return
    suggestions = queries.suggestions_in(session, row)
    was_shown = not is_read_without(passage.id)
    is_fair = passage.id not in coding.drawn(session, passage.board_id)
    if is_fair and (seen == row.revision or not was_shown):
        ends = counts_as(coding.labels(session, passage.board_id))
        said = {ends[one.label] for one in suggestions if one.label in ends}
        found = outcomes(said, meant(marks, ends), was_shown=was_shown)
        _add(session, passage.board_id, found, was_shown=was_shown)
    session.delete(row)
    session.flush()


def _add(session: Session, board_id: UUID, found: list[Counted[UUID]], *, was_shown: bool) -> None:
    learned = session.get_one(SuggestionRound, board_id, populate_existing=True)
    if was_shown:
        learned.read_with += 1
    else:
        learned.read_without += 1
    for one in found:
        key = (one.label, one.was_shown)
        kept = session.get(SuggestionCount, key, populate_existing=True)
        if kept is None:
            kept = SuggestionCount(label_id=one.label, was_shown=one.was_shown)
            kept.offered = kept.taken = kept.put = 0
            session.add(kept)
        kept.offered += one.offered
        kept.taken += one.taken
        kept.put += one.put
    session.flush()
