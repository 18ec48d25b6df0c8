import pytest
from sqlalchemy.orm import Session

from advisory.boards.actions.furnishing import furnish
from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.people.models import Board, Person
from tests.browser import Browser
from tests.building import a_board, a_person


@pytest.fixture
def board(session: Session) -> Board:
    board = a_board(session, languages=("en", "ps", "ckb", "ar"))
    furnish(session, board.id, by=None)
    commit(session)
    return board


@pytest.fixture
def facilitator(session: Session, board: Board) -> Person:
    person = a_person(session, board, Role.FACILITATOR, name="Fatima")
    commit(session)
    return person


@pytest.fixture
def desk(browser: Browser, facilitator: Person) -> Browser:
    browser.sign_in(facilitator)
    return browser
