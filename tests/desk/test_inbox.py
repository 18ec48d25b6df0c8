"""The inbox, its address, its bulk actions, and search."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from advisory.desk.rules import happenings
from advisory.feedback.actions import reading
from advisory.feedback.actions.accepting import About
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit
from advisory.people.models import Board, Person
from advisory.routing import actions as routing
from tests.browser import Browser
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood

MOST_QUERIES = 15


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements of the block."""
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def board(session: Session) -> Board:
    return a_board(session)


@pytest.fixture
def facilitator(session: Session, board: Board) -> Person:
    return a_person(session, board, Role.FACILITATOR, name="Hawa", speaks=["ar"])


def test_words_nobody_has_understood_come_first(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    known, _ = some_feedback(session, board, words="Read already.")
    understood(session, known, hat_of(facilitator, board, Role.FACILITATOR))
    some_feedback(session, board, words="ካርድ ሓኪም የብለይን", language="ti")
    commit(session)
    browser.sign_in(facilitator)
    seen = browser.get("/staff/inbox")
    assert seen.words.index("ካርድ") < seen.words.index("Read already.")
    assert "Nobody has understood this yet" in seen.words
    assert "1 day left" in seen.words or "Due today" in seen.words
    original = next(e for e in seen.all("bdi", lang="ti") if "ካርድ" in "".join(e.itertext()))
    assert original.get("dir") == "ltr"


def test_an_empty_inbox_says_where_words_come_in(
    session: Session, facilitator: Person, browser: Browser
) -> None:
    commit(session)
    browser.sign_in(facilitator)
    assert "Nothing here now" in browser.get("/staff/inbox").words


def test_the_address_says_what_is_shown_and_each_filter_can_be_taken_away(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    topic = routing.add_topic(session, board_id=board.id, name="Letters")
    some_feedback(session, board, words="About a letter.", about=About(topic_id=topic.id))
    some_feedback(session, board, words="About a queue.")
    commit(session)
    browser.sign_in(facilitator)
    seen = browser.get(f"/staff/inbox?topic={topic.id}")
    assert "About a letter." in seen.words
    assert "About a queue." not in seen.words
    assert "Topic: Letters" in seen.words
    assert "About a queue." in browser.get(seen.link("Topic: Letters")).words


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("language=ti", "Tigrinya words"),
        ("place=Camden", "Words from Camden"),
        ("owner=me", "Mine"),
        ("channel=web&language=ti", "Tigrinya words"),
        ("column=open&owner=me", "Mine"),
        ("understood=no&place=Camden", "Words from Camden"),
        ("due=week&place=Camden", "Words from Camden"),
    ],
)
def test_a_filter_shows_only_what_fits(
    session: Session,
    board: Board,
    facilitator: Person,
    browser: Browser,
    address: str,
    shown: str,
) -> None:
    some_feedback(session, board, words="Tigrinya words", language="ti")
    some_feedback(session, board, words="Words from Camden", about=About(place="Camden"))
    mine, _ = some_feedback(session, board, words="Mine")
    understood(session, mine, hat_of(facilitator, board, Role.FACILITATOR))
    commit(session)
    browser.sign_in(facilitator)
    seen = browser.get(f"/staff/inbox?{address}")
    lines = ["".join(e.itertext()) for e in seen.all("bdi") if "clamp" in (e.get("class") or "")]
    assert lines == [shown]


@pytest.mark.parametrize(
    "address",
    ["column=nowhere", "topic=1", "show=7", "from=-3", "kind=x", "due=never", "from=9999999"],
)
def test_an_address_that_makes_no_sense_is_no_fault(
    session: Session, facilitator: Person, browser: Browser, address: str
) -> None:
    commit(session)
    browser.sign_in(facilitator)
    assert browser.get(f"/staff/inbox?{address}").status == 200


