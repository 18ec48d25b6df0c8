"""One person with every hat and somebody outside: from the first key to the first notice."""

from datetime import timedelta

import pyotp
import pytest
import time_machine
from flask import Flask

from advisory.app import welcome
from advisory.app.rooms import JOBS
from advisory.foundation.database import Database, now
from advisory.foundation.jobs import run_due
from advisory.languages.safety import SAFETY
from tests.real_words import sentences
from tests.walks.conftest import Walkers
from tests.walks.post import letters_to, page_of
from tests.walks.walker import Walker

HER_PASSWORD = "seven quiet herons by the canal"
OUTSIDE_PASSWORD = "a red kettle sings at noon"
OUTSIDE = "leyla@trust.example"
TEAM = "pharmacies@area.example"
TYPED = "The pharmacy is far."
GIST = "The person asks how to get medicine."
PASSAGE = "Somebody asks how to get a medicine."
WILL = "You can ask for it at every pharmacy."
NOTICE = "It is hard to get medicine."
MONDAY_TO_FRIDAY = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


class SmallestBoard:
    """Four browsers; whatever happens, happens on pages."""

    def __init__(self, app: Flask, walkers: Walkers, *, script: bool) -> None:
        self.app = app
        self.database: Database = app.extensions["database"]
        self.her = walkers.someone(script=script, width=1280)
        self.outside = walkers.someone(script=script, width=1280)
        self.team = walkers.someone(script=script)
        self.early = walkers.someone()
        self.member = walkers.someone(language="ar")
        self.said, self.answer = sentences("ar")[:2]
        self.item = ""
        self.outside_app = pyotp.TOTP(pyotp.random_base32())

    def work(self) -> None:
        """What the worker does in one round."""
        run_due(self.database, JOBS)

    # ── Before sending opens ─────────────────────────────────────────────────────────────────────

    def printed_key(self) -> str:
        """The one-time key as `advisory run` prints it."""
        with self.database.transaction() as session:
            lines = welcome.lines(session, self.app.config["SETTINGS"])
        before = next(at for at, line in enumerate(lines) if "one-time key" in line)
        return lines[before + 1].strip()

    def set_up(self) -> None:
        her = self.her
        her.open("/staff/set-up")
        her.write("Set-up key", self.printed_key())
        her.write("Name of the board", "Canal board")
        her.write("Your name", "Amal")
        her.write("Your e-mail address", "amal@canal.example")
        choose_password(her, HER_PASSWORD)
        set_up_second_factor(her)
        her.sees("Before sending opens")

    def type_too_early(self) -> None:
        early = self.early
        early.open("/en/say")
        early.sees("Sending is not open yet.")
        early.write("What helps? What harms?", TYPED)
        early.press("Next")

    def say_without_a_board(self) -> None:
        """There is nobody yet; the words stay in their box."""
        self.type_too_early()
        self.early.sees("Sending is not open yet.")
        self.early.sees(TYPED)

    def say_before_it_opens(self) -> None:
        """There is a board, and nobody who reads; the words stay before the last step."""
        self.type_too_early()
        self.early.press("Send")
        self.early.sees("Sending is not open yet. Your words are still here.")
        self.early.sees(TYPED)

    def furnish(self) -> None:
        her = self.her
        her.press("Add the starter texts")
        her.does_not_see("Add the starter texts")
        her.press("Check the numbers")
        her.press_each("I rang it today")
        her.does_not_see("Not checked yet")

    def invite_outside(self) -> None:
        her = self.her
        her.open("/staff/opening")
        her.press("Invite the outside person")
        her.write("Name", "Leyla")
        her.write("E-mail address", OUTSIDE)
        her.press("Invite")
        link = page_of(her.page.locator(".note bdi").first.inner_text())
        her.unfold("Give another role")
        her.pick("Role", "safeguarding_lead")
        her.press("Give this role")
        her.does_not_see(link)
        self.join(link)

    def join(self, link: str) -> None:
        outside = self.outside
        outside.open(link)
        outside.sees("Welcome, Leyla")
        choose_password(outside, OUTSIDE_PASSWORD)
        self.outside_app = set_up_second_factor(outside)
        outside.sees("Leyla")

    def choose_fallback(self) -> None:
        her = self.her
        her.open("/staff/opening")
        her.press("Choose the team")
        her.press("Add a team")
        her.write("Name of the team", "Pharmacies of the area")
        her.choose("Asked by letter: a link in a letter, no account")
        her.write("E-mail address of the team", TEAM)
        her.choose("This team takes the words that fit nowhere")
        her.press("Add this team")
        her.sees("This team takes what fits nowhere.")

    def set_hours(self) -> None:
        her = self.her
        her.open("/staff/settings")
        her.press("Hours and days away")
        for day in MONDAY_TO_FRIDAY:
            her.write(day, "9:30 to 12:30, 13:30 to 16:00")
        her.press("Keep the hours")
        her.sees("Kept.")

    def open_arabic(self) -> None:
        her = self.her
        her.open("/staff/opening")
        her.press("Open a language")
        her.pick("Language", "ar")
        her.choose("Nobody yet: I open it as a draft, and every page says so")
        her.press("Open this language")
        her.sees("Draft, said on every page")

    def open_sending(self) -> None:
        her = self.her
        her.open("/staff/opening")
        her.sees("6 of 6 are there")
        her.press("Open sending")
        her.sees("People can send words since")

    # ── The loop ─────────────────────────────────────────────────────────────────────────────────

    def say(self) -> str:
        """A member sends words in Arabic; returns the code."""
        member = self.member
        member.open("/")
        member.language = "ar"
        member.sees(SAFETY.DRAFT_LANGUAGE)
        member.press("Write")
        member.write("What helps? What harms?", self.said)
        member.press("Next")
        member.press("Send")
        code = member.code()
        member.press(SAFETY.CODE_WRITTEN)
        return code

    def read_and_route(self) -> None:
        her = self.her
        her.open("/staff/inbox")
        her.follow("main table a")
        self.item = her.path
        her.sees(self.said)
        her.press("Take it")
        her.press("Write what an interpreter says")
        her.write("What it means, in short", GIST)
        her.press("I have understood it")
        her.press("Release a passage")
        her.write("The passage, in English", PASSAGE)
        her.press("Release it")
        her.press("Put to a team")
        her.choose_first("radio")
        her.press("Put it to this team")
        her.sees("With a team")

    def answer_by_link(self) -> None:
        """The team has no account: the letter's link opens one answer, once."""
        letter = next(text for text in letters_to(self.app, TEAM) if "/staff/answer/" in text)
        assert self.said not in letter
        team = self.team
        team.open(page_of(letter))
        team.sees(PASSAGE)
        team.does_not_see(self.said)
        team.choose("Here is what you can do")
        team.write("Say it in your words", WILL)
        team.press("Hand in the answer")
        team.sees("Your answer is with us")
        team.open(page_of(letter))
        team.sees("This link was used and opens nothing more.")

    def translate_and_send(self) -> None:
        her = self.her
        her.open("/staff/me")
        her.page.locator("input[name=speaks][value=ar]").check()
        her.press("Keep")
        her.open("/staff/translate")
        her.follow("main tr:has-text('An answer to a person') a")
        her.write("Your translation", self.answer)
        her.press("Ready to check")
        her.open(f"{self.item}/review")
        her.choose("It is safe: no names, and no place that tells where somebody lives")
        her.choose("It is plain: short sentences, no words of the office")
        her.choose("Send it with the label “Not checked yet”")
        her.press("Send to the person")

    def read_answer(self, code: str) -> None:
        member = self.member
        member.open("/")
        member.press("I have a code")
        member.write("Your code: 16 numbers", code)
        member.press("Open my page")
        member.sees(self.answer)
        member.sees(SAFETY.BY_PERSON)
        member.choose("Yes")
        member.press("Send")

    # ── The noticeboard, and who looks from outside ──────────────────────────────────────────────

    def publish_alone(self) -> None:
        her = self.her
        her.open(f"{self.item}/notice")
        her.write("Title", "Medicine")
        her.write("You said", NOTICE)
        her.press("Propose it")
        her.press("Approve alone, wait two open days")
        her.sees("It is published by itself on")
        self.member.open("/en/changed")
        self.member.language = "en"
        self.member.does_not_see(NOTICE)

    def could_stop(self) -> None:
        """The outside person is told by letter, sees the notice, and leaves it."""
        with time_machine.travel(now() + timedelta(minutes=1)):
            self.work()
        told = [text for text in letters_to(self.app, OUTSIDE) if "/staff/notices" in text]
        outside = self.outside
        outside.open(page_of(told[0]))
        outside.open("/staff/notices")
        outside.press("Medicine")
        outside.sees(NOTICE)
        assert outside.page.get_by_role("button", name="Stop it").is_visible()

    def see_it_published(self) -> None:
        self.work()
        self.member.open("/en/changed")
        self.member.sees(NOTICE)

    def look_at_the_trail(self) -> None:
        """The session of last week has ended, so both factors are asked again."""
        outside = self.outside
        outside.open("/staff/audit")
        outside.write("E-mail address", OUTSIDE)
        outside.write("Password", OUTSIDE_PASSWORD)
        outside.press("Go on")
        outside.write("Number from your app", self.outside_app.now())
        outside.press("Sign in")
        outside.press("Check the chain")
        outside.sees("Checked now: every entry follows from the one before.")
        outside.sees("notice approved alone")
        outside.does_not_see(self.said)


