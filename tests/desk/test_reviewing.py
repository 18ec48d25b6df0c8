"""Answers on their way out: by e-mail, looked at, sent or sent back, and on the wall."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.answers.models import Answer, AnswerState, Outcome, Source
from advisory.answers.queries import noted, open_ask
from advisory.answers.rules import Written
from advisory.feedback.actions import answering
from advisory.feedback.models import Feedback, State
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import commit
from advisory.noticeboard import actions as noticeboard
from advisory.noticeboard.actions import Proposed
from advisory.people.models import Board, Standing, Team
from advisory.words import actions as words
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood

HEARD = "Letters come only in English."
WILL = "From May each person is asked which language they read."


@dataclass
class Desk:
    """A board with a facilitator at work and one item with a team."""

    session: Session
    browser: Browser
    board: Board
    team: Team
    facilitator: Hat
    translator: Hat
    item: Feedback

    def address(self, page: str) -> str:
        return f"/staff/inbox/{self.item.id}/{page}"

    def answered(self) -> Answer:
        ask = open_ask(self.session, self.item.contribution_id)
        written = Written(heard=HEARD, will=WILL, outcome=Outcome.INFORMATION_GIVEN)
        answer = answering.hand_in(
            self.session, self.item, written, ask=ask, board=self.board, by=None
        )
        commit(self.session)
        return answer

    def translate(self, answer: Answer, body: str) -> None:
        for text in filter(None, (answer.heard, answer.will)):
            version = next(v for v in text.versions if v.language == "ti")
            words.write_translation(
                self.session, version, body=body, ready=True, by=self.translator
            )
        answering.answer_translated(self.session, self.item, answer)
        commit(self.session)

    def reviewed(self) -> Answer:
        answer = self.session.scalars(select(Answer)).one()
        self.session.refresh(answer)
        self.session.refresh(self.item)
        commit(self.session)
        return answer


def a_desk(session: Session, browser: Browser, *, reads: str) -> Desk:
    board = a_board(session)
    facilitator = a_person(session, board, Role.FACILITATOR, name="Fern")
    translator = a_person(session, board, Role.TRANSLATOR, name="Tess", speaks=("ti", "en"))
    team = a_team(session, board, standing=Standing.ASKED_BY_LETTER)
    item, _code = some_feedback(session, board, reads=reads)
    desk = Desk(
        session,
        browser,
        board,
        team,
        hat_of(facilitator, board, Role.FACILITATOR),
        hat_of(translator, board, Role.TRANSLATOR),
        item,
    )
    understood(session, item, desk.facilitator)
    answering.route(session, item, team, board=board, by=desk.facilitator)
    commit(session)
    browser.sign_in(facilitator)
    return desk


@pytest.fixture
def desk(session: Session, browser: Browser) -> Desk:
    return a_desk(session, browser, reads="en")


@pytest.fixture
def tigrinya(session: Session, browser: Browser) -> Desk:
    return a_desk(session, browser, reads="ti")


def by_email(desk: Desk, **fields: str) -> Seen:
    filled: dict[str, Any] = {
        "who": "The practice manager",
        "came_on": "2026-11-20",
        "heard": HEARD,
        "will": WILL,
        **fields,
    }
    page = desk.browser.get(desk.address("email-answer"))
    return desk.browser.press(page, "Keep it and look at it", **filled)


def test_an_answer_that_came_by_email_keeps_its_source(desk: Desk) -> None:
    review = by_email(desk)
    assert review.h1 == "Look at the answer before it is sent"
    answer = desk.reviewed()
    assert (answer.source, answer.state) == (Source.EMAIL, AnswerState.IN_REVIEW)
    assert noted(desk.session, answer, "sealed_source") == "The practice manager, 20/11/2026"


def test_an_email_entered_twice_is_one_answer(desk: Desk) -> None:
    page = desk.browser.get(desk.address("email-answer"))
    typed: dict[str, Any] = {"who": "The practice", "came_on": "2026-11-20", "will": WILL}
    desk.browser.press(page, "Keep it and look at it", **typed)
    again = desk.browser.press(page, "Keep it and look at it", **typed)
    assert again.h1 == "Look at the answer before it is sent"
    desk.reviewed()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"who": ""}, "Write who sent it: the office, not a private name."),
        ({"came_on": ""}, "Write the day."),
        ({"came_on": "2999-01-01"}, "This day has not come yet."),
        ({"will": ""}, "Write what they answered."),
        ({"will": "a" * 100_000}, "This is too long."),
        ({"outcome": "change_planned"}, "A planned change needs its date."),
        ({"outcome": "change_made"}, "Write how we know that it changed."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    desk: Desk, fields: dict[str, str], told: str
) -> None:
    wrong = by_email(desk, **fields)
    assert wrong.status == 422
    assert told in wrong.words
    assert HEARD in wrong.text


def test_nobody_enters_an_answer_when_no_team_was_asked(session: Session, browser: Browser) -> None:
    desk = a_desk(session, browser, reads="en")
    item, _code = some_feedback(session, desk.board)
    commit(session)
    assert browser.get(f"/staff/inbox/{item.id}/email-answer").status == 409


def test_an_answer_is_sent_when_a_person_has_looked(desk: Desk) -> None:
    desk.answered()
    review = desk.browser.get(desk.address("review"))
    assert HEARD in review.words
    desk.browser.press(review, "Send to the person", safe="y", plain="y")
    assert desk.reviewed().state is AnswerState.SENT
    assert desk.item.state is State.ANSWERED


def test_sending_twice_sends_once(desk: Desk) -> None:
    desk.answered()
    review = desk.browser.get(desk.address("review"))
    for _ in range(2):
        done = desk.browser.press(review, "Send to the person", safe="y", plain="y")
        assert done.status == 200
    assert desk.reviewed().state is AnswerState.SENT


def test_nothing_is_sent_without_both_looks(desk: Desk) -> None:
    desk.answered()
    review = desk.browser.get(desk.address("review"))
    wrong = desk.browser.press(review, "Send to the person", safe="y")
    assert wrong.status == 422
    assert "Read it aloud, then tick this." in wrong.words
    assert desk.reviewed().state is AnswerState.IN_REVIEW


def test_an_answer_nobody_translated_cannot_be_sent(tigrinya: Desk) -> None:
    tigrinya.answered()
    review = tigrinya.browser.get(tigrinya.address("review"))
    assert "Waits for translation" in review.words
    assert "Send to the person" not in review.words
    forced = tigrinya.browser.post(tigrinya.address("review"), {"safe": "y", "plain": "y"})
    assert forced.status == 409
    assert tigrinya.reviewed().state is AnswerState.IN_REVIEW


def test_a_translation_nobody_checked_goes_out_only_with_its_label(tigrinya: Desk) -> None:
    tigrinya.translate(tigrinya.answered(), "ሰላም")
    review = tigrinya.browser.get(tigrinya.address("review"))
    assert [p for p in review.all("div", lang="ti") if "ሰላም" in "".join(p.itertext())]
    assert "Translated by a person. Not checked yet." in review.words
    wrong = tigrinya.browser.press(review, "Send to the person", safe="y", plain="y")
    assert wrong.status == 422
    tigrinya.browser.press(wrong, "Send to the person", safe="y", plain="y", with_label="y")
    assert tigrinya.reviewed().state is AnswerState.SENT


def test_an_answer_goes_back_with_a_note(desk: Desk) -> None:
    desk.answered()
    review = desk.browser.get(desk.address("review"))
    wrong = desk.browser.press(review, "Send it back")
    assert wrong.status == 422
    assert "Write what should change." in wrong.words
    back = desk.browser.post(desk.address("review/back"), {"back-note": "Name a day."})
    assert back.status == 200
    answer = desk.reviewed()
    assert answer.state is AnswerState.SENT_BACK
    assert noted(desk.session, answer, "sealed_note") == "Name a day."
    assert desk.item.state is State.IN_PROGRESS


def test_a_team_is_never_named_to_the_person_by_its_own_name(desk: Desk) -> None:
    desk.answered()
    review = desk.browser.get(desk.address("review"))
    (bubble,) = [box for box in review.all("article") if box.get("class") == "bubble"]
    shown = "".join(bubble.itertext())
    assert "The people who can answer" in shown
    assert desk.team.name not in shown


def test_items_of_another_board_and_held_items_are_not_there(
    session: Session, browser: Browser, desk: Desk
) -> None:
    other = a_board(session)
    foreign, _code = some_feedback(session, other)
    held, _code = some_feedback(session, desk.board, hurt_soon=True)
    commit(session)
    for item in (foreign, held):
        for page in ("review", "email-answer", "notice"):
            assert browser.get(f"/staff/inbox/{item.id}/{page}").status == 404
        assert browser.post(f"/staff/inbox/{item.id}/review/back", {}).status == 404


def published(desk: Desk, title: str) -> None:
    notice = noticeboard.propose(
        desk.session,
        Proposed(title=title, said="Letters.", did="Asked.", outcome=Outcome.CHANGE_MADE),
        board=desk.board,
        by=desk.facilitator,
    )
    noticeboard.publish(desk.session, notice, by=None)
    commit(desk.session)


def test_the_sheet_for_the_wall_shows_notices_and_never_a_persons_words(desk: Desk) -> None:
    published(desk, "Letters in your language")
    sheet = desk.browser.get("/staff/sheet")
    assert "Letters in your language" in sheet.words
    assert "The clinic letter came only in English." not in sheet.words
    assert "Your code shows you your own answer." in sheet.words


def test_the_sheet_comes_in_a_chosen_language_and_since_a_chosen_day(desk: Desk) -> None:
    published(desk, "Letters in your language")
    sheet = desk.browser.get("/staff/sheet?language=ar&since=2026-01-01")
    assert sheet.all("html", lang="ar", dir="rtl")
    assert sheet.all("h2", lang="en")
    later = desk.browser.get("/staff/sheet?since=2999-01-01")
    assert "Letters in your language" not in later.words
    assert desk.browser.get("/staff/sheet?since=soon&language=xx").status == 200
