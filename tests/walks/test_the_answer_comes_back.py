"""Said, understood, translated, routed, answered, read, refused, answered again, published."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from advisory.languages.registry import LANGUAGES
from advisory.languages.safety import SAFETY
from tests.real_words import sentences
from tests.walks.conftest import Walkers
from tests.walks.staff import Staff
from tests.walks.walker import Walker

GIST = "The person asks how to get medicine."
ENGLISH = "How can I get this medicine?"
PASSAGE = "Somebody asks how to get a medicine."
HEARD = "You do not know how to get the medicine."
WILL = "You can ask for it at every pharmacy."
SECOND_WILL = "Ask for an interpreter at the desk. The pharmacy must call one."


class Story:
    """One person's words on their way through the house and back."""

    def __init__(self, staff: Staff, member: Walker, words: list[str]) -> None:
        self.staff = staff
        self.member = member
        self.said, self.answer, self.second_answer, self.heard = words[:4]
        self.code = ""
        self.item = ""

    def say(self) -> None:
        member = self.member
        member.open("/")
        member.press("Write")
        member.write("What helps? What harms?", self.said)
        member.press("Next")
        member.sees(self.said)
        member.press("Send")
        self.code = member.code()
        member.press(SAFETY.CODE_WRITTEN)
        member.sees("What happens next")

    def understand_by_gist(self) -> None:
        desk = self.staff.facilitator
        desk.open("/staff/inbox")
        desk.sees("Nobody has understood this yet")
        desk.follow("main table a")
        self.item = desk.path
        desk.press("Take it")
        desk.press("Write what an interpreter says")
        desk.write("What it means, in short", GIST)
        desk.press("I have understood it")
        desk.sees(GIST)

    def translate(self, words: str) -> None:
        """One translates the next text on the list, another checks it."""
        for walker, finish in (
            (self.staff.translator, "Ready to check"),
            (self.staff.checker, "Correct and checked"),
        ):
            walker.open("/staff/translate")
            walker.follow("main table a")
            if finish == "Ready to check":
                walker.page.locator("main textarea").first.fill(words)
            walker.press(finish)

    def route(self) -> None:
        desk = self.staff.facilitator
        desk.open(self.item)
        desk.press("Put to a team")
        desk.choose_first("radio")
        desk.press("Put it to this team")
        desk.sees("With a team")

    def answer_as_team(self, will: str, heard: str = "") -> None:
        lead = self.staff.lead
        lead.open("/staff/asks")
        lead.follow("main a[href*='/staff/asks/']")
        lead.sees(PASSAGE)
        lead.does_not_see(self.said)
        lead.press("We have it")
        if heard:
            lead.write("We heard", heard)
        lead.choose("Here is what you can do")
        lead.write("Say it in your words", will)
        lead.press("Hand in the answer")

    def send(self) -> None:
        desk = self.staff.facilitator
        desk.open(f"{self.item}/review")
        desk.choose("It is safe: no names, and no place that tells where somebody lives")
        desk.choose("It is plain: short sentences, no words of the office")
        desk.press("Send to the person")

    def read(self, answer: str) -> None:
        member = self.member
        member.open("/")
        member.press("I have a code")
        member.write("Your code: 16 numbers", self.code)
        member.press("Open my page")
        member.sees(answer)
        member.sees(SAFETY.BY_PERSON_CHECKED)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("language", "script"), [("ar", True), ("ti", False)])
def test_the_answer_comes_back_in_the_persons_language(
    app: Flask, session: Session, walkers: Walkers, language: str, *, script: bool
) -> None:
    staff = Staff(app, session, walkers, script=script)
    member = walkers.someone(script=script, language=language)
    member.language = language
    story = Story(staff, member, sentences(language))

    story.say()
    assert member.page.locator("html").get_attribute("dir") == LANGUAGES[language].direction
    story.understand_by_gist()

    desk = staff.facilitator
    desk.press("Needs a translator")
    story.translate(ENGLISH)
    desk.open(story.item)
    desk.press("Release a passage")
    desk.write("The passage, in English", PASSAGE)
    desk.press("Release it")
    story.route()

    story.answer_as_team(WILL, HEARD)
    story.translate(story.heard)
    story.translate(story.answer)
    story.send()

    story.read(story.answer)
    member.choose("No")
    member.choose("Yes, ask again")
    member.press("Send")
    desk.open(story.item)
    story.route()
    story.answer_as_team(SECOND_WILL)
    story.translate(story.second_answer)
    story.send()

    story.read(story.second_answer)
    member.choose("Yes")
    member.press("Send")

    desk.open(f"{story.item}/notice")
    desk.write("Title", "Medicine")
    desk.write("You said", "It is hard to get medicine.")
    desk.write("We did, or we will", WILL)
    desk.press("Propose it")
    staff.second.open("/staff/notices")
    staff.second.press("Medicine")
    staff.second.press("Approve and publish")
    member.open("/en/changed")
    member.language = "en"
    member.sees("It is hard to get medicine.")
