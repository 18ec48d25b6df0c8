"""The inbox, one item, and what is due. Held items are in none of them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, union_all
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from advisory.answers.models import Answer, Commitment, CommitmentState
from advisory.contributions.models import Channel, Contact, Contribution, LegalHold, Message
from advisory.contributions.rules import is_in_force
from advisory.feedback.models import Due, Event, Feedback, Kind, Signpost, State
from advisory.feedback.rules import ENDED, GONE, Column, closed_together
from advisory.foundation.database import now
from advisory.languages.dates import london
from advisory.routing.models import Service, Topic
from advisory.words.models import Text

COUNT_UP_TO = 1000
OPEN = (Column.TO_READ, Column.NEEDS_TRANSLATION, Column.WITH_A_TEAM, Column.READY_TO_SEND)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the inbox shows; every part stands in its address. No column: all that is open."""

    column: Column | None = Column.TO_READ
    language: str | None = None
    topic_id: UUID | None = None
    service_id: UUID | None = None
    place: str | None = None
    channel: Channel | None = None
    kind: Kind | None = None
    owner: UUID | None = None
    nobody: bool = False
    late: bool = False
    due_before: datetime | None = None
    not_understood: bool = False
    team_id: UUID | None = None
    reference: int | None = None

    def without(self, name: str) -> "Filters":
        empty: Any = False if name in {"nobody", "late", "not_understood"} else None
        return replace(self, **{name: empty})


def _conditions(board_id: UUID, filters: Filters, at: datetime) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool] | bool] = [
        Feedback.board_id == board_id,
        Feedback.held.is_(False),
        Feedback.column == filters.column if filters.column else Feedback.column.in_(OPEN),
    ]
    optional = (
        (filters.language, Contribution.speaks),
        (filters.topic_id, Feedback.topic_id),
        (filters.service_id, Feedback.service_id),
        (filters.place, Feedback.place),
        (filters.channel, Contribution.channel),
        (filters.kind, Feedback.kind),
        (filters.owner, Feedback.owner_id),
        (filters.team_id, Feedback.team_id),
        (filters.reference, Feedback.reference),
    )
    wanted += [attribute == value for value, attribute in optional if value is not None]
    if filters.nobody:
        wanted.append(Feedback.owner_id.is_(None))
    if filters.late:
        wanted.append(Feedback.due_at < at)
    if filters.due_before is not None:
        wanted.append(Feedback.due_at <= filters.due_before)
    if filters.not_understood:
        wanted.append(Feedback.understood_at.is_(None))
    return wanted  # type: ignore[return-value] # comparisons of columns are conditions


def _listed(board_id: UUID, filters: Filters, at: datetime) -> Select[Feedback]:
    wanted = select(Feedback).where(*_conditions(board_id, filters, at))
    if filters.language is not None or filters.channel is not None:
        wanted = wanted.join(Feedback.contribution)
    return wanted


_MOST_URGENT_FIRST = (Feedback.urgency, Feedback.id)


def inbox(
    session: Session, board_id: UUID, filters: Filters, *, at: datetime, limit: int, skip: int
) -> list[Feedback]:
    """Words nobody has understood come first, then the shortest time left."""
    # Sorting bare ids is ten times cheaper than sorting whole rows with all that belongs to them.
    page = (
        _listed(board_id, filters, at)
        .with_only_columns(Feedback.id)
        .order_by(*_MOST_URGENT_FIRST)
        .limit(limit)
        .offset(skip)
    )
    rows = session.scalars(
        select(Feedback)
        .where(Feedback.id.in_(page))
        .options(
            joinedload(Feedback.contribution).options(
                joinedload(Contribution.data_key),
                selectinload(Contribution.messages.and_(Message.position == 1))
                .joinedload(Message.text)
                .options(joinedload(Text.data_key), selectinload(Text.versions)),
            ),
            joinedload(Feedback.owner),
            joinedload(Feedback.team),
        )
        .order_by(*_MOST_URGENT_FIRST)
    )
    return list(rows.unique())