def test_the_saved_view_mine_shows_what_i_have(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    mine, _ = some_feedback(session, board, words="I took this.")
    reading.take(session, mine, by=hat_of(facilitator, board, Role.FACILITATOR))
    some_feedback(session, board, words="Somebody should.")
    commit(session)
    browser.sign_in(facilitator)
    seen = browser.get("/staff/inbox")
    assert "Somebody should." not in browser.get(seen.link("Mine")).words
    assert "I took this." not in browser.get(seen.link("Nobody’s")).words


def test_held_items_and_other_boards_are_in_no_list(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    some_feedback(session, board, words="Somebody may be hurt.", hurt_soon=True)
    some_feedback(session, a_board(session), words="Of another board.")
    commit(session)
    browser.sign_in(facilitator)
    for address in ("/staff/inbox", "/staff/inbox?column=open", "/staff/"):
        seen = browser.get(address)
        assert "may be hurt" not in seen.words
        assert "another board" not in seen.words


def test_words_stay_closed_to_a_reader_the_person_did_not_want(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    some_feedback(session, board, words="For a woman only.", wants_woman=True)
    some_feedback(session, board, words="Not for my country.", not_my_country=True)
    commit(session)
    browser.sign_in(facilitator)
    seen = browser.get("/staff/inbox")
    assert "For a woman only." not in seen.text
    assert "Not for my country." not in seen.text
    assert "Closed to you: the person asked for a woman." in seen.words
    assert "Closed to you: the person asked for nobody from their country." in seen.words


def test_chosen_items_are_taken(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    one, _ = some_feedback(session, board)
    two, _ = some_feedback(session, board)
    commit(session)
    browser.sign_in(facilitator)
    chosen = [f"F-{one.reference}"]
    seen = browser.press(browser.get("/staff/inbox"), "Take them", item=chosen)
    assert "Taken: they are yours now." in seen.words
    session.refresh(one)
    session.refresh(two)
    assert (one.owner_id, two.owner_id) == (facilitator.id, None)


def test_a_translator_is_asked_only_where_one_is_needed(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    foreign, _ = some_feedback(session, board, words="ካርድ ሓኪም የብለይን", language="ti")
    english, _ = some_feedback(session, board)
    commit(session)
    browser.sign_in(facilitator)
    both = [f"F-{foreign.reference}", f"F-{english.reference}"]
    browser.press(browser.get("/staff/inbox"), "Ask for a translator", item=both)
    session.refresh(foreign)
    session.refresh(english)
    assert (foreign.awaits_translation, english.awaits_translation) == (True, False)


def test_choosing_nothing_says_so_and_keeps_the_filters(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    some_feedback(session, board, about=About(place="Camden"))
    commit(session)
    browser.sign_in(facilitator)
    seen = browser.press(browser.get("/staff/inbox?place=Camden"), "Take them")
    assert seen.status == 422
    assert "Choose at least one item." in seen.words
    assert "Place: Camden" in seen.words


def test_what_is_chosen_by_a_made_up_reference_stays_untouched(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    held, _ = some_feedback(session, board, hurt_soon=True)
    commit(session)
    browser.sign_in(facilitator)
    chosen = {"act": "take", "item": [f"F-{held.reference}", "F-99999", "x"]}
    assert browser.post("/staff/inbox", chosen).status == 200
    session.refresh(held)
    assert held.owner_id is None


def test_pages_of_the_inbox_follow_each_other(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    for number in range(27):
        some_feedback(session, board, words=f"Remark number {number}.")
    commit(session)
    browser.sign_in(facilitator)
    first = browser.get("/staff/inbox")
    assert "1 to 25 of 27" in first.words
    second = browser.get(first.link("Next"))
    assert "26 to 27 of 27" in second.words
    assert "1 to 27 of 27" in browser.get(second.link("50")).words


@pytest.mark.parametrize("number", [3, 120])
def test_the_inbox_asks_the_database_a_constant_number_of_times(
    session: Session,
    database: Database,
    board: Board,
    facilitator: Person,
    browser: Browser,
    number: int,
) -> None:
    a_team(session, board)
    routing.add_topic(session, board_id=board.id, name="Letters")
    for index in range(number):
        some_feedback(
            session,
            board,
            language="ti" if index % 2 else "en",
            not_my_country=index % 3 == 0,
            about=About(place="Camden"),
        )
    commit(session)
    browser.sign_in(facilitator)
    browser.get("/staff/inbox")
    with counted(database.engine) as statements:
        browser.get("/staff/inbox?place=Camden&show=100")
    asked = [sql for sql in statements if not sql.startswith(("BEGIN", "PRAGMA"))]
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def test_a_reference_leads_to_its_item(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, board)
    commit(session)
    browser.sign_in(facilitator)
    for typed in (f"F-{item.reference}", f"f{item.reference}", str(item.reference)):
        assert browser.post("/staff/search", {"q": typed}).h1 == f"F-{item.reference}"


def test_a_held_reference_leads_nowhere(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    held, _ = some_feedback(session, board, hurt_soon=True)
    commit(session)
    browser.sign_in(facilitator)
    seen = browser.post("/staff/search", {"q": f"F-{held.reference}"})
    assert "There is no such item here" in seen.words


def test_a_word_is_found_however_it_is_written(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    some_feedback(session, board, words="قال الطبيب إن الموعد تأجّل", language="ar")
    some_feedback(session, board, words="Nothing of the kind.")
    commit(session)
    browser.sign_in(facilitator)
    seen = browser.post("/staff/search", {"q": "تأجل"})
    assert "الطبيب" in seen.words
    assert "Nothing of the kind." not in seen.words
    assert "newest 500 items" in seen.words


def test_search_finds_nothing_that_the_reader_may_not_open(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    some_feedback(session, board, words="secret garden", wants_woman=True)
    some_feedback(session, board, words="secret garden", hurt_soon=True)
    commit(session)
    browser.sign_in(facilitator)
    seen = browser.post("/staff/search", {"q": "garden"})
    assert "Nobody said it" in seen.words


def test_two_letters_are_too_few_to_search(
    session: Session, facilitator: Person, browser: Browser
) -> None:
    commit(session)
    browser.sign_in(facilitator)
    assert "Write a little more" in browser.post("/staff/search", {"q": "gp"}).words


def test_only_facilitators_open_the_inbox(session: Session, board: Board, browser: Browser) -> None:
    translator = a_person(session, board, Role.TRANSLATOR)
    commit(session)
    browser.sign_in(translator)
    assert browser.get("/staff/inbox").status == 403


def test_an_unknown_happening_is_still_told() -> None:
    assert "a new thing" in happenings.happening("a new thing")
