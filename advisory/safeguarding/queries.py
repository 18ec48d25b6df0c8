from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from advisory.contributions.models import Contribution
from advisory.foundation import keys
from advisory.foundation.audit import AuditEntry
from advisory.safeguarding.models import Call, CallTime, Concern, LogEntry, RotaTurn
from advisory.safeguarding.rules import HOLDS, MINUTES, Decision


def log_place(entry: LogEntry) -> str:
    return f"concern_log.sealed/{entry.id}"


def decision_place(entry: LogEntry) -> str:
    return f"concern_log.sealed_decision/{entry.id}"


def concerns(session: Session, board_id: UUID, *, allegations: bool) -> list[Concern]:
    """Open ones first, the nearest date first; allegations only when asked for."""
    wanted = select(Concern).where(Concern.board_id == board_id)
    if not allegations:
        wanted = wanted.where(Concern.is_allegation.is_(False))
    return list(
        session.scalars(
            wanted.options(joinedload(Concern.contribution), _with_calls()).order_by(
                Concern.state.in_(HOLDS).desc(), Concern.decide_by, Concern.id
            )
        )
    )


def concern(session: Session, concern_id: UUID) -> Concern | None:
    return session.scalar(
        select(Concern)
        .where(Concern.id == concern_id)
        .options(
            joinedload(Concern.data_key),
            joinedload(Concern.contribution).joinedload(Contribution.data_key),
            selectinload(Concern.log),
            _with_calls(),
        )
    )


def concern_of(session: Session, contribution_id: UUID) -> Concern | None:
    return session.scalar(
        select(Concern)
        .where(Concern.contribution_id == contribution_id)
        .options(joinedload(Concern.data_key), _with_calls())
    )


def concerns_of(session: Session, contribution_ids: Iterable[UUID]) -> dict[UUID, Concern]:
    """Those that have one, by contribution."""
    found = select(Concern).where(Concern.contribution_id.in_(set(contribution_ids)))
    return {row.contribution_id: row for row in session.scalars(found)}


def withheld() -> Select[UUID]:
    """The contributions whose words no list, file or translator may show: the rota alone."""
    return select(Concern.contribution_id).where(Concern.withheld)


def is_withheld(session: Session, contribution: Contribution) -> bool:
    found = withheld().where(Concern.contribution_id == contribution.id)
    return session.scalar(found) is not None


def _with_calls() -> ExecutableOption:
    return selectinload(Concern.calls).joinedload(Call.person)


def log_of(session: Session, concern: Concern) -> list[tuple[LogEntry, str]]:
    """The decision log, opened."""
    return [
        (entry, keys.unseal(session, concern.data_key, log_place(entry), entry.sealed))
        for entry in concern.log
    ]


def decision_in(session: Session, concern: Concern, entry: LogEntry) -> Decision | None:
    if entry.sealed_decision is None:
        return None
    text = keys.unseal(session, concern.data_key, decision_place(entry), entry.sealed_decision)
    return Decision.from_text(text)


def is_whole(session: Session, concern: Concern) -> bool:
    """Whether every entry that the audit chain knows of is still in the log."""
    known = session.scalar(
        select(func.count())
        .select_from(AuditEntry)
        .where(AuditEntry.about_id == concern.id, AuditEntry.what.startswith("concern: "))
    )
    return len(concern.log) >= (known or 0)


def held(session: Session) -> list[Concern]:
    """Everything that is not decided yet, with its calls."""
    return list(
        session.scalars(select(Concern).where(Concern.state.in_(HOLDS)).options(_with_calls()))
    )


def call_was_missed(session: Session, board_id: UUID) -> bool:
    """Whether a call about something that is still held was not taken. Allegations do not tell."""
    found = (
        select(Call.id)
        .join(Call.concern)
        .where(
            Concern.board_id == board_id,
            Concern.is_allegation.is_(False),
            Concern.state.in_(HOLDS),
            Call.round == Concern.round,
            Call.missed_at.is_not(None),
        )
    )
    return session.scalar(found.limit(1)) is not None


def concerns_ended_before(session: Session, board_id: UUID, at: datetime) -> list[Concern]:
    """Decided before a moment, about words that are erased."""
    return list(
        session.scalars(
            select(Concern)
            .join(Concern.contribution)
            .where(
                Concern.board_id == board_id,
                Concern.state.not_in(HOLDS),
                Concern.decided_at < at,
                Contribution.erased_on.is_not(None),
            )
            .order_by(Concern.decided_at, Concern.id)
        )
    )


def rota_on(session: Session, board_id: UUID, on: date) -> list[UUID]:
    """Who is called first, second … on this day: the date's own turns, else the weekday's."""
    mine = select(RotaTurn.person_id).where(RotaTurn.board_id == board_id)
    dated = session.scalars(mine.where(RotaTurn.on_date == on).order_by(RotaTurn.place)).all()
    if dated:
        return list(dated)
    usual = mine.where(RotaTurn.weekday == on.weekday())
    return list(session.scalars(usual.order_by(RotaTurn.place)))


def rota(session: Session, board_id: UUID, *, dates_from: date) -> list[RotaTurn]:
    """The turns of every weekday, and of the dates to come."""
    found = select(RotaTurn).where(RotaTurn.board_id == board_id)
    wanted = found.where(or_(RotaTurn.on_date.is_(None), RotaTurn.on_date >= dates_from))
    return list(session.scalars(wanted.order_by(RotaTurn.on_date, RotaTurn.place)))


def minutes_to_answer(session: Session, board_id: UUID) -> int:
    kept = session.get(CallTime, board_id)
    return kept.minutes if kept else MINUTES