def choose_password(walker: Walker, password: str) -> None:
    walker.write("New password", password)
    walker.write("The same password again", password)
    walker.press("Go on")


def set_up_second_factor(walker: Walker) -> pyotp.TOTP:
    """Types the key of the page into an app, and the app's number into the page."""
    secret = walker.page.locator("ol.steps strong").inner_text()
    app = pyotp.TOTP(secret.replace(" ", ""))
    walker.write("The six digits that the app shows now", app.now())
    walker.press("Go on")
    walker.sees("Write these codes down now")
    assert walker.page.locator("ol.card li").count() >= 8
    walker.press("I have them, go on")
    return app


@pytest.mark.timeout(600)
@pytest.mark.parametrize("script", [False, True])
def test_one_person_and_somebody_outside_run_a_board(
    app: Flask, walkers: Walkers, *, script: bool
) -> None:
    """The desk without script, and once with it: only then can each page be examined."""
    board = SmallestBoard(app, walkers, script=script)
    board.say_without_a_board()
    board.set_up()
    board.say_before_it_opens()

    board.furnish()
    board.invite_outside()
    board.choose_fallback()
    board.set_hours()
    board.open_arabic()
    board.open_sending()

    code = board.say()
    board.read_and_route()
    board.work()
    board.answer_by_link()
    board.translate_and_send()
    board.read_answer(code)

    board.publish_alone()
    board.could_stop()
    # A week has more than two open days.
    with time_machine.travel(now() + timedelta(days=7)):
        board.see_it_published()
        board.look_at_the_trail()
