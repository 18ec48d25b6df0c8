"""A browser that runs no script: a voice as a file, a kiosk in Pashto, and a meeting."""

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from advisory.boards.actions.furnishing import furnish
from advisory.contributions.rules import read_digits
from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.languages.safety import SAFETY
from tests.building import a_board, a_person, hat_of
from tests.files.making import sound
from tests.meetings.building import a_meeting
from tests.walks.conftest import Walkers
from tests.walks.staff import sign_in
from tests.walks.walker import Walker

WORDS = "خط مې نه پوهېږم"


@pytest.mark.once
def test_every_way_in_leads_to_a_code_without_script(
    app: Flask, session: Session, walkers: Walkers
) -> None:
    board = a_board(session, languages=("en", "ps"))
    furnish(session, board.id, by=None)
    helper = a_person(session, board, Role.FACILITATOR)
    a_meeting(session, board, hat_of(helper, board, Role.FACILITATOR))
    commit(session)
    codes = [_speaks(walkers), _comes(walkers)]
    screen = walkers.someone(script=False, width=800)
    sign_in(app, screen, helper)
    codes.append(_at_a_kiosk(screen))
    assert len({read_digits(code).groups for code in codes}) == 3


def _speaks(walkers: Walkers) -> str:
    """The phone's own recorder answers a field for files; ours stays away."""
    member = walkers.someone(script=False)
    member.open("/en/say")
    member.unfold("Speak")
    expect(member.page.locator(".recorder")).to_be_hidden()
    field = member.page.locator("input[type=file][accept='audio/*'][capture]")
    field.set_input_files({"name": "a.webm", "mimeType": "audio/webm", "buffer": sound("webm")})
    member.press("Next")
    member.unfold("Sound 1")
    expect(member.page.locator("main audio[controls]")).to_be_visible()
    member.press("Send")
    return member.code()


def _comes(walkers: Walkers) -> str:
    member = walkers.someone(script=False)
    member.open("/en/meetings")
    member.follow("main article a")
    member.press("I may come")
    member.choose("I would like an interpreter")
    member.press("Send")
    return member.code()


def _at_a_kiosk(screen: Walker) -> str:
    screen.open("/staff/kiosk")
    screen.press("Start the kiosk")
    screen.press("پښتو")
    screen.language = "ps"
    screen.choose("Yes")
    screen.press("Next")
    screen.write("Your words", WORDS)
    screen.press("Next")
    screen.sees(WORDS)
    screen.press("Send")
    code = screen.code()
    screen.press(SAFETY.CODE_WRITTEN)
    assert screen.path == "/assist"
    return code
