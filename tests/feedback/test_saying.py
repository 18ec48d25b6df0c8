"""From the words to the code, as a person with an old phone and no script does it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from advisory.clocks.models import Closure
from advisory.contributions.models import Contribution, Draft, Receipt, Use
from advisory.contributions.rules import new_form_token, read_digits
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit, now
from advisory.languages.dates import london
from advisory.people.models import Board
from advisory.routing.models import Service, Topic
from advisory.words import actions as texts
from advisory.words.models import TextKind
from tests.browser import Browser, Seen
from tests.building import a_board, a_person
from tests.feedback.steps import WORDS, digits, everything_said, how_many, only_one, send, write


@pytest.fixture
def board(session: Session) -> Board:
    board = a_board(session)
    a_person(session, board, Role.FACILITATOR)
    commit(session)
    return board


def test_two_screens_lead_to_the_words_and_one_more_to_the_code(
    browser: Browser, board: Board, database: Database
) -> None:
    home = browser.get("/ar/")
    page = browser.get(home.link("Write"))
    assert "You do not need to give your name." in page.words
    check = browser.press(page, "Next", said=WORDS)
    assert WORDS in check.words
    code = browser.press(check, "Send")
    assert code.h1 == "This is your code. Write it down now."
    assert len(read_digits(digits(code)).groups) == 4
    assert everything_said(database) == [[WORDS]]


def test_the_code_stands_in_no_address_and_no_title(browser: Browser, board: Board) -> None:
    code = send(browser)
    number = digits(code)
    assert number not in code.url
    assert number not in code.title
    assert number[:4] not in code.title


def test_the_words_are_taken_to_be_in_the_language_of_the_page(
    browser: Browser, board: Board, database: Database
) -> None:
    send(browser)
    _, contribution = only_one(database)
    assert (contribution.speaks, contribution.reads) == ("ar", "ar")


def test_a_person_may_write_in_one_language_and_read_in_another(
    browser: Browser, board: Board, database: Database
) -> None:
    browser.press(write(browser, WORDS), "Send", speaks="apd", reads="fr")
    _, contribution = only_one(database)
    assert (contribution.speaks, contribution.reads) == ("apd", "fr")


def test_topic_place_and_service_may_be_said(
    browser: Browser, board: Board, session: Session, database: Database
) -> None:
    topic, service = (
        kind(
            id=uuid4(),
            board_id=board.id,
            name=texts.write_text(
                session, board_id=board.id, kind=TextKind.NAME, language="en", body=name
            ),
            position=1,
        )
        for kind, name in ((Topic, "Medicine"), (Service, "Hospital"))
    )
    session.add_all((topic, service))
    commit(session)
    check = write(browser, WORDS)
    assert "Medicine" in check.words
    assert "Hospital" in check.words
    browser.press(check, "Send", topic=str(topic.id), service=str(service.id), place="Hackney")
    feedback, _ = only_one(database)
    assert (feedback.topic_id, feedback.service_id) == (topic.id, service.id)
    assert feedback.place == "Hackney"


def test_what_nobody_offered_counts_as_left_out(
    browser: Browser, board: Board, database: Database
) -> None:
    browser.press(
        write(browser, WORDS),
        "Send",
        topic=str(uuid4()),
        service="1",
        place="Atlantis",
        speaks="xx",
        reads="yy",
        use="sell",
    )
    feedback, contribution = only_one(database)
    assert (feedback.topic_id, feedback.service_id, feedback.place) == (None, None, None)
    assert (contribution.speaks, contribution.reads) == ("und", "en")
    assert contribution.use is Use.COUNT


def test_a_woman_is_offered_only_where_a_woman_reads(
    browser: Browser, board: Board, session: Session, database: Database
) -> None:
    assert "A woman should read it" not in write(browser, WORDS).words
    a_person(session, board, Role.FACILITATOR, name="Almaz", is_woman=True)
    commit(session)
    check = write(browser, WORDS)
    assert "A woman should read it" in check.words
    browser.press(check, "Send", wants_woman="y", not_my_country="y", use="quote")
    _, contribution = only_one(database)
    assert contribution.wants_woman
    assert contribution.not_my_country
    assert contribution.use is Use.QUOTE


def test_someone_who_may_be_hurt_is_told_not_to_wait_and_is_held(
    browser: Browser, board: Board, database: Database
) -> None:
    check = write(browser, WORDS)
    assert "so do not wait for us. Call 999" in check.words
    assert "We next read messages on" in check.words
    browser.press(check, "Send", hurt_soon="y")
    feedback, _ = only_one(database)
    assert feedback.held


def test_people_hear_that_we_are_away_before_they_send(
    browser: Browser, board: Board, session: Session
) -> None:
    today = london(now()).date()
    assert "We are away." not in write(browser, WORDS).words
    closure = Closure(
        id=uuid4(),
        calendar_id=board.calendar_id,
        first_on=today,
        last_on=today + timedelta(9),
        reason="Winter",
    )
    session.add(closure)
    commit(session)
    assert "We are away. Nobody reads messages before" in write(browser, WORDS).words


def test_the_date_promised_before_sending_is_the_date_kept(
    browser: Browser, board: Board, database: Database
) -> None:
    check = write(browser, WORDS, "en")
    browser.press(check, "Send")
    feedback, _ = only_one(database)
    assert f"UK date: {feedback.promised_on:%d/%m/%Y}" in check.words


def test_nobody_else_opens_a_draft_or_a_code(app: Flask, browser: Browser, board: Board) -> None:
    check = write(browser, WORDS)
    code = browser.press(check, "Send")
    stranger = Browser(app)
    assert WORDS not in stranger.get(check.url).text
    assert stranger.get(code.url).status == 404
    assert stranger.get(code.url.replace("/code", "/next")).status == 404
    assert stranger.post(code.url.replace("/code", "/without-code")).status == 404
    assert digits(browser.get(code.url)) == digits(code)


def test_the_tokens_of_others_open_nothing(
    browser: Browser, board: Board, database: Database
) -> None:
    check = write(browser, WORDS)
    seen = browser.press(check, "Send", token=new_form_token())
    assert seen.url == "/ar/say?closed=1"
    assert everything_said(database) == []


def test_words_can_be_changed_before_sending_and_the_rest_stays(
    browser: Browser, board: Board, database: Database
) -> None:
    check = write(browser, "First.", "en")
    again = browser.press(check, "Change my words", place="Brent")
    assert "First." in again.text
    check = browser.press(again, "Next", said="Better.")
    browser.press(check, "Send")
    assert everything_said(database) == [["Better."]]
    assert only_one(database)[0].place == "Brent"


def test_changing_the_language_keeps_the_words_and_the_page(
    browser: Browser, board: Board, database: Database
) -> None:
    languages = browser.press(browser.get("/en/say"), "Change language", said=WORDS)
    page = browser.get(languages.link("العربية"))
    assert page.url.startswith("/ar/say/")
    assert WORDS in page.text
    check = browser.press(page, "Next")
    languages = browser.press(check, "Change language", place="Ealing", hurt_soon="y")
    check = browser.get(languages.link("ትግርኛ"))
    assert re.fullmatch(r"/ti/say/[0-9a-f-]{36}/check", check.url)
    browser.press(check, "Send")
    feedback, contribution = only_one(database)
    assert feedback.place == "Ealing"
    assert feedback.held
    assert everything_said(database) == [[WORDS]]
    assert contribution.speaks == "ar"


def test_a_draft_language_leads_to_english_with_the_words(browser: Browser, board: Board) -> None:
    def see_it_in_english(seen: Seen, **typed: str) -> Seen:
        form = {"token": seen.all("input", name="token")[0].get("value"), "switch": "en", **typed}
        return browser.post(seen.url, form)

    page = see_it_in_english(browser.get("/ti/say"), said=WORDS)
    assert page.url.startswith("/en/say/")
    assert WORDS in page.text
    check = browser.press(page, "Next")
    assert see_it_in_english(check, place="Brent").url == check.url
    assert see_it_in_english(browser.get("/ti/say")).url == "/en/say"


def test_changing_the_language_of_an_empty_page_keeps_nothing(
    browser: Browser, board: Board, database: Database
) -> None:
    languages = browser.press(browser.get("/en/say"), "Change language")
    assert languages.link("العربية") == "/ar/say"
    assert how_many(database, Draft) == 0


def test_enter_on_the_check_page_does_not_change_the_language(
    browser: Browser, board: Board
) -> None:
    check = write(browser, WORDS)
    first = next(one for one in check.all("button") if one.get("form") == "sending")
    assert first.get("name") is None


def test_closed_sending_is_said_before_the_box_and_keeps_the_words(
    browser: Browser, session: Session, database: Database
) -> None:
    a_board(session, sending_open=False)
    commit(session)
    page = browser.get("/en/say")
    assert page.words.index("Sending is not open yet.") < page.words.index("What helps?")
    assert page.link("Get help now") == "/en/help"
    check = browser.press(page, "Next", said="Kept words.")
    seen = browser.press(check, "Send", place="Brent")
    assert seen.status == 422
    assert "Sending is not open yet. Your words are still here." in seen.words
    assert "Kept words." in seen.words
    assert [one.get("value") for one in seen.all("option", selected="")][:1] == ["Brent"]
    assert how_many(database, Contribution) == 0


def test_before_there_is_a_board_the_words_page_says_so(browser: Browser) -> None:
    page = browser.get("/en/say")
    assert "Sending is not open yet." in page.words
    kept = browser.press(page, "Next", said="Words.")
    assert "Sending is not open yet." in kept.words
    assert "Words." in kept.words


def test_the_code_can_be_seen_again_for_a_day_and_not_longer(
    browser: Browser, board: Board, database: Database
) -> None:
    code = send(browser)
    browser.post("/ar/only-mine")
    assert digits(browser.get(code.url)) == digits(code)
    with time_machine.travel(now() + timedelta(hours=19), tick=True):
        assert digits(browser.get(code.url)) == digits(code)
    with time_machine.travel(now() + timedelta(hours=25), tick=True):
        assert browser.get(code.url).status == 404


def test_i_wrote_it_down_leads_to_what_happens_next(
    browser: Browser, board: Board, database: Database
) -> None:
    code = browser.press(write(browser, WORDS, "en"), "Send")
    seen = browser.get(code.link("I wrote it down"))
    feedback, _ = only_one(database)
    assert seen.h1 == "What happens next"
    assert f"{feedback.promised_on:%d/%m/%Y}" in seen.words
    assert seen.link("I have a code") == "/en/code"


def test_without_a_code_nothing_opens_the_words_any_more(
    browser: Browser, board: Board, database: Database
) -> None:
    code = send(browser)
    seen = browser.press(code, "I do not want a code")
    assert seen.h1 == "What happens next"
    assert "Without a code you can still read the public answers." in seen.words
    assert how_many(database, Receipt) == 0
    assert browser.get(code.url).h1 == "What happens next"
    assert everything_said(database) == [[WORDS]]


def test_leaving_ends_the_way_back_to_the_code(browser: Browser, board: Board) -> None:
    code = send(browser)
    browser.press(code, "Leave this page", follow=False)
    assert browser.get(code.url).status == 404


def test_looking_writes_no_draft(browser: Browser, board: Board, database: Database) -> None:
    browser.get("/en/say")
    assert how_many(database, Draft) == 0
