from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from advisory.contributions.rules import new_form_token
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import Database, commit
from advisory.meetings import queries
from advisory.meetings.actions import coming
from advisory.meetings.models import Guest, Meeting
from advisory.meetings.rules.coming import Needs
from advisory.people.models import Board, Person
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of
from tests.meetings.building import a_meeting


@dataclass
class Hosts:
    """A board with a facilitator and one meeting to which everybody is invited."""

    session: Session
    database: Database
    board: Board
    person: Person
    by: Hat
    meeting: Meeting

    def again(self) -> Meeting:
        """As another transaction left it."""
        self.session.rollback()
        self.session.expire_all()
        found = queries.meeting(self.session, self.meeting.id)
        assert found is not None
        commit(self.session)  # the browser writes in a transaction of its own
        return found

    def guest(self) -> Guest:
        """Somebody without a code says that they may come."""
        made = coming.say_may_come(
            self.session,
            self.meeting,
            Needs(speaks="ti"),
            reads="ti",
            token=new_form_token(),
        )
        assert made is not None
        commit(self.session)
        return made

    @property
    def url(self) -> str:
        return f"/staff/meetings/{self.meeting.id}"

    def public(self, tag: str = "en") -> str:
        return f"/{tag}/meetings/{self.meeting.id}"


@pytest.fixture
def hosts(session: Session, database: Database) -> Hosts:
    board = a_board(session)
    person = a_person(session, board, Role.FACILITATOR)
    by = hat_of(person, board, Role.FACILITATOR)
    meeting = a_meeting(session, board, by)
    commit(session)
    return Hosts(session, database, board, person, by, meeting)


@pytest.fixture
def desk(browser: Browser, hosts: Hosts) -> Browser:
    """The facilitator's browser."""
    browser.sign_in(hosts.person)
    return browser
