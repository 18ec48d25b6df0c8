"""A Somali voice without a word in writing, from the member's mouth to the member's ear."""

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.files.models import File
from advisory.foundation.database import commit
from tests.walks.conftest import Walkers
from tests.walks.staff import Staff
from tests.walks.walker import Walker


def speak(member: Walker) -> None:
    """Opens the recorder, speaks for a moment, and stops."""
    page = member.page
    member.unfold("Speak")
    page.get_by_role("button", name="Start to speak").click()
    page.get_by_role("button", name="Stop").wait_for()
    expect(page.locator("[data-time]")).to_have_text("0:02")
    page.get_by_role("button", name="Stop").click()
    page.locator(".recorder audio").wait_for()


def lose_the_second_part(page: Page) -> list[int]:
    """The connection breaks once in the middle; the numbers of all answers are noted."""
    seen: list[int] = []

    def route(one: Route) -> None:
        seen.append(len(seen))
        if len(seen) == 2:
            one.abort("connectionreset")
        else:
            one.continue_()

    page.route("**/say/sound", route)
    return seen


@pytest.mark.timeout(300)
def test_a_voice(app: Flask, session: Session, walkers: Walkers) -> None:
    staff = Staff(app, session, walkers, script=True)
    member = walkers.someone()
    member.context.grant_permissions(["microphone"])

    member.open("/en/say")
    tries = lose_the_second_part(member.page)
    speak(member)
    member.press("Next")
    assert len(tries) > 2
    member.press("Send")
    assert member.code()
    session.expire_all()
    [kept] = session.scalars(select(File))
    assert 1 <= kept.seconds <= 4
    commit(session)
    staff.facilitator.open("/staff/inbox")
    staff.facilitator.sees("Nobody has understood this yet")
