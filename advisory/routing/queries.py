from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from advisory.people import queries as people
from advisory.people.models import Team
from advisory.routing import rules
from advisory.routing.models import RoutingRule, Service, Topic
from advisory.words import queries as words
from advisory.words.models import Text

Named = TypeVar("Named", Topic, Service)


def topics(session: Session, board_id: UUID) -> list[Topic]:
    """The topics in use, with their names in every language."""
    return _in_use(session, Topic, board_id)


def services(session: Session, board_id: UUID) -> list[Service]:
    return _in_use(session, Service, board_id)


def _in_use(session: Session, kind: type[Named], board_id: UUID) -> list[Named]:
    rows = session.scalars(
        select(kind)
        .where(kind.board_id == board_id, kind.retired_on.is_(None))
        .options(joinedload(kind.name).selectinload(Text.versions))
        .order_by(kind.position)
    )
    return list(rows)


def rules_of(session: Session, board_id: UUID) -> list[RoutingRule]:
    return list(
        session.scalars(
            select(RoutingRule)
            .where(RoutingRule.board_id == board_id)
            .options(
                joinedload(RoutingRule.team),
                joinedload(RoutingRule.topic).joinedload(Topic.name).selectinload(Text.versions),
                joinedload(RoutingRule.service)
                .joinedload(Service.name)
                .selectinload(Text.versions),
            )
            .order_by(RoutingRule.from_on, RoutingRule.id)
        )
    )


def proposed_team(session: Session, board_id: UUID, about: rules.About, on: date) -> Team | None:
    """What the rules propose; the fallback team when they have a gap; None without either."""
    known = session.scalars(
        select(RoutingRule)
        .where(RoutingRule.board_id == board_id)
        .options(joinedload(RoutingRule.team))
    )
    return rules.proposed_team(known, about, on, people.fallback_team(session, board_id))


def pictured_topics(session: Session, board_id: UUID, tag: str) -> list[rules.Pictured]:
    """The board's topics for people who answer with pictures."""
    return [
        _pictured(session, topic, tag) for topic in topics(session, board_id)[: rules.MOST_PICTURES]
    ]


def pictured(session: Session, topic_ids: Sequence[UUID], tag: str) -> list[rules.Pictured]:
    """Topics by their ids, in this order, retired ones too."""
    found = [session.get_one(Topic, topic_id) for topic_id in topic_ids]
    return [_pictured(session, topic, tag) for topic in found]


def _pictured(session: Session, topic: Topic, tag: str) -> rules.Pictured:
    name, english = (words.shown(session, topic.name, one) for one in (tag, "en"))
    return rules.Pictured(topic.id, name.body, name.language, name.direction, english.body)
