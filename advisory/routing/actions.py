"""The administrator's topics, services and rules. Nothing is deleted: it ends on a day."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.languages.text import clean
from advisory.routing import queries
from advisory.routing.models import RoutingRule, Service, Topic
from advisory.routing.queries import Named
from advisory.routing.rules import same_rule
from advisory.words import actions as words
from advisory.words.models import TextKind
from advisory.words.rules import original


def add_topic(session: Session, *, board_id: UUID, name: str, by: Hat | None = None) -> Topic:
    """A name that is in use is not added again: a double tap."""
    if (used := _in_use(queries.topics(session, board_id), name)) is not None:
        return used
    topic = Topic(id=uuid4(), board_id=board_id, position=_next(session, Topic, board_id))
    topic.name = words.write_text(
        session, board_id=board_id, kind=TextKind.NAME, language="en", body=name
    )
    session.add(topic)
    _note(session, "topic added", topic.id, board_id, by)
    return topic


def add_service(session: Session, *, board_id: UUID, name: str, by: Hat | None = None) -> Service:
    """A name that is in use is not added again: a double tap."""
    if (used := _in_use(queries.services(session, board_id), name)) is not None:
        return used
    service = Service(id=uuid4(), board_id=board_id, position=_next(session, Service, board_id))
    service.name = words.write_text(
        session, board_id=board_id, kind=TextKind.NAME, language="en", body=name
    )
    session.add(service)
    _note(session, "service added", service.id, board_id, by)
    return service


def rename(
    session: Session, row: Topic | Service, *, name: str, meaning_changed: bool, by: Hat
) -> None:
    """The English; a new meaning makes the names in other languages out of date."""
    words.revise_text(session, row.name, body=name, meaning_changed=meaning_changed, by=by)
    _note(session, "renamed", row.id, row.board_id, by)


def retire(session: Session, row: Topic | Service, *, on: date, by: Hat) -> None:
    row.retired_on = on
    _note(session, "retired", row.id, row.board_id, by)


def add_rule(  # noqa: PLR0913 - a rule has this many conditions
    session: Session,
    *,
    board_id: UUID,
    team_id: UUID,
    from_on: date,
    to_on: date | None = None,
    topic_id: UUID | None = None,
    service_id: UUID | None = None,
    place: str | None = None,
    language: str | None = None,
    by: Hat | None = None,
) -> RoutingRule:
    """A rule that says the same is not added again: a double tap."""
    rule = RoutingRule(
        id=uuid4(),
        board_id=board_id,
        topic_id=topic_id,
        service_id=service_id,
        place=place,
        language=language,
        team_id=team_id,
        from_on=from_on,
        to_on=to_on,
    )
    same = next((row for row in queries.rules_of(session, board_id) if same_rule(row, rule)), None)
    if same is not None:
        return same
    session.add(rule)
    _note(session, "routing rule added", rule.id, board_id, by)
    return rule


def end_rule(session: Session, rule: RoutingRule, *, today: date, by: Hat) -> None:
    """The rule's last day is yesterday; one that never began ends on its first day."""
    rule.to_on = max(rule.from_on, today - timedelta(days=1))
    _note(session, "routing rule ended", rule.id, rule.board_id, by)


def _in_use(rows: Iterable[Named], name: str) -> Named | None:
    return next((row for row in rows if original(row.name).body == clean(name)), None)


def _next(session: Session, table: type[Topic] | type[Service], board_id: UUID) -> int:
    return 1 + (
        session.scalar(select(func.max(table.position)).where(table.board_id == board_id)) or 0
    )


def _note(session: Session, what: str, row_id: UUID, board_id: UUID, by: Hat | None) -> None:
    if by:
        audit.record(
            session,
            what,
            "routing",
            row_id,
            by=by,
            board_id=board_id,
        )
