"""People answer: one question a page, everything may be skipped, nothing typed is lost."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.consultations.models import Consultation, OwnWords, Response, Stage
from advisory.consultations.queries.asking import consultation
from advisory.consultations.queries.responses import answers_in, response_of, tallies
from advisory.foundation.database import Database, commit, now
from advisory.people.models import Board
from advisory.words.rules import original
from tests.browser import Browser, Seen
from tests.building import a_board
from tests.consultations.making import an_open_one, facilitator_of, pick_of


class Asked:
    """An open consultation of three questions and a phone."""

    def __init__(self, session: Session, database: Database, browser: Browser) -> None:
        self.database, self.browser = database, browser
        self.board: Board = a_board(session)
        by = facilitator_of(session, self.board)
        self.own: Consultation = an_open_one(session, self.board, by, languages=["fa-AF"])
        self.how, self.hard, self.easier = self.own.questions
        commit(session)

    @property
    def address(self) -> str:
        return f"/en/questions/{self.own.id}"

    def start(self, language: str = "en") -> Seen:
        return self.browser.press(self.browser.get(f"/{language}/questions/{self.own.id}"), "Start")

    def check(self) -> Seen:
        """Bad, the way there, own words: to the last look."""
        seen = self.browser.press(self.start(), "Next", pick=pick_of(self.how, "Bad"))
        seen = self.browser.press(seen, "Next", pick=[pick_of(self.hard, "The way there")])
        return self.browser.press(seen, "Next", said="A bus that stops there.")

    def sent(self) -> str:
        """The code that a whole round gives."""
        return code_in(self.browser.press(self.check(), "Send"))

    def open(self, code: str) -> Seen:
        seen = self.browser.get("/en/code")
        return self.browser.press(seen, "Open my page", code=code)

    def responses(self) -> list[Response]:
        with self.database.reading() as session:
            found = session.scalars(select(Response.contribution_id)).all()
            return [one for one in (response_of(session, row) for row in found) if one]

    def counts(self) -> dict[str, int]:
        with self.database.reading() as session:
            found = tallies(session, self.own.id)
        return {
            pick: sum(languages.values())
            for picks in found.values()
            for pick, languages in picks.items()
            if sum(languages.values()) and pick != "answered"
        }


def code_in(seen: Seen) -> str:
    groups = next(
        div for div in seen.all("p") + seen.all("div") if "code-digits" in div.get("class", "")
    )
    return " ".join("".join(groups.itertext()).split())


@pytest.fixture
def asked(session: Session, database: Database, browser: Browser) -> Asked:
    return Asked(session, database, browser)


def test_the_home_page_leads_to_the_questions(asked: Asked) -> None:
    seen = asked.browser.get(asked.browser.get("/en/").link("Questions for you"))
    assert seen.says("Your last visit to a doctor")
    seen = asked.browser.get(seen.link("Your last visit"))
    assert seen.says("Which treatment a doctor gives.")
    assert seen.says("The health team of London.")


def test_a_condition_opens_a_question_and_skip_is_always_there(asked: Asked) -> None:
    seen = asked.start()
    assert seen.says("Question 1 of 2")
    bad = asked.browser.press(seen, "Next", pick=pick_of(asked.how, "Bad"), why="No seat.")
    assert bad.h1 == "What was hard?"
    assert bad.says("Question 2 of 3")
    back = asked.browser.press(bad, "Back")
    good = asked.browser.press(back, "Next", pick=pick_of(asked.how, "Good"))
    assert good.h1 == "What would make it easier?"
    assert asked.browser.press(good, "Skip").says("You skipped this.")


def test_what_was_typed_stays_under_a_skipped_question(asked: Asked) -> None:
    seen = asked.browser.press(asked.start(), "Skip", why="No seat.")
    again = asked.browser.press(seen, "Back")
    assert "No seat." in "".join(again.all("textarea")[0].itertext())


def test_the_answers_come_back_by_code_with_the_words_sealed(asked: Asked) -> None:
    code = asked.sent()
    seen = asked.open(code)
    assert seen.url == "/en/mine/response"
    assert seen.says("The way there")
    assert seen.says("A bus that stops there.")
    (response,) = asked.responses()
    assert response.sent_on is not None
    assert b"bus" not in response.sealed
    assert all(v.body is None for own in response.own_words for v in own.text.versions)
    assert asked.counts() == {
        pick_of(asked.how, "Bad"): 1,
        pick_of(asked.hard, "The way there"): 1,
    }


def test_a_double_tap_sends_once(asked: Asked) -> None:
    last = asked.check()
    first = asked.browser.press(last, "Send")
    second = asked.browser.press(last, "Send")
    assert code_in(first) == code_in(second)
    assert len(asked.responses()) == 1
    assert set(asked.counts().values()) == {1}


def test_a_response_can_be_changed_until_the_last_day_and_counts_once(asked: Asked) -> None:
    code = asked.sent()
    seen = asked.browser.press(asked.open(code), "Change my answers")
    seen = asked.browser.press(seen, "Next", pick=pick_of(asked.how, "Good"))
    seen = asked.browser.press(seen, "Next", said="An earlier bus.")
    seen = asked.browser.press(seen, "Send")
    assert seen.url == "/en/mine/response"
    assert not seen.says("The way there")
    assert seen.says("An earlier bus.")
    assert len(asked.responses()) == 1
    assert asked.counts() == {pick_of(asked.how, "Good"): 1}
    with asked.database.reading() as session:
        assert len(session.scalars(select(OwnWords)).all()) == 1
    with time_machine.travel(now() + timedelta(days=30), tick=False):
        late = asked.open(code)
        assert "Change my answers" not in late.words
        assert late.says("What we heard")


def test_nobody_changes_the_answers_of_another_code(asked: Asked) -> None:
    seen = asked.browser.press(asked.open(asked.sent()), "Change my answers")
    with asked.browser.client.session_transaction() as visit:
        visit.pop("contribution")
    for _ in range(2):
        seen = asked.browser.press(seen, "Next")
    seen = asked.browser.press(asked.browser.press(seen, "Next", said="Somebody else."), "Send")
    assert seen.status == 422
    assert [original(own.text).revision for r in asked.responses() for own in r.own_words] == [1]
    assert not asked.open(asked.sent()).says("Somebody else.")


def test_who_stops_in_the_middle_goes_on_by_the_code(asked: Asked) -> None:
    seen = asked.browser.press(asked.start(), "Next", pick=pick_of(asked.how, "Good"))
    code = code_in(asked.browser.press(seen, "Stop and finish later", said="To be finished"))
    assert asked.counts() == {}
    (response,) = asked.responses()
    assert response.sent_on is None
    asked.browser.sign_out()
    seen = asked.browser.press(asked.open(code), "Go on")
    assert "To be finished" in "".join(
        asked.browser.press(seen, "Next").all("textarea")[0].itertext()
    )


def test_the_language_changes_in_the_middle_and_nothing_is_lost(asked: Asked) -> None:
    seen = asked.browser.press(asked.start(), "Next", pick=pick_of(asked.how, "Good"))
    wall = asked.browser.press(seen, "Change language", said="Half a sen")
    dari = asked.browser.get(next(a.get("href", "") for a in wall.all("a", hreflang="fa-AF")))
    assert dari.tag == "fa-AF"
    assert dari.h1 == "fa-AF: What would make it easier?"
    assert "Half a sen" in "".join(dari.all("textarea")[0].itertext())


def test_a_language_that_is_not_open_shows_whole_english(asked: Asked) -> None:
    seen = asked.start("ti")
    assert seen.h1 == "How was your last visit?"
    assert seen.says("This part is not in your language yet.")
    assert not any("fa-AF:" in one for one in [seen.words])


def test_what_comes_after_the_last_day_is_kept_and_marked_late(asked: Asked) -> None:
    last = asked.check()
    with asked.database.transaction() as session:
        own = consultation(session, asked.own.id)
        assert own is not None
        own.stage = Stage.CLOSED
    assert not asked.browser.get("/en/").says("Questions for you")
    code = code_in(asked.browser.press(last, "Send"))
    assert asked.open(code).says("You answered after the last day.")
    (response,) = asked.responses()
    assert response.is_late
    assert asked.counts() == {}


def test_no_start_after_the_last_day(asked: Asked) -> None:
    with time_machine.travel(now() + timedelta(days=30), tick=False):
        seen = asked.browser.get(asked.address)
        assert not [b for b in seen.all("button") if "Start" in "".join(b.itertext())]
        assert asked.browser.post(asked.address).url == asked.address


def test_deleting_leaves_no_response_and_takes_it_out_of_the_counts(asked: Asked) -> None:
    code = asked.sent()
    asked.open(code)
    seen = asked.browser.get("/en/mine/delete")
    seen = asked.browser.press(seen, "Delete everything")
    assert seen.says("Your words are deleted.")
    assert asked.responses() == []
    assert asked.counts() == {}
    with asked.database.reading() as session:
        assert session.scalars(select(OwnWords)).all() == []
    assert asked.open(code).status == 422


def test_a_draft_is_nobodys_to_see(asked: Asked) -> None:
    with asked.database.transaction() as session:
        own = consultation(session, asked.own.id)
        assert own is not None
        own.stage = Stage.DRAFT
    assert asked.browser.get(asked.address).status == 404


def test_answers_keep_apart_what_was_skipped_and_what_was_not_asked(asked: Asked) -> None:
    seen = asked.browser.press(asked.start(), "Next", pick=pick_of(asked.how, "Good"))
    asked.browser.press(asked.browser.press(seen, "Skip"), "Send")
    (response,) = asked.responses()
    with asked.database.reading() as session:
        found = response_of(session, response.contribution_id)
        assert found is not None
        answers = answers_in(session, found)
    assert set(answers.given) == {asked.how.id}
    assert answers.skipped == {asked.easier.id}


def test_a_hundred_thousand_letters_get_an_answer_not_an_error(asked: Asked) -> None:
    seen = asked.browser.press(asked.start(), "Next", pick=pick_of(asked.how, "Good"))
    long = asked.browser.press(seen, "Next", said="w" * 100_000)
    assert long.status == 422
    assert long.says("This is too long. Write a shorter answer, or skip.")
    assert len("".join(long.all("textarea")[0].itertext())) == 100_000
