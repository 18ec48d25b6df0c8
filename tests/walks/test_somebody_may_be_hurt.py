"""A tick is answered by a person; an address opens for two; others are asked with a yes."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit
from advisory.languages.safety import SAFETY
from advisory.people.models import Board
from advisory.safeguarding.jobs import climb_concerns
from tests.building import a_board, a_person
from tests.walks.conftest import Walkers
from tests.walks.staff import sign_in
from tests.walks.walker import Walker

WORDS = "ኣብ ክሽነ ሽታ ጋዝ ኣሎ።"
ADDRESS = "somebody@home.example"


class People:
    """The rota and a facilitator, each with a browser, beside the person who spoke."""

    def __init__(self, app: Flask, session: Session, walkers: Walkers, *, script: bool) -> None:
        self.app, self.session, self.walkers, self.script = app, session, walkers, script
        self.board: Board = a_board(session)
        self.first = self._at_work(Role.SAFEGUARDING_LEAD, "First Lead")
        self.outside = self._at_work(Role.OUTSIDE_PERSON, "Olu Outside")
        self.facilitator = self._at_work(Role.FACILITATOR, "Fay Facilitator")
        self.member = walkers.someone(script=script)
        self.code = self.item = ""

    def _at_work(self, role: Role, name: str) -> Walker:
        person = a_person(self.session, self.board, role, name=name, speaks=("ti",))
        commit(self.session)
        walker = self.walkers.someone(script=self.script, width=1280)
        sign_in(self.app, walker, person)
        return walker

    def say_that_somebody_may_be_hurt(self) -> None:
        member = self.member
        member.open("/ti/say")
        member.language = "ti"
        member.page.locator("main textarea").first.fill(WORDS)
        member.press("Next")
        member.choose(SAFETY.HURT_SOON)
        member.sees(SAFETY.DO_NOT_WAIT)
        member.press("Send")
        self.code = member.code()

    def open_own_page(self) -> None:
        member = self.member
        member.open("/ti/code")
        member.page.locator("main input:not([type=hidden])").first.fill(self.code)
        member.press("Open my page")

    def leave_an_address(self) -> None:
        self.open_own_page()
        page = self.member.page
        page.locator("#news summary").click()
        page.locator("#news input[type=email]").fill(ADDRESS)
        with page.expect_navigation():
            page.locator("#news input[type=email]").press("Enter")
        self.member.look()
        self.member.does_not_see(ADDRESS)

    def nobody_takes_the_call_and_the_next_does(self, database: Database) -> None:
        self.facilitator.open("/staff/inbox")
        self.facilitator.does_not_see(WORDS)
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=31)):
            assert climb_concerns(database) == 1
        outside = self.outside
        outside.open("/staff/concerns")
        outside.follow("main table a")
        outside.sees(WORDS)
        outside.sees("A call was not taken in time")
        outside.press("I have it")
        outside.sees("Olu Outside has it")
        outside.choose("Nobody is in danger: back to the inbox")
        outside.write("Why", "The gas was turned off.")
        outside.press("Keep this decision")

    def open_the_address_by_two(self) -> None:
        desk, outside = self.facilitator, self.outside
        desk.open("/staff/inbox")
        desk.follow("main table a")
        self.item = desk.path
        desk.press("Ask to see the address")
        desk.write("Why", "They asked for a map of the new kitchen.")
        desk.press("Ask a second person")
        request = desk.path
        desk.does_not_see(ADDRESS)
        outside.open(request)
        outside.press("Yes, for 30 minutes")
        outside.does_not_see(ADDRESS)
        desk.open(request)
        desk.press("Open it for 30 minutes")
        desk.sees(ADDRESS)
        desk.press("Seal it again now")
        desk.open(request)
        desk.does_not_see(ADDRESS)

    def ask_others_with_a_yes(self) -> None:
        desk, member = self.facilitator, self.member
        desk.open(self.item)
        desk.press("Ask somebody else to help")
        desk.write("An organisation", "Gas Line")
        desk.write("What they are asked to do, and what they are told", "Look at the pipes.")
        desk.choose("Ask the person on their page")
        desk.press("Keep it")
        asked = desk.path
        self.open_own_page()
        member.sees("Gas Line")
        member.press(SAFETY.YES_ASK_THEM)
        desk.open(asked)
        desk.press("They help")
        self.open_own_page()
        member.sees(SAFETY.TAKE_YES_BACK)
        desk.open(asked)
        desk.press("It is done")
        self.open_own_page()
        member.does_not_see(SAFETY.TAKE_YES_BACK)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("script", [True, False])
def test_a_call_is_taken_an_address_opens_for_two_and_help_is_asked_with_a_yes(
    app: Flask, session: Session, database: Database, walkers: Walkers, *, script: bool
) -> None:
    people = People(app, session, walkers, script=script)
    people.say_that_somebody_may_be_hurt()
    people.nobody_takes_the_call_and_the_next_does(database)
    people.leave_an_address()
    people.open_the_address_by_two()
    people.ask_others_with_a_yes()
