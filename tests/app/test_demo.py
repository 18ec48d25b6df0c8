"""The demo board is whole, and loading it twice changes nothing."""

import pytest
from sqlalchemy import func, select

from advisory.app import demo
from advisory.contributions.actions import open_by_code
from advisory.feedback import queries
from advisory.feedback.models import Feedback
from advisory.feedback.rules import Column
from advisory.foundation.database import Database, commit
from advisory.people.queries import site_board
from tests.building import a_board


def test_the_demo_shows_every_column_of_the_inbox(database: Database) -> None:
    demo.load(database)
    with database.reading() as session:
        board = site_board(session)
        assert board is not None
        assert board.is_demo
        counts = queries.column_counts(session, board.id)
    assert all(counts[column] > 0 for column in (Column.TO_READ, Column.WITH_A_TEAM))
    assert counts[Column.READY_TO_SEND] == counts[Column.FINISHED] == 1


def test_loading_twice_changes_nothing(database: Database) -> None:
    demo.load(database)
    with database.reading() as session:
        before = session.scalar(select(func.count()).select_from(Feedback))
    demo.load(database)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Feedback)) == before


def test_the_printed_code_opens_the_demo_answer(database: Database) -> None:
    demo.load(database)
    with database.transaction() as session:
        assert open_by_code(session, demo.CODE) is not None


def test_the_demo_never_goes_beside_a_real_board(database: Database) -> None:
    with database.writing() as session:
        a_board(session)
        commit(session)
    with pytest.raises(demo.NotEmpty):
        demo.load(database)
