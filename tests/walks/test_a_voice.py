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
from tests.walks.test_the_answer_comes_back import PASSAGE, WILL, Story
from tests.walks.walker import Walker

PLAYS = """sound => new Promise((done) => {
    if (sound.readyState > 1) done(true);
    for (const event of ["canplay", "error"])
        sound.addEventListener(event, () => done(!sound.error));
})"""
GIST = "The person asks how to get medicine."
SOMALI = "Sideen daawada ku heli karaa?"
ENGLISH = "How can I get this medicine?"
ANSWER = "Waxaad weydiisan kartaa farmashi kasta."


def speak(member: Walker) -> None:
    member.unfold("Speak")
    record(member.page)


def record(page: Page) -> None:
    """Speaks for a moment, and stops."""
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


def answer_in_somali(staff: Staff) -> None:
    story = Story(staff, staff.facilitator, [SOMALI, "", "", ""])
    desk = staff.facilitator
    desk.open("/staff/inbox")
    desk.follow("main table a")
    story.item = desk.path
    desk.press("Release a passage")
    desk.write("The passage, in English", PASSAGE)
    desk.press("Release it")
    story.route()
    story.answer_as_team(WILL)
    story.translate(ANSWER)
    story.send()


def speak_the_answer(staff: Staff) -> None:
    """One speaks it at the desk, another hears it and says that it is right."""
    desk, checker = staff.translator, staff.checker
    desk.context.grant_permissions(["microphone"])
    desk.open("/staff/listen?into=so")
    desk.follow(f"main table a:has-text({ANSWER!r})")
    record(desk.page)
    desk.press("Keep this sound")
    desk.sees("To hear and approve")
    checker.open(desk.path)
    checker.press("I heard it: it says these words")


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
    member.pick("I read the answer in", "so")
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

    checker.open("/staff/translate")
    checker.follow("main table a")
    checker.press("Correct and checked")

    answer_in_somali(staff)
    speak_the_answer(staff)
    member.open("/en/code")
    member.write("Your code: 16 numbers", code)
    member.press("Open my page")
    member.sees(SOMALI)
    member.sees(SAFETY.BY_TRANSCRIPT)
    member.sees(ANSWER)
    listen = member.page.locator("details.listen")
    listen.locator("summary").click()
    listen.locator("audio").evaluate("sound => sound.play()")
    assert listen.locator("audio").evaluate(PLAYS)
