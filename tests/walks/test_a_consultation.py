"""Built from a template, translated, answered in Dari on a phone, said back on the code's page."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.consultations.models import Consultation
from advisory.consultations.queries.asking import consultation
from advisory.consultations.rules.lifecycle import texts_of
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit
from advisory.languages.safety import SAFETY
from advisory.words import actions as words
from advisory.words.rules import original
from tests.building import a_person, hat_of
from tests.walks.conftest import Walkers
from tests.walks.staff import Staff
from tests.walks.walker import Walker

DARI = "fa-AF"
HEARD, HEARD_IN_DARI = "The door is hard to see.", "دروازه به سختی دیده می‌شود."
WISH = "یک بس دیرتر"


class Story:
    """A board with somebody who reads Dari, and a phone."""

    def __init__(self, app: Flask, session: Session, walkers: Walkers) -> None:
        self.session = session
        self.database: Database = app.extensions["database"]
        self.staff = Staff(app, session, walkers, script=True)
        self.desk = self.staff.facilitator
        self.translator, self.checker = (
            self.staff._at_work(Role.TRANSLATOR, speaks=(DARI,)) for _ in range(2)
        )
        self.member = walkers.someone(width=360, language=DARI)
        self.member.language = DARI

    @property
    def desk_page(self) -> str:
        """The page of the one consultation. Read apart: a row held here would stop the pages."""
        with self.database.reading() as reading:
            return f"/staff/consultations/{reading.scalars(select(Consultation.id)).one()}"

    def build(self) -> None:
        desk = self.desk
        desk.open("/staff/consultations")
        desk.press("Ask something new")
        desk.write("Who acts on it", "The health team.")
        desk.choose("دری")
        desk.press("Keep")
        desk.follow("ol a >> nth=1")
        desk.sees("When it is asked")
        desk.press("Keep")
        desk.press("To the next step")
        desk.sees("A chosen language is not translated and checked yet.")
        desk.press("Ask the translators")

    def translate_by_hand(self, words: str) -> None:
        """One translates these words, another checks them. All others wait in no order."""
        for walker, finish in (
            (self.translator, "Ready to check"),
            (self.checker, "Correct and checked"),
        ):
            walker.open("/staff/translate")
            walker.follow(f"main tr:has-text({words!r}) a")
            if walker is self.translator:
                walker.page.locator("main textarea").first.fill(f"دری {words}")
            walker.press(finish)

    def translate_the_rest(self) -> None:
        """As two people would, without thirty pages more."""
        session, board = self.session, self.staff.board
        first, second = (
            hat_of(
                a_person(session, board, Role.TRANSLATOR, speaks=(DARI,)), board, Role.TRANSLATOR
            )
            for _ in range(2)
        )
        found = consultation(session, session.scalars(select(Consultation.id)).one())
        assert found is not None
        for text in texts_of(found):
            version = next(one for one in text.versions if one.language == DARI)
            if version.body is None:
                body = f"دری {original(text).body}"
                words.write_translation(session, version, body=body, ready=True, by=first)
                words.check_translation(session, version, by=second)
        commit(session)

    def open_it(self) -> None:
        self.desk.open(self.desk_page)
        for _ in range(2):
            self.desk.press("Take this step")
        self.desk.sees("People are asked in it")

    def answer(self) -> str:
        member = self.member
        member.open("/fa-AF/questions")
        member.follow("main h2 a")
        member.press("Start")
        member.sees("دری How was your last visit?")
        member.choose("دری Bad")
        member.press("Next")
        member.sees("دری What was hard?")
        member.press("Skip")
        member.page.locator("textarea").fill(WISH)
        member.press("Next")
        member.sees("You skipped this.")
        member.press("Send")
        code = member.code()
        member.press(SAFETY.CODE_WRITTEN)
        return code

    def say_back(self) -> None:
        desk = self.desk
        desk.open(f"{self.desk_page}/responses")
        desk.sees(WISH)
        desk.open(self.desk_page)
        for _ in range(2):
            desk.press("Take this step")
        desk.press("What we heard, what they will do")
        desk.write("What we heard", HEARD)
        desk.press("Keep")
        desk.press("Publish what we heard")

    def open_page(self, walker: Walker, code: str) -> None:
        walker.open("/fa-AF/code")
        walker.page.locator("#code").fill(code)
        walker.press("Open my page")
        assert walker.path == "/fa-AF/mine/response"


def test_what_was_asked_in_dari_is_answered_back_in_dari(
    app: Flask, session: Session, walkers: Walkers
) -> None:
    story = Story(app, session, walkers)
    story.build()
    story.translate_by_hand("How was your last visit?")
    story.translate_the_rest()
    story.open_it()
    code = story.answer()
    story.say_back()
    story.open_page(story.member, code)
    story.member.sees(WISH)
    story.member.sees(HEARD)
    _translate_heard(story)
    story.member.open("/fa-AF/mine/response")
    story.member.sees(HEARD_IN_DARI)


def _translate_heard(story: Story) -> None:
    """The member's own words wait on the list too: what we heard is found by its words."""
    for walker, finish in (
        (story.translator, "Ready to check"),
        (story.checker, "Correct and checked"),
    ):
        walker.open("/staff/translate")
        walker.follow(f"main tr:has-text({HEARD!r}) a")
        if walker is story.translator:
            walker.page.locator("main textarea").first.fill(HEARD_IN_DARI)
        walker.press(finish)
