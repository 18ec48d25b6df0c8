from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy.orm import Session
from time_machine import Traveller

from advisory.foundation.access import Hat, Role
from advisory.people.models import Board
from tests.building import a_board, a_person, hat_of
from tests.rights.stories import BEGINNING


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel(BEGINNING, tick=False) as clock:
        yield clock


@pytest.fixture
def board(session: Session, clock: Traveller) -> Board:
    return a_board(session)


@pytest.fixture
def by(session: Session, board: Board) -> Hat:
    return hat_of(a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR)


@pytest.fixture
def administrator(session: Session, board: Board) -> Hat:
    return hat_of(a_person(session, board, Role.ADMINISTRATOR), board, Role.ADMINISTRATOR)
