from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from advisory.answers.models import Advice, Answer, AnswerState, Ask
from advisory.contributions.models import Contact, Contribution
from advisory.meetings.models import AgendaItem, ProposedItem
from advisory.noticeboard.models import Notice, Publication
from advisory.recommendations.models import (
    Recommendation,
    RecommendationTheme,
    Stage,
    Voice,
)
from advisory.themes.models import Passage, Theme
from advisory.themes.queries.theming import evidence
from advisory.words.models import Text

_WORDS = tuple(
    joinedload(part).selectinload(Text.versions)
    for part in (
        Recommendation.ask,
        Recommendation.change,
        Recommendation.why,
        Recommendation.minority,
    )
)
_ALL = (
    *_WORDS,
    joinedload(Recommendation.team),
    joinedload(Recommendation.advice).joinedload(Advice.data_key),
    joinedload(Recommendation.notice).joinedload(Notice.replaces),
)


def _newest(wanted: Select[Recommendation]) -> Select[Recommendation]:
    return wanted.options(*_ALL).order_by(
        Recommendation.year.desc(), Recommendation.number.desc(), Recommendation.id
    )


def recommendation(session: Session, recommendation_id: UUID) -> Recommendation | None:
    return session.scalar(
        select(Recommendation)
        .where(Recommendation.id == recommendation_id)
        .options(*_ALL, selectinload(Recommendation.themes), joinedload(Recommendation.item))
    )


def recommendations(session: Session, board_id: UUID, *, limit: int = 200) -> list[Recommendation]:
    """The newest first."""
    wanted = select(Recommendation).where(Recommendation.board_id == board_id).limit(limit)
    return list(session.scalars(_newest(wanted)).unique())


def some(session: Session, recommendation_ids: Collection[UUID]) -> dict[UUID, Recommendation]:
    wanted = select(Recommendation).where(Recommendation.id.in_(recommendation_ids))
    return {one.id: one for one in session.scalars(_newest(wanted)).unique()}


def written_with(session: Session, token_hash: str) -> Recommendation | None:
    return session.scalar(
        select(Recommendation).where(Recommendation.form_token_hash == token_hash)
    )


def of_theme(session: Session, theme_id: UUID) -> list[Recommendation]:
    mine = select(RecommendationTheme.recommendation_id).where(
        RecommendationTheme.theme_id == theme_id
    )
    wanted = select(Recommendation).where(Recommendation.id.in_(mine))
    return list(session.scalars(_newest(wanted)).unique())


def to_do(session: Session, board_id: UUID) -> list[Recommendation]:
    """What waits for a facilitator: an answer to look at, or a team that needs something."""
    looked_at = select(Answer.advice_id).where(Answer.state == AnswerState.IN_REVIEW)
    wanted = select(Recommendation).where(
        Recommendation.board_id == board_id,
        or_(
            Recommendation.stage == Stage.BACK,
            (Recommendation.stage == Stage.PUT) & Recommendation.id.in_(looked_at),
        ),
    )
    return list(session.scalars(_newest(wanted)).unique())


def of_meeting(session: Session, meeting_id: UUID) -> list[Recommendation]:
    """What the items of a meeting led to."""
    items = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    wanted = select(Recommendation).where(Recommendation.item_id.in_(items))
    return list(session.scalars(_newest(wanted)).unique())


def public(session: Session, board_id: UUID, *, limit: int = 100) -> list[Recommendation]:
    """What everybody may read of the board (rules.is_public), the newest first."""
    old = aliased(Notice)
    wanted = (
        select(Recommendation)
        .join(Recommendation.notice)
        .outerjoin(old, Notice.replaces_id == old.id)
        .where(
            Recommendation.board_id == board_id,
            or_(
                Notice.state == Publication.PUBLISHED,
                (Notice.state != Publication.RETRACTED) & (old.state == Publication.PUBLISHED),
            ),
        )
        .limit(limit)
    )
    return list(session.scalars(_newest(wanted)).unique())


def helped(session: Session, contribution_id: UUID) -> list[Recommendation]:
    """What one person's words helped to ask for, since it was put to a team."""
    mine = select(Voice.recommendation_id).where(Voice.contribution_id == contribution_id)
    wanted = select(Recommendation).where(
        Recommendation.id.in_(mine), Recommendation.stage != Stage.DRAFT
    )
    return list(session.scalars(_newest(wanted)).unique())


def highest(session: Session, board_id: UUID, year: int) -> int:
    wanted = select(func.max(Recommendation.number)).where(
        Recommendation.board_id == board_id, Recommendation.year == year
    )
    return session.scalar(wanted) or 0


def stood_on(session: Session, themes: Collection[Theme]) -> set[UUID]:
    """Whose passages some themes stand on today; what is held or gone is left out."""
    passages = {one for theme in themes for one in evidence(session, theme)}
    return set(
        session.scalars(select(Passage.contribution_id).where(Passage.id.in_(passages)).distinct())
    )


def proposed_by(session: Session, item_id: UUID) -> set[UUID]:
    """Who proposed what an item of an agenda is about."""
    wanted = select(ProposedItem.contribution_id).where(ProposedItem.item_id == item_id)
    return set(session.scalars(wanted))


def voices_of(session: Session, recommendation_id: UUID) -> set[UUID]:
    wanted = select(Voice.contribution_id).where(Voice.recommendation_id == recommendation_id)
    return set(session.scalars(wanted))


def read_by_voices(session: Session, recommendation_id: UUID) -> set[str]:
    """The languages in which those whose words stand behind it read."""
    wanted = (
        select(Contribution.reads)
        .join(Voice, Voice.contribution_id == Contribution.id)
        .where(Voice.recommendation_id == recommendation_id)
        .distinct()
    )
    return set(session.scalars(wanted))


def contacts_of_voices(session: Session, recommendation_id: UUID) -> list[Contact]:
    """The safe addresses that some of them left."""
    wanted = (
        select(Contact)
        .join(Voice, Voice.contribution_id == Contact.contribution_id)
        .where(Voice.recommendation_id == recommendation_id)
        .order_by(Contact.id)
    )
    return list(session.scalars(wanted))


def owed(session: Session) -> list[tuple[Recommendation, Ask]]:
    """What teams have now, with its dates."""
    rows = session.execute(
        select(Recommendation, Ask)
        .join(Ask, Ask.advice_id == Recommendation.id)
        .where(
            Recommendation.stage == Stage.PUT, Ask.closed_at.is_(None), Ask.returned_at.is_(None)
        )
        .options(joinedload(Ask.team), joinedload(Recommendation.team))
        .order_by(Ask.answer_by, Ask.id)
    ).all()
    return [(row[0], row[1]) for row in rows]
