"""Polls with their sentences, and counts without opening anything."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.safeguarding.queries import withheld
from advisory.voting.models import Poll, PollResult, State, Statement, Voter
from advisory.voting.queries.sealed import found_in
from advisory.voting.rules.asking import Heard
from advisory.words.models import Text

MOST_LISTED = 100


def poll(session: Session, poll_id: UUID) -> Poll | None:
    """With all sentences, their words and who may be shown, in a constant number of queries."""
    return session.scalar(
        select(Poll)
        .where(Poll.id == poll_id)
        .options(
            joinedload(Poll.title).options(
                joinedload(Text.data_key),
                selectinload(Text.versions),
            ),
            selectinload(Poll.statements).options(
                joinedload(Statement.text).options(
                    joinedload(Text.data_key), selectinload(Text.versions)
                ),
                joinedload(Statement.contribution),
            ),
        )
    )


def polls(session: Session, board_id: UUID) -> Sequence[Poll]:
    return session.scalars(
        select(Poll)
        .where(Poll.board_id == board_id)
        .options(
            joinedload(Poll.title).options(
                joinedload(Text.data_key),
                selectinload(Text.versions),
            )
        )
        .order_by(Poll.made_on.desc(), Poll.id)
        .limit(MOST_LISTED)
    ).all()


def waiting_counts(session: Session, board_id: UUID) -> dict[UUID, int]:
    """How many sentences wait to be read, by poll."""
    rows = session.execute(
        select(Statement.poll_id, func.count())
        .join(Poll, Poll.id == Statement.poll_id)
        .where(
            Poll.board_id == board_id,
            Statement.state == State.WAITING,
            Statement.contribution_id.not_in(withheld()),
        )
        .group_by(Statement.poll_id)
    )
    return dict(rows.all())


def heard_of(session: Session, poll_id: UUID) -> dict[UUID, Heard]:
    """By sentence: how many. Nobody's votes are opened for it."""
    rows = session.execute(
        select(Statement.id, Statement.agreed, Statement.disagreed, Statement.passed).where(
            Statement.poll_id == poll_id
        )
    )
    return {key: Heard(*counts) for key, *counts in rows}


def voter_count(session: Session, poll_id: UUID) -> int:
    query = select(func.count()).select_from(Voter).where(Voter.poll_id == poll_id)
    return session.scalar(query) or 0


def result(session: Session, poll_id: UUID) -> PollResult | None:
    with_key = joinedload(PollResult.poll).joinedload(Poll.data_key)
    return session.get(PollResult, poll_id, options=[with_key])


def extremities(session: Session, poll_id: UUID) -> dict[UUID, float]:
    """How far each sentence sets people apart, as the background work found it last."""
    known = found_in(session, result(session, poll_id))
    return {UUID(key): float(value) for key, value in known.get("extremity", {}).items()}


def sentence_of(session: Session, contribution_id: UUID) -> Sequence[Statement]:
    """What one person added, with what was decided about it."""
    return session.scalars(
        select(Statement)
        .where(Statement.contribution_id == contribution_id)
        .options(
            joinedload(Statement.text).options(
                joinedload(Text.data_key), selectinload(Text.versions)
            ),
            joinedload(Statement.contribution),
            joinedload(Statement.merged_into).joinedload(Statement.contribution),
            joinedload(Statement.merged_into)
            .joinedload(Statement.text)
            .options(
                joinedload(Text.data_key),
                selectinload(Text.versions),
            ),
        )
        .order_by(Statement.id)
    ).all()


def outdated(session: Session) -> Sequence[UUID]:
    """Polls whose result is missing or older than the last opinion."""
    return session.scalars(
        select(Poll.id)
        .outerjoin(PollResult, PollResult.poll_id == Poll.id)
        .where(
            Poll.revision > 0,
            (PollResult.revision.is_(None)) | (PollResult.revision != Poll.revision),
        )
        .order_by(Poll.id)
    ).all()
