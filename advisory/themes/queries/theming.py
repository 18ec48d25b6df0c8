"""Themes, and what they stand on: labels that people put, nothing else."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session, joinedload, load_only, selectinload

from advisory.contributions.models import Contribution
from advisory.themes.models import (
    Coding,
    Label,
    Passage,
    Theme,
    ThemeLabel,
    ThemePassage,
    ThemeQuote,
    ThemeState,
)
from advisory.themes.queries import coding
from advisory.themes.queries.passages import several
from advisory.themes.rules.labelling import counts_as, in_use, meant
from advisory.themes.rules.theming import Strength, Voice, may_be_quoted, read_as, strength
from advisory.words import queries as texts
from advisory.words.models import Version
from advisory.words.queries.saying import Said, said
from advisory.words.rules import best_version, original


def themes(session: Session, board_id: UUID) -> list[Theme]:
    return list(
        session.scalars(select(Theme).where(Theme.board_id == board_id).order_by(Theme.number))
    )


def theme(session: Session, theme_id: UUID) -> Theme | None:
    return session.scalar(
        select(Theme)
        .where(Theme.id == theme_id)
        .options(selectinload(Theme.labels), selectinload(Theme.checks), joinedload(Theme.team))
    )


def shown_to(session: Session, team_id: UUID) -> list[Theme]:
    """The finished themes that a team may read."""
    wanted = select(Theme).where(Theme.team_id == team_id, Theme.state == ThemeState.FINAL)
    return list(session.scalars(wanted.order_by(Theme.number)))


def loose_labels(session: Session, board_id: UUID) -> list[Label]:
    """Labels in use that no theme speaks of: also one voice is not lost."""
    placed = set(session.scalars(select(ThemeLabel.label_id)))
    everything = coding.labels(session, board_id)
    ends = counts_as(everything)
    spoken = {ends[label] for label in placed if label in ends}
    return [label for label in in_use(everything) if label.id not in spoken]


def evidence(session: Session, own: Theme) -> list[UUID]:
    """The passages it stands on: as it was looked at, or, in a draft, by its labels today.

    What is held or gone is left out.
    """
    return evidence_of_all(session, own.board_id, [own])[own.id]


def evidence_of_all(
    session: Session, board_id: UUID, wanted: Collection[Theme]
) -> dict[UUID, list[UUID]]:
    """As `evidence`, for several themes of a board: what was marked is opened once."""
    open_ = coding.open_ids(session, board_id)
    drafts = {one.id for one in wanted if one.state is ThemeState.DRAFT}
    kept: dict[UUID, set[UUID]] = {one.id: set() for one in wanted}
    done = kept.keys() - drafts
    stands = select(ThemePassage).where(ThemePassage.theme_id.in_(done))
    for row in session.scalars(stands) if done else ():
        kept[row.theme_id].add(row.passage_id)
    if drafts:
        by_label = _labels_of(session, board_id, drafts)
        ends = counts_as(coding.labels(session, board_id))
        found = coding.found(session, board_id, person_id=None)
        for passage_id in open_:
            carried = frozenset[UUID]().union(
                *(meant(marks, ends) for marks in found.of(passage_id))
            )
            for theme_id, labels in by_label.items():
                if carried & {ends[label] for label in labels}:
                    kept[theme_id].add(passage_id)
    return {theme_id: [one for one in open_ if one in ids] for theme_id, ids in kept.items()}


def _labels_of(
    session: Session, board_id: UUID, theme_ids: Collection[UUID]
) -> dict[UUID, set[UUID]]:
    rows = session.execute(
        select(ThemeLabel.theme_id, ThemeLabel.label_id)
        .join(Theme, Theme.id == ThemeLabel.theme_id)
        .where(Theme.board_id == board_id, ThemeLabel.theme_id.in_(theme_ids))
    )
    found: dict[UUID, set[UUID]] = {theme_id: set() for theme_id in theme_ids}
    for theme_id, label_id in rows:
        found[theme_id].add(label_id)
    return found


def strength_of(session: Session, own: Theme, passage_ids: Collection[UUID]) -> Strength:
    rows = session.execute(
        select(Passage.contribution_id, Contribution.speaks, Passage.origin_id)
        .join(Passage.contribution)
        .where(Passage.id.in_(passage_ids))
    ).all()
    english = _english(session, {row.origin_id for row in rows if row.origin_id})
    voices = [
        Voice(
            row.contribution_id,
            row.speaks,
            read_as(best_version(english.get(row.origin_id, ()), ("en",))),
        )
        for row in rows
    ]
    return strength(voices, heard_count(session, own.board_id))


def _english(session: Session, text_ids: Collection[UUID]) -> dict[UUID, list[Version]]:
    found: dict[UUID, list[Version]] = {}
    rows = session.scalars(
        select(Version)
        .where(Version.text_id.in_(text_ids), Version.language == "en")
        .options(load_only(Version.text_id, Version.language, Version.method, Version.status))
    )
    for row in rows:
        found.setdefault(row.text_id, []).append(row)
    return found


def heard_count(session: Session, board_id: UUID) -> int:
    """How many people have a passage that somebody labelled."""
    wanted = (
        select(func.count(distinct(Passage.contribution_id)))
        .join(Coding, Coding.passage_id == Passage.id)
        .where(Passage.board_id == board_id)
    )
    return session.scalar(wanted) or 0


def quoted(session: Session, own: Theme, passage_ids: Collection[UUID]) -> list[tuple[UUID, Said]]:
    """Of its evidence, word for word, as far as each person allows it today."""
    wanted = select(ThemeQuote.passage_id).where(ThemeQuote.theme_id == own.id)
    chosen = set(session.scalars(wanted)) & set(passage_ids)
    return [
        (row.id, said(session, original(row.text)))
        for row in several(session, chosen)
        if may_be_quoted(row.contribution, texts.reading(session, original(row.text)))
    ]


def a_page(session: Session, passage_ids: Sequence[UUID]) -> list[tuple[UUID, Said, bool]]:
    """Each with its words, and whether it may be quoted."""
    return [
        (
            row.id,
            shown := said(session, original(row.text)),
            may_be_quoted(row.contribution, shown.text),
        )
        for row in several(session, set(passage_ids))
    ]
