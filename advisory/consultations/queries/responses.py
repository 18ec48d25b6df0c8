"""What people answered: opened for those who may read it, and counted without opening."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.consultations.models import (
    Consultation,
    Entry,
    OwnWords,
    Question,
    Response,
    Tally,
)
from advisory.consultations.rules.conditions import asked
from advisory.consultations.rules.kinds import Given
from advisory.consultations.rules.lifecycle import ended_on
from advisory.contributions.models import Channel, Contribution
from advisory.files import queries as files
from advisory.files.models import File
from advisory.foundation import keys
from advisory.meetings.models import Guest
from advisory.safeguarding.queries import withheld
from advisory.words import queries as words
from advisory.words.models import Text
from advisory.words.rules import original

A_PAGE, MOST_COMPARED = 20, 2_000
ANSWERED, SKIPPED = "answered", "skipped"
"""Two rows of the counts that no question offers."""


@dataclass(frozen=True)
class Answers:
    """All answers of one code. What is in neither was not asked."""

    given: Mapping[UUID, Given] = field(default_factory=dict)
    skipped: frozenset[UUID] = frozenset()


def place(response: Response) -> str:
    """Where the sealed answers belong: bound into the seal."""
    return f"responses.sealed/{response.id}"


def response_of(session: Session, contribution_id: UUID) -> Response | None:
    return session.scalar(
        select(Response)
        .where(Response.contribution_id == contribution_id)
        .options(
            joinedload(Response.contribution).joinedload(Contribution.data_key),
            selectinload(Response.own_words)
            .joinedload(OwnWords.text)
            .options(joinedload(Text.data_key), selectinload(Text.versions)),
            joinedload(Response.entry)
            .joinedload(Entry.dissent)
            .options(joinedload(Text.data_key), selectinload(Text.versions)),
        )
    )


def response(session: Session, response_id: UUID) -> Response | None:
    contribution_id = session.scalar(
        select(Response.contribution_id).where(Response.id == response_id)
    )
    return response_of(session, contribution_id) if contribution_id else None


def responses(
    session: Session, consultation_id: UUID, *, skip: int = 0
) -> tuple[list[Response], int]:
    """A page of what was sent, the newest day first, with all words; and how many there are.

    Nothing that is held for safety. The same few queries for any number.
    """
    rows = session.execute(
        select(Response, func.count().over())
        .where(
            Response.consultation_id == consultation_id,
            Response.sent_on.is_not(None),
            Response.contribution_id.not_in(withheld()),
        )
        .options(
            joinedload(Response.contribution).joinedload(Contribution.data_key),
            selectinload(Response.own_words)
            .joinedload(OwnWords.text)
            .options(joinedload(Text.data_key), selectinload(Text.versions)),
            joinedload(Response.entry)
            .joinedload(Entry.dissent)
            .options(joinedload(Text.data_key), selectinload(Text.versions)),
        )
        .order_by(Response.sent_on.desc(), Response.id)
        .limit(A_PAGE)
        .offset(skip)
    ).all()
    return [row for row, _count in rows], rows[0][1] if rows else 0


def contributions_of(session: Session, consultation_id: UUID) -> set[UUID]:
    """Whose answers were sent."""
    wanted = select(Response.contribution_id).where(
        Response.consultation_id == consultation_id, Response.sent_on.is_not(None)
    )
    return set(session.scalars(wanted))


def sent_count(session: Session, consultation_id: UUID) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(Response)
            .where(Response.consultation_id == consultation_id, Response.sent_on.is_not(None))
        )
        or 0
    )


def doors_of(session: Session, consultation_id: UUID) -> dict[Channel, int]:
    """How many were sent by each door, late ones too. A group is one, however many they were."""
    rows = session.execute(
        select(Contribution.channel, func.count())
        .join(Response, Response.contribution_id == Contribution.id)
        .where(Response.consultation_id == consultation_id, Response.sent_on.is_not(None))
        .group_by(Contribution.channel)
    )
    return {row[0]: row[1] for row in rows}


def languages_of(session: Session, consultation_id: UUID) -> dict[str, int]:
    """How many were sent in each language, late ones too."""
    rows = session.execute(
        select(Response.language, func.count())
        .where(Response.consultation_id == consultation_id, Response.sent_on.is_not(None))
        .group_by(Response.language)
    )
    return {row[0]: row[1] for row in rows}


def answers_in(session: Session, response: Response) -> Answers:
    """Opened. Raises Erased when the person deleted them."""
    kept = _opened(session, response)
    said = {own.question_id: own.text for own in response.own_words}
    picks = {UUID(key): tuple(value) for key, value in kept["picks"].items()}
    came = {UUID(key): count for key, count in kept.get("files", {}).items()}
    given = {
        question_id: Given(
            picks.get(question_id, ()),
            words.reading(session, original(said[question_id])) if question_id in said else "",
            came.get(question_id, 0),
        )
        for question_id in {*picks, *said, *came}
    }
    return Answers(given, frozenset(map(UUID, kept["skipped"])))


def picks_in(session: Session, response: Response) -> dict[UUID, tuple[str, ...]]:
    """What was chosen, without the words. Raises Erased when the person deleted it."""
    return {UUID(key): tuple(value) for key, value in _opened(session, response)["picks"].items()}


def _opened(session: Session, response: Response) -> dict[str, Any]:
    opened = keys.unseal(session, response.contribution.data_key, place(response), response.sealed)
    kept: dict[str, Any] = json.loads(opened)
    return kept


def files_by_question(own: Consultation, mine: Iterable[File]) -> dict[str, list[File]]:
    """A file says with which question it came by its turn: their order is settled by then."""
    by_turn = {question.position: str(question.id) for question in own.questions}
    found: dict[str, list[File]] = {}
    for row in mine:
        if row.turn in by_turn:
            found.setdefault(by_turn[row.turn], []).append(row)
    return found


def files_of_response(
    session: Session, own: Consultation, response_id: UUID
) -> dict[str, list[File]]:
    """Sounds and pictures that came with one response, by question."""
    key_id = session.scalar(
        select(Contribution.data_key_id)
        .join(Response, Response.contribution_id == Contribution.id)
        .where(Response.id == response_id, Response.consultation_id == own.id)
    )
    return files_by_question(own, files.files_of(session, key_id)) if key_id else {}


def files_of_responses(
    session: Session, own: Consultation, found: Sequence[Response]
) -> dict[UUID, dict[str, list[File]]]:
    """The same of a page of responses, in one query."""
    key_ids = [one.contribution.data_key_id for one in found]
    came = files.keys_with_files(session, key_ids) if key_ids else {}
    return {
        one.id: files_by_question(own, came.get(one.contribution.data_key_id, ())) for one in found
    }


def response_with(session: Session, consultation_id: UUID, file: File) -> Response | None:
    """The response of this consultation, sent and not held, that a sound or a picture came with."""
    return session.scalar(
        select(Response)
        .join(Response.contribution)
        .where(
            Response.consultation_id == consultation_id,
            Response.sent_on.is_not(None),
            Response.contribution_id.not_in(withheld()),
            Contribution.data_key_id == file.data_key_id,
        )
    )


def asked_of(consultation: Consultation, answers: Answers) -> Sequence[Question]:
    return asked(consultation.questions, answers.given)


def tallies(session: Session, consultation_id: UUID) -> dict[UUID, dict[str, dict[str, int]]]:
    """Counts by question, by what was chosen, by language. On-time responses only."""
    found: dict[UUID, dict[str, dict[str, int]]] = {}
    rows = session.scalars(
        select(Tally)
        .join(Question, Question.id == Tally.question_id)
        .where(Question.consultation_id == consultation_id)
        .execution_options(populate_existing=True)
    )
    for row in rows:
        found.setdefault(row.question_id, {}).setdefault(row.pick, {})[row.language] = row.count
    return found


def ended_before(session: Session, board_id: UUID, day: date) -> list[Response]:
    """Of consultations that ended before a day, sent or not; nothing that is held for safety.

    Whoever is invited to a meeting by the same code waits for it.
    """
    asked_ = session.scalars(
        select(Consultation)
        .where(Consultation.board_id == board_id, Consultation.closes_on < day)
        .order_by(Consultation.closes_on, Consultation.id)
    )
    ended = [own.id for own in asked_ if ended_on(own) < day]
    return list(
        session.scalars(
            select(Response)
            .where(
                Response.consultation_id.in_(ended),
                Response.contribution_id.not_in(withheld()),
                Response.contribution_id.not_in(select(Guest.contribution_id)),
            )
            .options(joinedload(Response.consultation), joinedload(Response.contribution))
            .order_by(Response.consultation_id, Response.id)
        )
    )


def response_keys(session: Session, among: Iterable[UUID]) -> set[UUID]:
    """Those data keys under which a response was sealed that a translator may see."""
    return set(
        session.scalars(
            select(Contribution.data_key_id)
            .join(Response, Response.contribution_id == Contribution.id)
            .where(
                Contribution.data_key_id.in_(set(among)),
                Response.contribution_id.not_in(withheld()),
            )
        )
    )


def own_words(session: Session, words_id: UUID) -> OwnWords | None:
    """One answer in somebody's own words, of a response that was sent and is not held."""
    return session.scalar(
        select(OwnWords)
        .join(OwnWords.response)
        .where(
            OwnWords.id == words_id,
            Response.sent_on.is_not(None),
            Response.contribution_id.not_in(withheld()),
        )
        .options(
            joinedload(OwnWords.response)
            .joinedload(Response.contribution)
            .options(joinedload(Contribution.data_key), selectinload(Contribution.messages)),
            joinedload(OwnWords.text).options(
                joinedload(Text.data_key), selectinload(Text.versions)
            ),
        )
    )


def all_own_words(session: Session, consultation_id: UUID) -> Sequence[OwnWords]:
    """The newest of all answers in own words, none of them held; for comparing them."""
    return session.scalars(
        select(OwnWords)
        .join(OwnWords.response)
        .where(
            Response.consultation_id == consultation_id,
            Response.sent_on.is_not(None),
            Response.contribution_id.not_in(withheld()),
        )
        .options(
            joinedload(OwnWords.response).joinedload(Response.contribution),
            joinedload(OwnWords.text).options(
                joinedload(Text.data_key), selectinload(Text.versions)
            ),
        )
        .order_by(Response.sent_on.desc(), OwnWords.id)
        .limit(MOST_COMPARED)
    ).all()
