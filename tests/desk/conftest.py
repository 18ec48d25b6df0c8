"""A desk for the tests of teams."""

import pytest
from sqlalchemy.orm import Session

from advisory.foundation.access import Role
from tests.building import a_board, a_person, a_team, hat_of
from tests.desk.teams import Desk


@pytest.fixture
def desk(session: Session) -> Desk:
    board = a_board(session)
    facilitator = a_person(session, board, Role.FACILITATOR)
    team = a_team(session, board)
    return Desk(
        board=board,
        facilitator=hat_of(facilitator, board, Role.FACILITATOR),
        team=team,
        lead=a_person(session, board, Role.POLICY_LEAD, team=team),
    )
