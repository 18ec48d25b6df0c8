"""Drafts, receipts and the way back: what is kept, for whom, and until when."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from time_machine import Traveller

from advisory.contributions import actions, queries, rules
from advisory.contributions.models import (
    Code,
    Declaration,
    Draft,
    Message,
    MessageKind,
    Receipt,
    Speaker,
)
from advisory.contributions.rules import MISSES_A_MONTH, Digits
from advisory.feedback.models import Feedback
from advisory.foundation.access import Hat, Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import commit
from advisory.people.models import Board
from tests.building import a_board, a_person, hat_of, some_feedback


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel("2026-11-23T11:00:00+00:00", tick=False) as clock:
        yield clock


@pytest.fixture
def board(session: Session, clock: Traveller) -> Board:
    return a_board(session)


@pytest.fixture
def facilitator(session: Session, board: Board) -> Hat:
    return hat_of(a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR)


@pytest.fixture
def kept(session: Session, board: Board) -> tuple[Feedback, Digits]:
    return some_feedback(session, board)


def how_many(session: Session, table: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_one_form_never_writes_over_the_draft_of_another(session: Session) -> None:
    first = actions.save_draft(session, {"said": "one"}, token="first")
    session.flush()
    second = actions.save_draft(session, {"said": "two"}, token="second", draft_id=first.id)
    session.flush()
    assert queries.draft(session, first.id, "first") == {"said": "one"}
    assert queries.draft(session, second.id, "second") == {"said": "two"}


def test_what_was_sent_is_no_draft_any_more(session: Session, kept: tuple[Feedback, Any]) -> None:
    feedback, _digits = kept
    for token in ("sent", "typed elsewhere"):
        actions.save_draft(session, {"said": "words"}, token=token)
    actions.give_receipt(session, feedback.contribution, None, token="sent", body="words")
    session.flush()
    assert session.scalars(select(Draft.form_token_hash)).all() == [
        rules.token_hash("typed elsewhere")
    ]


def test_drafts_and_receipts_are_forgotten_after_a_day(
    session: Session, clock: Traveller, kept: tuple[Feedback, Any]
) -> None:
    actions.save_draft(session, {"said": "words"}, token="typed")
    for hours, left in ((24, 1), (1, 0)):
        clock.shift(timedelta(hours=hours))
        actions.forget_old(session)
        assert (how_many(session, Draft), how_many(session, Receipt)) == (left, left)


def test_a_code_that_is_not_wanted_leaves_no_hash(
    session: Session, kept: tuple[Feedback, Any]
) -> None:
    feedback, _digits = kept
    actions.drop_code(session, feedback.contribution_id)
    assert session.scalars(select(Code.secret_hash)).all() == [""]
    assert how_many(session, Receipt) == 0


def test_a_locked_code_is_in_the_log_once_and_without_a_time(
    session: Session, kept: tuple[Feedback, Digits]
) -> None:
    _feedback, digits = kept
    wrong = Digits(digits.locator, "0" * 10)
    for _ in range(MISSES_A_MONTH + 2):
        actions.open_by_code(session, wrong, tried=rules.Tried(wrong, None, fits=False))
    commit(session)
    (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.what == "code locked"))
    assert (entry.person_id, f"{entry.at:%H:%M}") == (None, "00:00")


def test_what_staff_say_names_who_said_it_until_it_is_forgotten(
    session: Session, kept: tuple[Feedback, Any], facilitator: Hat
) -> None:
    contribution = kept[0].contribution
    actions.say(
        session,
        contribution,
        "Which clinic?",
        kind=MessageKind.QUESTION,
        language="en",
        speaker=Speaker.FACILITATOR,
        by=facilitator,
        form_token="asked",
    )
    actions.declare_not_from_country(session, contribution, by=facilitator)
    session.flush()
    writers = select(Message.person_id).order_by(Message.position)
    assert session.scalars(writers).all() == [None, facilitator.person_id]
    actions.forget(session, contribution)
    session.expire_all()
    assert session.scalars(writers).all() == [None, None]
    assert session.scalars(select(Message.form_token_hash)).all() == [None, None]
    assert how_many(session, Declaration) == 0
