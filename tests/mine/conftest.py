from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers.models import Answer, Outcome
from advisory.answers.rules import Written
from advisory.contributions.rules import Digits
from advisory.feedback import queries
from advisory.feedback.actions import answering
from advisory.feedback.models import Feedback
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import Database, commit
from advisory.people.models import Board, Standing, Team
from advisory.words import actions as words
from advisory.words.models import Text
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood

HEARD_IN_ARABIC = "شكرًا لأنكم أخبرتمونا."
WILL_IN_ARABIC = "يمكنكم أن تطلبوا رسائل بلغتكم."
ARABIC = "رسالة العيادة جاءت بالإنجليزية فقط."


@dataclass
class Member:
    """A person with a code, and the staff at the other end."""

    database: Database
    browser: Browser
    board: Board
    feedback: Feedback
    digits: Digits
    facilitator: Hat
    translator: Hat

    @property
    def code(self) -> str:
        return " ".join(self.digits.groups)

    def open(self, language: str = "en") -> Seen:
        seen = self.browser.get(f"/{language}/code")
        return self.browser.press(seen, self._open_word(seen), code=self.code)

    def _open_word(self, seen: Seen) -> str:
        form = next(f for f in seen.all("form") if f.get("action", "").endswith("/code"))
        return " ".join("".join(next(iter(form.iter("button"))).itertext()).split())

    def item(self, session: Session) -> Feedback:
        found = queries.item(session, self.feedback.id)
        assert found is not None
        return found

    def now_is(self) -> Feedback:
        with self.database.reading() as session:
            return self.item(session)

    def translate(self, text: Text, language: str, body: str) -> None:
        with self.database.transaction() as session:
            text = session.get_one(Text, text.id)
            asked = words.ask_translation(session, text, language=language, due_at=None)
            version = asked or next(v for v in text.versions if v.language == language)
            words.write_translation(session, version, body=body, ready=True, by=self.translator)

    def understand(self) -> None:
        with self.database.transaction() as session:
            understood(session, self.item(session), self.facilitator)

    def route(self, standing: Standing = Standing.AGREED, shown_as: str | None = None) -> None:
        with self.database.transaction() as session:
            team = a_team(session, self.board, standing=standing)
            team.shown_as = shown_as
            answering.route(
                session,
                self.item(session),
                session.get_one(Team, team.id),
                board=self.board,
                by=self.facilitator,
            )

    def answer(self, will: str = "You can ask for letters in your language.") -> Answer:
        """Handed in, put into the person's language and sent."""
        answer = self.hand_in(will)
        reads = self.feedback.contribution.reads
        if reads != "en":
            assert answer.heard is not None
            self.translate(answer.heard, reads, HEARD_IN_ARABIC)
            self.translate(answer.will, reads, WILL_IN_ARABIC)
        self.send()
        return answer

    def hand_in(self, will: str) -> Answer:
        with self.database.transaction() as session:
            feedback = self.item(session)
            ask = answers.open_ask(session, feedback.contribution_id)
            return answering.hand_in(
                session,
                feedback,
                Written(heard="Thank you.", will=will, outcome=Outcome.INFORMATION_GIVEN),
                ask=ask,
                board=self.board,
                by=self.facilitator,
            )

    def send(self) -> None:
        with self.database.transaction() as session:
            feedback = self.item(session)
            found = answers.answers_to(session, feedback.contribution_id)[-1]
            answering.send(session, feedback, found, by=self.facilitator)


def press(member: Member, seen: Seen, label: str, **fields: str) -> Seen:
    named: dict[str, Any] = {name.replace("_", "-"): value for name, value in fields.items()}
    return member.browser.press(seen, label, **named)


def a_member(
    session: Session, database: Database, browser: Browser, said: str, language: str
) -> Member:
    board = a_board(session)
    facilitator = a_person(session, board, Role.FACILITATOR)
    translator = a_person(session, board, Role.TRANSLATOR, speaks=("ar", "ti"))
    feedback, digits = some_feedback(session, board, words=said, language=language)
    commit(session)
    return Member(
        database,
        browser,
        board,
        feedback,
        digits,
        hat_of(facilitator, board, Role.FACILITATOR),
        hat_of(translator, board, Role.TRANSLATOR),
    )


@pytest.fixture
def member(session: Session, database: Database, browser: Browser) -> Member:
    return a_member(session, database, browser, "The clinic letter came only in English.", "en")


@pytest.fixture
def amal(session: Session, database: Database, browser: Browser) -> Member:
    """She writes and reads Arabic."""
    return a_member(session, database, browser, ARABIC, "ar")
