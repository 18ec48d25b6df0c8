from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from advisory.answers.models import Outcome
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit, now
from advisory.noticeboard.models import Notice, Publication
from advisory.people.models import Board, Person
from advisory.words import actions as texts
from advisory.words.models import Text, TextKind
from tests.browser import Browser
from tests.building import a_board, a_person, some_feedback


@pytest.fixture
def board(session: Session) -> Board:
    board = a_board(session)
    commit(session)
    return board


@pytest.fixture
def by(session: Session, board: Board) -> Person:
    return a_person(session, board, Role.FACILITATOR)


def a_notice(
    session: Session,
    board: Board,
    by: Person,
    title: str,
    *,
    outcome: Outcome = Outcome.CHANGE_MADE,
    state: Publication = Publication.PUBLISHED,
    on: date = date(2026, 11, 20),
    promised_for: date | None = None,
) -> Notice:
    def text(body: str) -> Text:
        return texts.write_text(
            session, board_id=board.id, kind=TextKind.NOTICE, language="en", body=body
        )

    notice = Notice(
        id=uuid4(),
        board_id=board.id,
        title=text(title),
        said=text("What people said."),
        did=text("What was done."),
        outcome=outcome,
        promised_for=promised_for,
        state=state,
        proposed_by_id=by.id,
        proposed_at=now(),
        published_on=on,
    )
    session.add(notice)
    return notice


@pytest.mark.parametrize(
    "page", ["", "promise", "safe-phone", "accessibility", "changed", "help", "held"]
)
@pytest.mark.parametrize("tag", ["en", "ar", "ti", "en-XA", "ar-XB"])
def test_every_page_to_read_opens_in_every_direction(
    browser: Browser, board: Board, page: str, tag: str
) -> None:
    assert browser.get(f"/{tag}/{page}").status == 200


@pytest.mark.parametrize(
    "page", ["/", "/en/", "/en/promise", "/en/changed", "/en/help", "/en/held"]
)
def test_pages_open_before_there_is_a_board(browser: Browser, page: str) -> None:
    assert browser.get(page).status == 200


def test_home_says_when_sending_is_not_open(browser: Browser, session: Session) -> None:
    board = a_board(session, sending_open=False)
    commit(session)
    assert "Sending is not open yet." in browser.get("/en/").words
    board.sending_opened_at = now()
    commit(session)
    assert "Sending is not open yet." not in browser.get("/en/").words


def test_what_changed_shows_only_what_is_published_newest_first(
    browser: Browser, session: Session, board: Board, by: Person
) -> None:
    a_notice(session, board, by, "Older", on=date(2026, 11, 1))
    a_notice(session, board, by, "Newer", on=date(2026, 11, 2))
    for state in set(Publication) - {Publication.PUBLISHED}:
        a_notice(session, board, by, f"Hidden {state}", state=state)
    commit(session)
    titles = ["".join(h2.itertext()) for h2 in browser.get("/en/changed").all("h2")]
    assert titles == ["Newer", "Older"]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_a_word(
    browser: Browser, session: Session, board: Board, by: Person, outcome: Outcome
) -> None:
    a_notice(session, board, by, "Letters", outcome=outcome)
    commit(session)
    tags = [e for e in browser.get("/ar/changed").all("span") if "tag" in e.get("class", "")]
    assert "".join(tags[0].itertext()).strip()


def test_a_promise_shows_its_date(
    browser: Browser, session: Session, board: Board, by: Person
) -> None:
    when = date(2027, 1, 29)
    a_notice(session, board, by, "Desks", outcome=Outcome.CHANGE_PLANNED, promised_for=when)
    commit(session)
    page = browser.get("/en/changed").words
    assert "Promised for: Friday 29 January 2027" in page
    assert "We look again on that day." in page


def test_what_is_not_in_the_language_is_one_block_that_says_so(
    browser: Browser, session: Session, board: Board, by: Person
) -> None:
    a_notice(session, board, by, "Letters")
    commit(session)
    page = browser.get("/ti/changed")
    heading = page.all("h2")[0]
    assert (heading.get("lang"), heading.get("dir")) == ("en", "ltr")
    assert "This part is not in your language yet." in page.words


def test_the_age_of_the_oldest_waiting_words_is_public(
    browser: Browser, session: Session, board: Board
) -> None:
    assert "wait longest" not in browser.get("/en/changed").words
    feedback, _ = some_feedback(session, board)
    feedback.arrived_on -= timedelta(days=3)
    commit(session)
    assert "3 days ago" in browser.get("/en/changed").words


def test_long_lists_come_in_pages(
    browser: Browser, session: Session, board: Board, by: Person
) -> None:
    for number in range(23):
        a_notice(session, board, by, f"Story {number}", on=date(2026, 1, 1 + number))
    commit(session)
    first = browser.get("/en/changed")
    assert len(first.all("article")) == 20
    assert len(browser.get(first.link("Next")).all("article")) == 3
    assert browser.get("/en/changed?page=-4").status == 200
    assert browser.get("/en/changed?page=99999999999999999999").status == 200


def test_more_notices_ask_the_database_no_more(
    browser: Browser, database: Database, session: Session, board: Board, by: Person
) -> None:
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = []
    for many in (3, 12):
        for number in range(many):
            a_notice(session, board, by, f"Story {number}")
        commit(session)
        asked.clear()
        browser.get("/ar/changed")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15
