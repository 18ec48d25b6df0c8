"""Accepted means kept, once: many at the same moment, killed half-way, with other wishes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.app.schema import whole_schema
from advisory.contributions import rules as codes
from advisory.contributions.actions import Told
from advisory.feedback.actions import accepting
from advisory.feedback.actions.accepting import About
from advisory.feedback.models import Event, Feedback
from advisory.foundation.audit import first_broken_entry
from advisory.foundation.database import Database, commit
from advisory.people.models import Board
from advisory.safeguarding import queries as concerns
from tests.building import a_board

MANY = 20
TOLD = Told(words="The desk asked for papers.", speaks="en", reads="en")


@pytest.fixture
def board(session: Session) -> Board:
    board = a_board(session)
    commit(session)
    return board


def send(
    database: Database, board_id: UUID, token: str, start: Barrier, told: Told = TOLD
) -> tuple[UUID, str]:
    start.wait()
    with database.transaction() as session:
        board = session.get_one(Board, board_id)
        accepted = accepting.accept(session, told, About(), board=board, token=token)
        assert accepted.digits is not None
        return accepted.feedback.id, "".join(accepted.digits.groups)


def test_twenty_taps_at_the_same_moment_keep_once_and_give_one_code(
    database: Database, session: Session, board: Board
) -> None:
    token, start = codes.new_form_token(), Barrier(MANY)
    with ThreadPoolExecutor(MANY) as pool:
        sent = [pool.submit(send, database, board.id, token, start) for _ in range(MANY)]
        assert len({future.result() for future in sent}) == 1
    assert session.scalar(select(func.count()).select_from(Feedback)) == 1
    assert session.scalar(select(func.count()).select_from(Event)) == 1
    assert first_broken_entry(session) is None


def test_twenty_people_at_the_same_moment_each_get_their_own_code(
    database: Database, session: Session, board: Board
) -> None:
    start = Barrier(MANY)
    with ThreadPoolExecutor(MANY) as pool:
        sent = [
            pool.submit(send, database, board.id, codes.new_form_token(), start)
            for _ in range(MANY)
        ]
        kept = [future.result() for future in sent]
    assert len(set(kept)) == MANY
    references = session.scalars(select(Feedback.reference)).all()
    assert len(set(references)) == MANY
    assert first_broken_entry(session) is None


def test_what_was_killed_half_way_leaves_nothing(
    database: Database, session: Session, board: Board
) -> None:
    rows = {table.name: _count(session, table.name) for table in whole_schema().sorted_tables}
    commit(session)
    with database.writing() as dying:
        its_board = dying.get_one(Board, board.id)
        accepting.accept(
            dying, TOLD, About(), board=its_board, token=codes.new_form_token(), hurt_soon=True
        )
        dying.flush()
        dying.connection().invalidate()  # as when the process is killed before it commits
    assert {name: _count(session, name) for name in rows} == rows


def _count(session: Session, table: str) -> int:
    rows = whole_schema().tables[table]
    return session.scalar(select(func.count()).select_from(rows)) or 0


def test_who_goes_back_to_say_that_somebody_may_be_hurt_is_heard(
    session: Session, board: Board
) -> None:
    token = codes.new_form_token()
    accepting.accept(session, TOLD, About(), board=board, token=token)
    again = accepting.accept(session, TOLD, About(), board=board, token=token, hurt_soon=True)
    assert again.repeated
    assert again.feedback.held
    assert concerns.concern_of(session, again.feedback.contribution_id) is not None


def test_who_goes_back_to_ask_for_a_woman_is_heard_and_nothing_is_taken_back(
    session: Session, board: Board
) -> None:
    token = codes.new_form_token()
    careful = Told(words=TOLD.words, speaks="en", reads="en", wants_woman=True)
    for told in (TOLD, careful, TOLD):
        accepted = accepting.accept(session, told, About(), board=board, token=token)
    assert accepted.feedback.contribution.wants_woman
