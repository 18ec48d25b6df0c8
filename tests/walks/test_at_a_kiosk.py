"""A member who reads little answers at a kiosk in Pashto; then the staff's pages are closed."""

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from advisory.boards.actions.furnishing import furnish
from advisory.contributions.rules import read_digits
from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.languages.safety import SAFETY
from tests.building import a_board, a_person
from tests.walks.conftest import Walkers
from tests.walks.staff import sign_in

WORDS = "خط مې نه پوهېږم"


@pytest.mark.timeout(120)
def test_a_pashto_member_reaches_the_code_and_staff_pages_stay_closed(
    app: Flask, session: Session, walkers: Walkers
) -> None:
    board = a_board(session, languages=("en", "ps"))
    furnish(session, board.id, by=None)
    facilitator = a_person(session, board, Role.FACILITATOR)
    commit(session)
    screen = walkers.someone(width=800)
    sign_in(app, screen, facilitator)

    screen.open("/staff/kiosk")
    screen.press("Start the kiosk")
    screen.press("پښتو")
    screen.language = "ps"
    screen.sees(SAFETY.PROMISE_NO_NAME)
    screen.sees(SAFETY.AGREE_WRITING)
    screen.choose("Yes")
    screen.press("Next")
    screen.choose_first("radio")
    screen.choose("Bad")
    screen.write("Your words", WORDS)
    screen.press("Next")
    screen.sees(WORDS)
    screen.press("Send")
    code = screen.code()
    assert len(read_digits(code).groups) == 4
    last = screen.page.url
    screen.press(SAFETY.CODE_WRITTEN)
    assert screen.path == "/assist"

    screen.page.go_back()
    expect(screen.page.locator("body")).not_to_contain_text(code[:4])
    screen.open(last)
    assert screen.path == "/assist"
    screen.open("/staff/inbox")
    assert screen.path == "/staff/sign-in"
    screen.open("/ps/code")
    assert screen.path == "/assist"
