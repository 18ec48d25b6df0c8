"""The people of a board in their browsers."""

from collections.abc import Mapping

from flask import Flask
from sqlalchemy.orm import Session

from advisory.foundation.access import Role
from advisory.foundation.browser_sessions import Visit
from advisory.foundation.database import commit
from advisory.people.models import Board, Person, Team
from tests.building import a_board, a_person, a_team
from tests.walks.conftest import Walkers
from tests.walks.walker import Walker


class Staff:
    """Everybody whom the loop needs, signed in, each with a browser of their own."""

    def __init__(self, app: Flask, session: Session, walkers: Walkers, *, script: bool) -> None:
        self.app = app
        self.session = session
        self.walkers = walkers
        self.script = script
        self.board: Board = a_board(session)
        self.team: Team = a_team(session, self.board, is_fallback=True)
        self.facilitator = self._at_work(Role.FACILITATOR)
        self.second = self._at_work(Role.FACILITATOR)
        self.translator = self._at_work(Role.TRANSLATOR, speaks=("ar", "ti", "so"))
        self.checker = self._at_work(Role.TRANSLATOR, speaks=("ar", "ti", "so"))
        self.lead = self._at_work(Role.POLICY_LEAD, team=self.team)

    def _at_work(
        self, role: Role, *, speaks: tuple[str, ...] = (), team: Team | None = None
    ) -> Walker:
        person = a_person(self.session, self.board, role, team=team, speaks=speaks)
        commit(self.session)
        walker = self.walkers.someone(script=self.script, width=1280)
        sign_in(self.app, walker, person)
        return walker


def sign_in(app: Flask, walker: Walker, person: Person) -> None:
    """As after both factors: the way through the door has its own walk."""
    carry(app, walker, {"_user_id": str(person.id), "_fresh": True})


def carry(app: Flask, walker: Walker, kept: Mapping[str, object]) -> None:
    """Gives this browser a session that stands in the middle of something."""
    with app.test_request_context("/"):
        visit = Visit(dict(kept))
        visit.modified = True
        response = app.response_class()
        app.session_interface.save_session(app, visit, response)
    name, value = response.headers["Set-Cookie"].split(";")[0].split("=", 1)
    walker.context.add_cookies([{"name": name, "value": value, "url": walker.address}])
