"""One English sentence of the promise changes: nothing moves until every language is ready."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit
from advisory.languages.catalogues import speaking
from advisory.languages.safety import PROMISE_REST
from advisory.words.models import Method, Status, Version
from tests.building import a_board, a_person
from tests.walks.conftest import Walkers
from tests.walks.staff import sign_in
from tests.walks.walker import Walker

TEXTS = "/staff/settings/texts"
NEW = "Three people read your words. If someone is in danger, we may have to get help."
ARABIC = "يقرأ كلماتكم ثلاثة أشخاص. إذا كان أحد في خطر، فقد نضطر إلى طلب المساعدة."
OTHERS = 18


class TheSet:
    """Two who write English, two who know Arabic, and a member, each in a browser of their own."""

    def __init__(self, app: Flask, session: Session, walkers: Walkers) -> None:
        self.app, self.session, self.walkers = app, session, walkers
        self.database: Database = app.extensions["database"]
        self.board = a_board(session, languages=("en", "ar"))
        self.writer = self._at_work(Role.FACILITATOR)
        self.second = self._at_work(Role.ADMINISTRATOR)
        self.translator = self._at_work(Role.TRANSLATOR)
        self.checker = self._at_work(Role.TRANSLATOR)
        self.member = walkers.someone(language="ar")
        self.member.language = "ar"
        with speaking("ar"):
            self.old = str(PROMISE_REST)

    def _at_work(self, role: Role) -> Walker:
        speaks = ("ar",) if role is Role.TRANSLATOR else ()
        person = a_person(self.session, self.board, role, speaks=speaks)
        commit(self.session)
        walker = self.walkers.someone(width=1280)
        sign_in(self.app, walker, person)
        return walker

    def change_the_english(self) -> None:
        self.writer.open(f"{TEXTS}/PROMISE_REST")
        self.writer.write("In English", NEW)
        self.writer.choose("Yes: people translate it again")
        self.writer.press("Keep")
        self.writer.sees("1 opened language is not ready.")

    def states(self) -> list[Status]:
        with self.database.reading() as session:
            others = select(Version.status).where(Version.method != Method.ORIGINAL)
            return list(session.scalars(others))

    def nobody_can_publish(self) -> None:
        self.second.open(TEXTS)
        self.second.sees("Changed, not published")
        self.second.does_not_see("Publish in all languages")
        self.member.open("/ar/promise")
        self.member.sees(self.old)

    def translate(self) -> None:
        self.translator.open("/staff/translate")
        self.translator.follow("td.words a")
        self.translator.write("Your translation", ARABIC)
        self.translator.press("Ready to check")
        self.checker.open("/staff/translate")
        self.checker.follow("td.words a")
        self.checker.press("Correct and checked")

    def publish(self) -> None:
        self.second.open(TEXTS)
        self.second.press("Publish in all languages")
        self.second.sees("Everybody reads edition 1")


def test_a_consent_text_changes_in_every_language_at_one_moment(
    app: Flask, session: Session, walkers: Walkers
) -> None:
    texts = TheSet(app, session, walkers)
    texts.change_the_english()
    assert texts.states() == [Status.OUT_OF_DATE] * OTHERS
    texts.nobody_can_publish()
    texts.translate()
    texts.member.open("/ar/promise")
    texts.member.sees(texts.old)
    texts.publish()
    texts.member.open("/ar/promise")
    texts.member.sees(ARABIC)
    texts.member.open("/en/promise")
    texts.member.sees(NEW)
    texts.second.open("/staff/audit")
    for told in ("revised, new meaning: en", "translated: ar", "checked: ar", "set published"):
        texts.second.sees(told)
