"""Consultations with all their words, in a constant number of queries."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from advisory.consultations.models import Advised, Consultation, Option, Question, Stage
from advisory.consultations.rules.lifecycle import texts_of_question
from advisory.consultations.rules.likeness import nearest
from advisory.recommendations import queries as recommendations
from advisory.recommendations.models import Recommendation
from advisory.routing.models import Topic
from advisory.voting.models import Poll, Statement
from advisory.words.models import Method, Text, Version
from advisory.words.rules import original

MOST_LISTED = 100
MOST_BEFORE, MOST_QUESTIONS_BEFORE = 10, 2_000
_TITLES = (
    Consultation.title,
    Consultation.purpose,
    Consultation.who,
    Consultation.can,
    Consultation.cannot,
    Consultation.heard,
    Consultation.will,
)


def _about() -> list[ORMOption]:
    texts: list[ORMOption] = [joinedload(text) for text in _TITLES]
    topic = joinedload(Consultation.topic).joinedload(Topic.name)
    return [*texts, topic, selectinload(Consultation.openings)]


def _questions() -> list[ORMOption]:
    questions = selectinload(Consultation.questions)
    return [
        questions.joinedload(Question.title),
        questions.joinedload(Question.hint),
        questions.selectinload(Question.conditions),
        questions.selectinload(Question.options).joinedload(Option.text),
        questions.joinedload(Question.poll)
        .selectinload(Poll.statements)
        .options(
            joinedload(Statement.contribution),
            joinedload(Statement.text).joinedload(Text.data_key),
        ),
    ]


def _with_versions(session: Session, found: Sequence[Consultation], *, whole: bool) -> None:
    """Every version of all their words, in one query for each hundred texts or so."""
    texts = [getattr(one, text.key) for one in found for text in _TITLES]
    texts += [one.topic.name for one in found if one.topic]
    if whole:
        rows = [row for one in found for row in one.questions]
        texts += [text for row in rows for text in texts_of_question(row)]
        texts += [one.text for row in rows if row.poll for one in row.poll.statements]
    ids = {text.id for text in texts if text is not None}
    session.scalars(select(Text).where(Text.id.in_(ids)).options(selectinload(Text.versions))).all()


def recommended(session: Session, consultation_id: UUID) -> list[Recommendation]:
    """What the board asks for because of it, the newest first."""
    wanted = select(Advised.recommendation_id).where(Advised.consultation_id == consultation_id)
    return list(recommendations.some(session, set(session.scalars(wanted))).values())


def led_to(session: Session, recommendation_id: UUID) -> UUID | None:
    """The consultation that a recommendation comes from."""
    return session.scalar(
        select(Advised.consultation_id).where(Advised.recommendation_id == recommendation_id)
    )


def consultation(session: Session, consultation_id: UUID) -> Consultation | None:
    """With its questions, answers to choose, conditions and every version of its words."""
    found = session.scalar(
        select(Consultation)
        .where(Consultation.id == consultation_id)
        .options(*_about(), *_questions())
    )
    if found is not None:
        _with_versions(session, [found], whole=True)
    return found


def consultations(session: Session, board_id: UUID) -> list[Consultation]:
    """All of a board, the newest first."""
    found = list(
        session.scalars(
            select(Consultation)
            .where(Consultation.board_id == board_id)
            .options(*_about(), selectinload(Consultation.questions))
            .order_by(Consultation.made_on.desc(), Consultation.id)
            .limit(MOST_LISTED)
        )
    )
    _with_versions(session, found, whole=False)
    return found


def public_consultations(session: Session, board_id: UUID, today: date) -> list[Consultation]:
    """What everybody may see: asked now, then what became of those before."""
    found = list(
        session.scalars(
            select(Consultation)
            .where(
                Consultation.board_id == board_id,
                Consultation.stage.not_in((Stage.DRAFT, Stage.TRANSLATED)),
                Consultation.opens_on <= today,
            )
            .options(*_about(), selectinload(Consultation.questions))
            .order_by(Consultation.closes_on.desc(), Consultation.id)
            .limit(MOST_LISTED)
        )
    )
    _with_versions(session, found, whole=False)
    return found


def count_asked(session: Session, board_id: UUID, today: date) -> int:
    """How many consultations people can answer today."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Consultation)
            .where(
                Consultation.board_id == board_id,
                Consultation.stage == Stage.OPEN,
                Consultation.opens_on <= today,
                Consultation.closes_on >= today,
            )
        )
        or 0
    )


def asked_before(session: Session, consultation: Consultation) -> Sequence[Consultation]:
    """What was asked in like words, or about the same topic: ask nobody twice."""
    said = [consultation.title, *(one.title for one in consultation.questions)]
    found = [
        one
        for one in asked_about(
            session,
            consultation.board_id,
            [original(text).body or "" for text in said],
            topic_id=consultation.topic_id,
        )
        if one.id != consultation.id
    ]
    return found[:MOST_BEFORE]


def asked_about(
    session: Session, board_id: UUID, said: Iterable[str], *, topic_id: UUID | None = None
) -> Sequence[Consultation]:
    """Earlier consultations whose questions share words with these, the nearest first; then those
    of the topic. Whole, in a constant number of queries.
    """
    rows = session.execute(
        select(Question.id, Consultation.id, Consultation.topic_id, Version.body)
        .join(Consultation, Question.consultation_id == Consultation.id)
        .join(Version, Version.text_id == Question.title_id)
        .where(
            Consultation.board_id == board_id,
            Consultation.stage.not_in((Stage.DRAFT, Stage.TRANSLATED)),
            Version.method == Method.ORIGINAL,
        )
        .order_by(Consultation.closes_on.desc(), Consultation.id)
        .limit(MOST_QUESTIONS_BEFORE)
    ).all()
    own = {row[0]: row[1] for row in rows}
    near = [own[one] for one in nearest(said, {row[0]: row[3] or "" for row in rows})]
    of_topic = [row[1] for row in rows if topic_id is not None and row[2] == topic_id]
    ids = list(dict.fromkeys([*near, *of_topic]))[: MOST_BEFORE + 1]
    whole = session.scalars(
        select(Consultation).where(Consultation.id.in_(ids)).options(*_about(), *_questions())
    ).all()
    _with_versions(session, whole, whole=True)
    return sorted(whole, key=lambda one: ids.index(one.id))


def closing(session: Session, today: date) -> list[Consultation]:
    """Those whose last day is over."""
    return list(
        session.scalars(
            select(Consultation).where(
                Consultation.stage == Stage.OPEN, Consultation.closes_on < today
            )
        )
    )
