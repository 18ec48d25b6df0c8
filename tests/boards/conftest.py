from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.clocks.actions import standard_calendar
from advisory.foundation.access import Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Database, commit, now
from advisory.people.models import Board, Grant, Person
from tests.browser import Browser
from tests.building import LONG_AGO, a_board, a_person

Row = TypeVar("Row")


@dataclass(frozen=True)
class Desk:
    """An administrator before the browser, on a board whose sending is closed."""

    session: Session
    browser: Browser
    board: Board
    administrator: Person

    def reading(self) -> Session:
        database: Database = self.browser.app.extensions["database"]
        return database.reading()

    def fresh(self, table: type[Row], row_id: object) -> Row:
        """A row as it is now in the database."""
        with self.reading() as session:
            return session.get_one(table, row_id)

    def give(self, person: Person, role: Role) -> None:
        self.session.add(
            Grant(person_id=person.id, board_id=self.board.id, role=role, from_on=LONG_AGO)
        )

    def administrator_grant_id(self) -> UUID:
        with self.reading() as session:
            held = select(Grant.id).where(Grant.role == Role.ADMINISTRATOR)
            return session.scalars(held).one()

    def open_sending(self) -> None:
        self.board.sending_opened_at = now()

    def other_calendar_id(self) -> UUID:
        calendar = standard_calendar(self.session)
        self.session.flush()
        return calendar.id

    def audited(self) -> list[str]:
        """What was done, the oldest first."""
        with self.reading() as session:
            return list(session.scalars(select(AuditEntry.what).order_by(AuditEntry.number)))


@pytest.fixture
def desk(session: Session, browser: Browser) -> Desk:
    board = a_board(session, sending_open=False)
    administrator = a_person(session, board, Role.ADMINISTRATOR, name="Ada")
    commit(session)
    browser.sign_in(administrator)
    return Desk(session, browser, board, administrator)