def how_many(session: Session, board_id: UUID, filters: Filters, *, at: datetime) -> int:
    """Counted up to 1,000 only: past that the page says "more than"."""
    some = _listed(board_id, filters, at).with_only_columns(Feedback.id).limit(COUNT_UP_TO + 1)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def column_counts(session: Session, board_id: UUID) -> dict[Column, int]:
    """How many items each column holds, each counted up to 1,000 in one statement."""
    shown = [column for column in Column if column is not Column.GONE]
    parts = [
        select(Feedback.column)
        .where(Feedback.board_id == board_id, Feedback.column == column, Feedback.held.is_(False))
        .limit(COUNT_UP_TO + 1)
        .subquery()
        for column in shown
    ]
    every = union_all(*(select(part.c.column) for part in parts)).subquery()
    rows = session.execute(select(every.c.column, func.count()).group_by(every.c.column))
    found: dict[str, int] = {row[0]: row[1] for row in rows}
    return {column: found.get(column.value, 0) for column in shown}


def item(session: Session, feedback_id: UUID) -> Feedback | None:
    """One item with all that its page shows, in a constant number of queries."""
    return session.scalar(_whole().where(Feedback.id == feedback_id))


def item_of(session: Session, contribution_id: UUID) -> Feedback | None:
    return session.scalar(_whole().where(Feedback.contribution_id == contribution_id))


def _whole() -> Select[Feedback]:
    return select(Feedback).options(
        joinedload(Feedback.contribution).options(
            joinedload(Contribution.data_key),
            selectinload(Contribution.messages)
            .joinedload(Message.text)
            .options(joinedload(Text.data_key), selectinload(Text.versions)),
        ),
        joinedload(Feedback.topic).joinedload(Topic.name).selectinload(Text.versions),
        joinedload(Feedback.service).joinedload(Service.name).selectinload(Text.versions),
        joinedload(Feedback.owner),
        joinedload(Feedback.team),
        joinedload(Feedback.understood_by),
        joinedload(Feedback.ending).selectinload(Text.versions),
        selectinload(Feedback.dues),
        selectinload(Feedback.events).joinedload(Event.person),
    )


def by_reference(session: Session, board_id: UUID, reference: int) -> Feedback | None:
    return session.scalar(
        _whole().where(Feedback.board_id == board_id, Feedback.reference == reference)
    )


def merged_into(session: Session, feedback_id: UUID) -> list[Feedback]:
    """The items that wait for this one's answer."""
    waiting = Feedback.merged_into_id == feedback_id, Feedback.state == State.MERGED
    return list(session.scalars(_whole().where(*waiting).order_by(Feedback.reference)).unique())


def references_of(session: Session, contribution_ids: list[UUID]) -> dict[UUID, Feedback]:
    """The items of some contributions, for lists that start from an ask or a text."""
    rows = session.scalars(
        select(Feedback)
        .where(Feedback.contribution_id.in_(contribution_ids))
        .options(
            joinedload(Feedback.topic).joinedload(Topic.name).selectinload(Text.versions),
            joinedload(Feedback.service).joinedload(Service.name).selectinload(Text.versions),
        )
    )
    return {row.contribution_id: row for row in rows}


def items_sealed_under(session: Session, data_key_ids: set[UUID]) -> dict[UUID, Feedback]:
    """By data key: the items whose texts these are. Held and gone ones are not among them."""
    rows = session.scalars(
        select(Feedback)
        .join(Feedback.contribution)
        .where(
            Contribution.data_key_id.in_(data_key_ids),
            Feedback.held.is_(False),
            Feedback.state.not_in(GONE),
        )
        .options(contains_eager(Feedback.contribution))
    )
    return {row.contribution.data_key_id: row for row in rows}


def closed_keys(board_id: UUID) -> Select[UUID]:
    """The keys of words that no list may show: held for safeguarding, or gone."""
    return (
        select(Contribution.data_key_id)
        .join(Feedback, Feedback.contribution_id == Contribution.id)
        .where(Feedback.board_id == board_id, or_(Feedback.held, Feedback.state.in_(GONE)))
    )


def unmet(session: Session, at: datetime) -> list[Due]:
    """Dates that have passed without being met, on items that are neither held nor paused."""
    return list(
        session.scalars(
            select(Due)
            .join(Due.feedback)
            .where(
                Due.met_at.is_(None),
                Due.due_at < at,
                Feedback.paused_at.is_(None),
                Feedback.held.is_(False),
                Feedback.state.not_in(GONE),
            )
            .options(
                joinedload(Due.feedback).options(
                    joinedload(Feedback.team), joinedload(Feedback.contribution)
                )
            )
            .order_by(Due.due_at)
        )
    )


