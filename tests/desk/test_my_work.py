"""The first page of everybody who works here."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from advisory.answers.models import Outcome
from advisory.answers.rules import Written
from advisory.feedback.actions import answering, reading
from advisory.foundation.access import Role
from advisory.foundation.database import commit, now
from advisory.foundation.jobs import JobRun
from advisory.letters import actions as letters
from advisory.letters.models import Delivery
from advisory.people.models import Board
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood


@pytest.fixture
def board(session: Session) -> Board:
    return a_board(session)


def tiles(seen: Seen) -> dict[str, str]:
    """The number of each tile by its words."""
    found = {}
    for link in seen.all("a"):
        numbers = list(link.iter("b"))
        if numbers:
            words = " ".join("".join(link.itertext()).split())
            number = "".join(numbers[0].itertext())
            found[words.removeprefix(number).strip()] = number
    return found


def test_a_facilitator_sees_what_waits_and_in_which_order(
    session: Session, board: Board, browser: Browser
) -> None:
    reader = a_person(session, board, Role.FACILITATOR)
    hat = hat_of(reader, board, Role.FACILITATOR)
    known, _ = some_feedback(session, board, words="Read already.")
    understood(session, known, hat)
    foreign, _ = some_feedback(session, board, words="ካርድ", language="ti")
    reading.ask_translator(session, foreign, board=board, by=hat)
    late, _ = some_feedback(session, board, words="Waited too long.")
    late.due_at = now() - timedelta(days=9)
    commit(session)
    browser.sign_in(reader)
    seen = browser.get("/staff/")
    assert seen.h1 == "My work"
    shown = tiles(seen)
    assert shown["Nobody has understood this yet"] == "2"
    assert shown["Late"] == "1"
    assert shown["Needs translation"] == "1"
    places = [seen.words.index(said) for said in ("Waited too long.", "ካርድ", "Read already.")]
    assert places == sorted(places)


def test_a_tile_leads_to_just_those_items(session: Session, board: Board, browser: Browser) -> None:
    reader = a_person(session, board, Role.FACILITATOR)
    known, _ = some_feedback(session, board, words="Read already.")
    understood(session, known, hat_of(reader, board, Role.FACILITATOR))
    some_feedback(session, board, words="Nobody read this.")
    commit(session)
    browser.sign_in(reader)
    seen = browser.get(browser.get("/staff/").link("Nobody has understood this yet"))
    assert "Nobody read this." in seen.words
    assert "Read already." not in seen.words


def test_a_promise_that_is_due_stands_on_the_page(
    session: Session, board: Board, browser: Browser
) -> None:
    reader = a_person(session, board, Role.FACILITATOR)
    hat = hat_of(reader, board, Role.FACILITATOR)
    item, _ = some_feedback(session, board)
    understood(session, item, hat)
    ask = answering.route(session, item, a_team(session, board), board=board, by=hat)
    written = Written(
        heard="Letters come in English only.",
        will="Letters will say where to ask for an interpreter.",
        outcome=Outcome.CHANGE_PLANNED,
        by_on=date(2020, 1, 31),
    )
    answer = answering.hand_in(session, item, written, ask=ask, board=board, by=None)
    answering.send(session, item, answer, by=hat)
    commit(session)
    browser.sign_in(reader)
    seen = browser.get("/staff/")
    assert "Letters will say where to ask for an interpreter." in seen.words
    assert "Access team · Friday 31 January 2020" in seen.words


def test_an_administrator_sees_letters_and_jobs_in_trouble(
    session: Session, board: Board, browser: Browser
) -> None:
    administrator = a_person(session, board, Role.ADMINISTRATOR)
    letter = letters.enqueue(
        session,
        board_id=board.id,
        kind="answer_late",
        about={},
        dedupe_key="a letter",
        person_id=administrator.id,
    )
    assert letter is not None
    letter.delivery, letter.problem = Delivery.DEAD, "550 no such user"
    session.add(JobRun(name="climb", due_at=now(), problem="OperationalError"))
    commit(session)
    browser.sign_in(administrator)
    seen = browser.get("/staff/")
    assert "550 no such user" in seen.words
    assert "A job does not run: climb" in seen.words
    assert "Today, in this order" not in seen.words


def test_a_facilitator_alone_sees_no_troubles_of_the_machine(
    session: Session, board: Board, browser: Browser
) -> None:
    reader = a_person(session, board, Role.FACILITATOR)
    commit(session)
    browser.sign_in(reader)
    seen = browser.get("/staff/")
    assert "Letters and jobs" not in seen.words
    assert "Nothing waits for you" in seen.words


@pytest.mark.parametrize(
    ("role", "address"),
    [(Role.TRANSLATOR, "/staff/translate"), (Role.POLICY_LEAD, "/staff/asks")],
)
def test_who_has_one_task_goes_straight_there(
    session: Session, board: Board, browser: Browser, role: Role, address: str
) -> None:
    person = a_person(session, board, role, team=a_team(session, board))
    commit(session)
    browser.sign_in(person)
    answer = browser.get("/staff/", follow=False).response
    assert (answer.status_code, answer.headers["Location"]) == (303, address)


def test_who_has_several_tasks_finds_the_others_from_here(
    session: Session, board: Board, browser: Browser
) -> None:
    person = a_person(
        session, board, Role.FACILITATOR, Role.TRANSLATOR, Role.ADMINISTRATOR, speaks=["ti"]
    )
    commit(session)
    browser.sign_in(person)
    seen = browser.get("/staff/")
    assert seen.link("Translate") == "/staff/translate"
    assert "Your other work" in seen.words


def test_a_safeguarding_lead_is_led_to_the_held_items(
    session: Session, board: Board, browser: Browser
) -> None:
    lead = a_person(session, board, Role.SAFEGUARDING_LEAD)
    commit(session)
    browser.sign_in(lead)
    assert browser.get("/staff/").url == "/staff/concerns"
