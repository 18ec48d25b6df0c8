from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy.orm import Session

from advisory.foundation.access import Hat, Role
from advisory.foundation.database import commit, now
from advisory.people import actions, queries, rules
from advisory.people.models import Person, Standing, Team

PASSWORD = "green bicycles under the moon"


@pytest.fixture
def first(session: Session) -> Person:
    """The first administrator of a small board, who is facilitator and translator too."""
    return actions.set_up_first_administrator(
        session,
        name="Amina",
        email="amina@board.example",
        password=PASSWORD,
        board_name="Health Voices",
    )


@pytest.fixture
def by(session: Session, first: Person) -> Hat:
    """Amina in the administrator's hat."""
    board = queries.site_board(session)
    assert board is not None
    return Hat(person_id=first.id, name=first.name, role=Role.ADMINISTRATOR, board_id=board.id)


@pytest.fixture
def newcomer(session: Session, by: Hat) -> Callable[..., Person]:
    """Invites a person and lets them join."""

    def joined(name: str, role: Role = Role.FACILITATOR, *, is_woman: bool = False) -> Person:
        team_id = team(session, by).id if role is Role.POLICY_LEAD else None
        invitation = actions.invite(
            session,
            by=by,
            name=name,
            email=f"{name.lower()}@board.example",
            role=role,
            board_id=by.board_id,
            team_id=team_id,
            is_woman=is_woman,
        )
        return actions.accept_invitation(session, invitation, password=PASSWORD)

    return joined


def team(session: Session, by: Hat, name: str = "Access to GPs") -> Team:
    made = Team(board_id=by.board_id, name=name, standing=Standing.AGREED)
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def amina(session: Session, first: Person) -> Person:
    commit(session)
    return first


@pytest.fixture
def secret(session: Session, first: Person) -> str:
    """Amina has a second factor since yesterday."""
    secret = rules.new_secret()
    yesterday = now() - timedelta(days=1)
    actions.confirm_second_factor(
        session, first, secret=secret, number=pyotp.TOTP(secret).at(yesterday), at=yesterday
    )
    commit(session)
    return secret
