from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from advisory.app import schema
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import Database
from advisory.foundation.keys import make_keys, read_keys
from advisory.people import actions, queries
from advisory.people.models import Person, Standing, Team

PASSWORD = "green bicycles under the moon"


@pytest.fixture
def keys_folder(tmp_path: Path) -> Path:
    make_keys(tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
def database(another_database_url: str, keys_folder: Path) -> Iterator[Database]:
    opened = Database(another_database_url, keyring=read_keys(keys_folder))
    schema.whole_schema().create_all(opened.engine)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as session:
        yield session


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
