"""What people marked, opened; and what is there to be read, without opening anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from advisory.contributions.models import Contribution
from advisory.foundation import keys
from advisory.safeguarding.queries import withheld
from advisory.themes.models import Codebook, Coding, Drawn, Label, LabelVersion, Passage
from advisory.themes.rules.labelling import Marks, is_read_by_two, read


def place(coding_id: UUID) -> str:
    """Where sealed labels belong: bound into the seal."""
    return f"codings.sealed/{coding_id}"


def settled_place(passage_id: UUID) -> str:
    return f"drawn_passages.sealed/{passage_id}"


def marks_in(session: Session, coding: Coding) -> Marks:
    """Opened. Raises Erased when the person deleted their words."""
    key = coding.passage.contribution.data_key
    return read(keys.unseal(session, key, place(coding.id), coding.sealed))


def settled_in(session: Session, drawn: Drawn) -> Marks | None:
    """What the two agreed on; none while they have not."""
    if drawn.sealed is None:
        return None
    key = drawn.passage.contribution.data_key
    return read(keys.unseal(session, key, settled_place(drawn.passage_id), drawn.sealed))


def codebook(session: Session, board_id: UUID) -> Codebook | None:
    return session.get(Codebook, board_id)


def labels(session: Session, board_id: UUID) -> list[Label]:
    """All of a board, the merged ones too."""
    return list(
        session.scalars(select(Label).where(Label.board_id == board_id).order_by(Label.position))
    )


def label(session: Session, label_id: UUID) -> Label | None:
    return session.get(Label, label_id)


def history(session: Session, label_id: UUID) -> list[LabelVersion]:
    """The newest first."""
    wanted = select(LabelVersion).where(LabelVersion.label_id == label_id)
    return list(session.scalars(wanted.order_by(LabelVersion.version.desc())))


def open_ids(session: Session, board_id: UUID) -> list[UUID]:
    """The passages to be labelled, by chance: ids are random. None that is held, or gone."""
    return list(
        session.scalars(
            select(Passage.id)
            .join(Passage.contribution)
            .where(
                Passage.board_id == board_id,
                Contribution.erased_on.is_(None),
                Contribution.id.not_in(withheld()),
            )
            .order_by(Passage.id)
        )
    )


def drawn(session: Session, board_id: UUID) -> list[UUID]:
    """Those for two people; none while the board has one person label."""
    return list(
        session.scalars(
            select(Drawn.passage_id)
            .join(Drawn.passage)
            .join(Codebook, Codebook.board_id == Passage.board_id)
            .where(Passage.board_id == board_id, Codebook.is_double)
            .order_by(Drawn.passage_id)
        )
    )


def drawn_one(session: Session, passage_id: UUID) -> Drawn | None:
    return session.get(Drawn, passage_id, options=[joinedload(Drawn.passage)])


def readers(session: Session, board_id: UUID) -> dict[UUID, set[UUID]]:
    """By passage: who has labelled it."""
    rows = session.execute(
        select(Coding.passage_id, Coding.person_id)
        .join(Coding.passage)
        .where(Passage.board_id == board_id)
    )
    found: dict[UUID, set[UUID]] = {}
    for passage_id, person_id in rows:
        found.setdefault(passage_id, set()).add(person_id)
    return found


def codings_of(session: Session, passage_id: UUID) -> list[Coding]:
    return list(
        session.scalars(
            select(Coding)
            .where(Coding.passage_id == passage_id)
            .options(_WITH_KEY)
            .order_by(Coding.put_on, Coding.id)
        )
    )


_WITH_KEY = (
    joinedload(Coding.passage).joinedload(Passage.contribution).joinedload(Contribution.data_key)
)


@dataclass(frozen=True)
class LabelledOn:
    """What one person found, by the names of its labels today."""

    on: date
    labels: Sequence[str]
    note: str


def labelled_of(session: Session, contribution_id: UUID) -> list[LabelledOn]:
    """All that was found in one contribution, and what was settled: for the copy of a person."""
    mine = Passage.contribution_id == contribution_id
    codings = session.scalars(select(Coding).join(Coding.passage).where(mine).options(_WITH_KEY))
    found = [(one.put_on, marks_in(session, one)) for one in codings.all()]
    found += [
        (row.settled_on, marks)
        for row in session.scalars(select(Drawn).join(Drawn.passage).where(mine))
        if row.settled_on and (marks := settled_in(session, row))
    ]
    wanted = {label for _on, marks in found for label in marks.labels}
    names = {one.id: one.name for one in session.scalars(select(Label).where(Label.id.in_(wanted)))}
    return [
        LabelledOn(on, sorted(names[one] for one in marks.labels if one in names), marks.note)
        for on, marks in found
    ]


@dataclass(frozen=True)
class Found:
    """All that was marked on a board, as one reader may see it."""

    by_person: Mapping[UUID, Mapping[UUID, Marks]]
    """By passage, by person."""
    settled: Mapping[UUID, Marks]
    is_blind: bool
    """Some passages are still being read by two people, each alone."""

    def of(self, passage_id: UUID) -> list[Marks]:
        """What counts: what the two agreed on, or all that was found while they have not."""
        if passage_id in self.settled:
            return [self.settled[passage_id]]
        return list(self.by_person.get(passage_id, {}).values())


def found(session: Session, board_id: UUID, *, person_id: UUID | None) -> Found:
    """What `person_id` may see of it: of passages drawn for two, their own until both are done.

    What is held or gone is left out.
    """
    open_ = set(open_ids(session, board_id))
    two = set(drawn(session, board_id))
    is_blind = bool(two) and not is_read_by_two(two, readers(session, board_id))
    wanted = select(Coding).join(Coding.passage).where(Passage.board_id == board_id)
    by_person: dict[UUID, dict[UUID, Marks]] = {}
    for coding in session.scalars(wanted.options(_WITH_KEY)):
        hidden = is_blind and coding.passage_id in two and coding.person_id != person_id
        if coding.passage_id in open_ and not hidden:
            marks = by_person.setdefault(coding.passage_id, {})
            marks[coding.person_id] = marks_in(session, coding)
    settled = {} if is_blind else _settled(session, open_ & two)
    return Found(by_person, settled, is_blind)


def _settled(session: Session, among: Iterable[UUID]) -> dict[UUID, Marks]:
    rows = session.scalars(
        select(Drawn)
        .where(Drawn.passage_id.in_(set(among)), Drawn.sealed.is_not(None))
        .options(
            joinedload(Drawn.passage)
            .joinedload(Passage.contribution)
            .joinedload(Contribution.data_key)
        )
    )
    return {row.passage_id: marks for row in rows if (marks := settled_in(session, row))}