def waiting_for_member(session: Session) -> list[Feedback]:
    """Held items wait too, but nothing ends while somebody may be hurt."""
    waiting = Feedback.state == State.NEEDS_MEMBER, Feedback.held.is_(False)
    return list(session.scalars(_whole().where(*waiting)).unique())


def signposts(session: Session, board_id: UUID) -> list[Signpost]:
    return list(
        session.scalars(
            select(Signpost)
            .where(Signpost.board_id == board_id, Signpost.retired_on.is_(None))
            .options(joinedload(Signpost.text).selectinload(Text.versions))
            .order_by(Signpost.position)
        ).unique()
    )


def oldest_unanswered(session: Session, board_id: UUID) -> Feedback | None:
    """The public figure while there are few items: the age of the oldest one without an answer."""
    return session.scalar(
        select(Feedback)
        .where(Feedback.board_id == board_id, Feedback.column.in_(OPEN), Feedback.held.is_(False))
        .order_by(Feedback.arrived_on, Feedback.id)
        .limit(1)
    )


def quarantined_by(session: Session, feedback_id: UUID) -> Event | None:
    return session.scalar(
        select(Event)
        .where(Event.feedback_id == feedback_id, Event.to_state == State.QUARANTINED)
        .order_by(Event.number.desc())
        .limit(1)
    )


# ── What has ended, and when its time is over ────────────────────────────────────────────────────


def ended_before(session: Session, board_id: UUID, day: date) -> list[Feedback]:
    """Ended before a day, with nothing left to wait for.

    Held items wait for their decision, promised changes for their day, legal holds for their end.
    What was merged waits for what it was merged into, and the other way round.
    """
    ended = select(Feedback).where(
        Feedback.board_id == board_id,
        Feedback.state.in_((*ENDED, State.REJECTED_SPAM)),
    )
    rows = list(session.scalars(ended.order_by(Feedback.closed_on, Feedback.id)))
    waits = _promised(session, board_id) | _legally_held(session, board_id)
    free = {
        row.id
        for row in rows
        if row.closed_on is not None
        and row.closed_on < day
        and not row.held
        and row.contribution_id not in waits
    }
    return closed_together(rows, free)


def _promised(session: Session, board_id: UUID) -> set[UUID]:
    """Contributions with a promised change that has not come to its end."""
    return set(
        session.scalars(
            select(Answer.contribution_id)
            .join(Commitment, Commitment.answer_id == Answer.id)
            .where(
                Commitment.board_id == board_id,
                or_(
                    Commitment.state == CommitmentState.PROMISED,
                    Commitment.next_ask_on.is_not(None),
                ),
            )
        )
    )


def _legally_held(session: Session, board_id: UUID) -> set[UUID]:
    holds = session.scalars(select(LegalHold).where(LegalHold.board_id == board_id))
    today = london(now()).date()
    return {hold.contribution_id for hold in holds if is_in_force(hold, today)}


def contacts_of(session: Session, items: list[Feedback]) -> dict[UUID, Contact]:
    """Addresses that some items still have, by contribution."""
    wanted = {item.contribution_id for item in items}
    rows = session.scalars(select(Contact))
    return {row.contribution_id: row for row in rows if row.contribution_id in wanted}


def item_locked(session: Session, feedback_id: UUID) -> Feedback | None:
    """Nobody else changes it until this transaction ends."""
    return session.scalar(
        select(Feedback)
        .where(Feedback.id == feedback_id)
        .options(joinedload(Feedback.contribution).joinedload(Contribution.data_key))
        .with_for_update(of=Feedback)
        .execution_options(populate_existing=True)
    )


def called_spam_alone(session: Session, board_id: UUID) -> list[Feedback]:
    """What the outside person can still stop, the nearest day first."""
    waits = Feedback.state == State.QUARANTINED, Feedback.rejected_from.is_not(None)
    mine = Feedback.board_id == board_id, Feedback.held.is_(False)
    found = _whole().where(*waits, *mine).order_by(Feedback.rejected_from, Feedback.id)
    return list(session.scalars(found).unique())


def rejected_before(session: Session, at: datetime) -> list[Feedback]:
    ready = Feedback.state == State.QUARANTINED, Feedback.rejected_from <= at
    return list(session.scalars(_whole().where(*ready, Feedback.held.is_(False))).unique())
