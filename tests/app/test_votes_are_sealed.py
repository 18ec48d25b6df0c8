"""Votes that stood in the clear are sealed by the migration, counted, and open as before."""

import re
from pathlib import Path

import numpy as np
from sqlalchemy import create_engine, select, text

from advisory.app import house, schema
from advisory.foundation.access import Role
from advisory.people.queries import site_board
from advisory.voting import actions
from advisory.voting.models import Statement, Voter
from advisory.voting.queries.sealed import votes_in
from tests.app.conftest import Advisory
from tests.building import a_board, a_person, hat_of
from tests.consultations.making import an_open_one
from tests.voting.making import DOORS, SENTENCES, TRAINS, a_conversation, answered

MIGRATIONS = Path(__file__).parents[2] / "migrations" / "versions"


def before() -> str:
    (path,) = MIGRATIONS.glob("*_what_people_think_is_sealed.py")
    found = re.search(r'^down_revision = "(\d+)"', path.read_text(), re.MULTILINE)
    assert found is not None
    return found[1]


def told() -> tuple[list[tuple[int, int]], list[list[str]]]:
    """The counts of the sentences, and what each row opens to."""
    with house.opened() as database, database.reading() as session:
        counts = session.execute(select(Statement.agreed, Statement.disagreed)).all()
        opened = [
            sorted(vote.value for vote in votes_in(session, voter).values())
            for voter in session.scalars(select(Voter))
        ]
    return sorted((agreed, disagreed) for agreed, disagreed in counts), sorted(opened)


def in_the_clear(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(text("SELECT count(*) FROM opinions"))
    engine.dispose()
    return int(found or 0)


def test_votes_of_people_and_of_folders_are_sealed_and_come_back(
    ready: str, home: Path, advisory: Advisory
) -> None:
    with house.opened() as database, database.transaction() as session:
        board = site_board(session) or a_board(session)
        by = hat_of(a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR)
        own = an_open_one(session, board, by, template=SENTENCES)
        answered(session, board, own, {TRAINS: "agree", DOORS: "disagree"})
        conversation = a_conversation(np.array([[1.0, -1.0]]))
        actions.import_conversation(session, conversation, board=board, title="From elsewhere")
    known = told()
    assert known[1] == [["agree", "disagree"], ["agree", "disagree"]]
    schema.unmigrate(ready, before())
    assert in_the_clear(ready) == 4
    assert advisory("migrate").exit_code == 0
    assert told() == known
