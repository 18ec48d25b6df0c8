"""A Somali voice without a word in writing, from the member's mouth to the member's ear."""

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.files.models import File
from advisory.foundation.database import commit
from advisory.languages.safety import SAFETY
from tests.walks.conftest import Walkers
from tests.walks.staff import Staff
from tests.walks.walker import Walker

PLAYS = """sound => new Promise((done) => {
    if (sound.readyState > 1) done(true);
    for (const event of ["canplay", "error"])
        sound.addEventListener(event, () => done(!sound.error));
})"""
GIST = "The person asks how to get medicine."
SOMALI = "Sideen daawada ku heli karaa?"
ENGLISH = "How can I get this medicine?"


def speak(member: Walker) -> None:
    """Opens the recorder, speaks for a moment, and stops."""
    page = member.page
    member.unfold("Speak")
    page.get_by_role("button", name="Start to speak").click()
    page.get_by_role("button", name="Stop").wait_for()
    expect(page.locator("[data-time]")).to_have_text("0:02")
    page.get_by_role("button", name="Stop").click()
    page.locator(".recorder audio").wait_for()


def hear(walker: Walker) -> None:
    """The player plays, faster and the last seconds over and over."""
    page = walker.page
    page.get_by_role("button", name="1.5×").click()
    page.keyboard.press("Alt+p")
    expect(page.locator("audio")).to_have_js_property("playbackRate", 1.5)
    page.get_by_role("button", name="over and over").click()
    expect(page.get_by_role("button", name="over and over")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.locator("audio")).to_have_js_property("error", None)
    assert page.locator("audio").evaluate(PLAYS)


def sounds(session: Session) -> list[File]:
    session.expire_all()
    found = list(session.scalars(select(File)))
    commit(session)
    return found


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
def test_a_voice_comes_in_and_is_words_when_its_sound_is_gone(
    app: Flask, session: Session, walkers: Walkers
) -> None:
    staff = Staff(app, session, walkers, script=True)
    member = walkers.someone()
    member.context.grant_permissions(["microphone"])

    member.open("/en/say")
    tries = lose_the_second_part(member.page)
    speak(member)
    member.press("Next")
    assert len(tries) > 2
    member.pick("My words are in", "so")
    member.press("Send")
    code = member.code()
    staff.facilitator.open("/staff/inbox")
    staff.facilitator.sees("Nobody has understood this yet")

    desk = staff.translator
    desk.open("/staff/voices")
    desk.follow("main table a")
    hear(desk)
    desk.write("1. In short, in English", GIST)
    desk.write("2. What the voice says", SOMALI)
    desk.press("Written down: ready to check")
    desk.write("3. In English", ENGLISH)
    desk.press("Translated: ready to check")
    checker = staff.checker
    checker.open("/staff/voices")
    checker.follow("main table a")
    checker.press("Correct and checked: delete the sound")
    assert sounds(session) == []

    member.open("/en/code")
    member.write("Your code: 16 numbers", code)
    member.press("Open my page")
    member.sees(SOMALI)
    member.sees(SAFETY.BY_TRANSCRIPT)
    assert member.page.locator("main audio[src]").count() == 0
