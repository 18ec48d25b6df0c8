"""A recommendation as everybody reads it, and as those read it whose words stand behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from advisory.answers import queries as answers
from advisory.answers.models import Answer, Ask, Commitment
from advisory.answers.rules import owes
from advisory.recommendations import rules
from advisory.recommendations.models import Recommendation
from advisory.words import queries as words
from advisory.words.models import Text
from advisory.words.rules import Shown


@dataclass(frozen=True)
class Reply:
    """What the team said, and what it promised."""

    words: Shown
    answer: Answer
    who: str
    """Empty: the people who can answer."""
    commitment: Commitment | None


@dataclass(frozen=True)
class Story:
    own: Recommendation
    number: str
    ask: Shown
    change: Shown
    why: Shown
    minority: Shown | None
    asked_on: date | None
    answer_by: datetime | None
    """None while no team that agreed to the clocks has it."""
    is_late: bool
    reply: Reply | None


def stories(
    session: Session,
    found: Sequence[Recommendation],
    tag: str,
    *,
    at: datetime,
    is_own: bool,
) -> list[Story]:
    """In the language of the reader. `is_own`: their words stand behind it, so that they read the
    answer as soon as it was sent; everybody else once two people stand behind that.
    """
    if not found:
        return []
    ids = [one.id for one in found]
    open_ = _open_asks(session, ids)
    given = answers.answers_about_all(session, ids)
    sent = {
        one.id: rules.sent(given.get(one.id, []))
        for one in found
        if is_own or rules.shows_answer(one)
    }
    promised = answers.commitments_to(session, [row.id for row in sent.values() if row])

    def story(own: Recommendation) -> Story:
        ask, answer = open_.get(own.id), sent.get(own.id)
        return Story(
            own=own,
            number=rules.number_of(own),
            ask=words.shown(session, own.ask, tag),
            change=words.shown(session, own.change, tag),
            why=words.shown(session, own.why, tag),
            minority=_shown(session, own.minority, tag),
            asked_on=own.put_on,
            answer_by=ask.answer_by if ask and owes(ask) else None,
            is_late=rules.is_late(ask, at),
            reply=_reply(session, answer, promised, tag) if answer else None,
        )

    return [story(own) for own in found]


def _shown(session: Session, text: Text | None, tag: str) -> Shown | None:
    return words.shown(session, text, tag) if text else None


def _reply(session: Session, answer: Answer, promised: dict[UUID, Commitment], tag: str) -> Reply:
    team = answer.ask.team if answer.ask else None
    return Reply(
        words.shown(session, answer.will, tag),
        answer,
        (team.shown_as or "") if team else "",
        promised.get(answer.id),
    )


def _open_asks(session: Session, recommendation_ids: Sequence[UUID]) -> dict[UUID, Ask]:
    rows = session.scalars(
        select(Ask)
        .where(
            Ask.advice_id.in_(recommendation_ids),
            Ask.closed_at.is_(None),
            Ask.returned_at.is_(None),
        )
        .options(joinedload(Ask.team))
    )
    return {row.advice_id: row for row in rows if row.advice_id}
