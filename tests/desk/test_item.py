"""One item: who may open it, what it shows, and who has understood it."""

import ast
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.contributions import actions as contributions
from advisory.contributions.models import Channel, MessageKind
from advisory.desk.rules.happenings import happening
from advisory.desk.rules.steps import OFFERS, Step
from advisory.feedback.actions import accepting, reading
from advisory.feedback.actions.accepting import About
from advisory.feedback.models import Kind, Owed, Understood
from advisory.feedback.rules import Move
from advisory.foundation.access import Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import commit, now
from advisory.people.models import Board, Person
from advisory.words import actions as words
from advisory.words.models import Method
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of, some_feedback
from tests.desk.items import TIGRINYA, a_foreign_item, an_item, page

ACTIONS = Path(__file__).parents[2] / "advisory" / "feedback" / "actions"


@pytest.fixture
def board(session: Session) -> Board:
    return a_board(session)


@pytest.fixture
def facilitator(session: Session, board: Board, browser: Browser) -> Person:
    person = a_person(session, board, Role.FACILITATOR, name="Hawa", speaks=["ar"])
    commit(session)
    browser.sign_in(person)
    return person


# ── Who may open it ──────────────────────────────────────────────────────────────────────────────


def test_a_held_item_is_not_there_for_a_facilitator(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, board, hurt_soon=True)
    commit(session)
    assert browser.get(page(item)).status == 404
    assert browser.post(page(item, "take")).status == 404


def test_an_item_of_another_board_is_not_there(
    session: Session, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, a_board(session))
    commit(session)
    assert browser.get(page(item)).status == 404
    assert browser.get(page(item, "route")).status == 404
    assert browser.post(page(item, "take")).status == 404


def test_opening_an_item_is_written_down(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board)
    browser.get(page(item))
    entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "opened")).one()
    assert (entry.about_id, entry.person_id) == (item.id, facilitator.id)


def test_words_stay_closed_until_a_reader_says_they_are_not_from_the_country(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, board, words="Keep this quiet.", not_my_country=True)
    commit(session)
    seen = browser.get(page(item))
    assert "Keep this quiet." not in seen.text
    assert browser.get(page(item, "describe")).status == 403
    assert "Keep this quiet." in browser.press(seen, "I am not from this person’s country").words


def test_a_man_is_never_asked_to_open_what_was_said_for_a_woman(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(
        session, board, words="For a woman.", wants_woman=True, not_my_country=True
    )
    commit(session)
    seen = browser.get(page(item))
    assert "the person asked for a woman" in seen.words
    assert "I am not from this person’s country" not in seen.words
    assert "For a woman." not in seen.text


# ── What it shows ────────────────────────────────────────────────────────────────────────────────


def test_the_original_stands_beside_its_translation_each_in_its_direction(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, board, words="جاءت الرسالة بالإنجليزية", language="ar")
    words.write_gist(
        session,
        item.contribution.messages[0].text,
        body="The letter came in English.",
        by=hat_of(facilitator, board, Role.FACILITATOR),
    )
    commit(session)
    seen = browser.get(page(item))
    assert [box.get("dir") for box in seen.all("div", lang="ar")] == ["rtl"]
    assert "The letter came in English." in seen.words
    assert "A person told us in short what it says." in seen.words
    assert "Nobody has understood this yet." in seen.words


def test_the_whole_conversation_is_there(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board, facilitator)
    reading.ask_member(
        session,
        item,
        question="Which clinic was it?",
        board=board,
        by=hat_of(facilitator, board, Role.FACILITATOR),
    )
    contributions.say(
        session, item.contribution, "The one in Camden.", kind=MessageKind.REPLY, language="en"
    )
    commit(session)
    seen = browser.get(page(item))
    assert "We asked" in seen.words
    assert "Which clinic was it?" in seen.words
    assert "The one in Camden." in seen.words


def whats_written_down() -> set[str]:
    """Every `what` that feedback's actions give to `note`, with a stand-in for each detail."""
    details = {
        "arrived: ": [channel.value for channel in Channel],
        "understood: ": [how.value for how in Understood],
        "described: ": [*(kind.value for kind in Kind), "-"],
        "member: ": [kind.value for kind in MessageKind],
        "late: ": [f"{owed} {level}" for owed in Owed for level in (1, 2, 3)],
        "merged: ": ["1042"],
        "language named: ": ["ti", "bfi"],
    }
    found = {move.value for move in Move}
    for path in ACTIONS.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            named = getattr(call, "func", None)
            if getattr(named, "attr", getattr(named, "id", "")) != "note":
                continue
            assert isinstance(call, ast.Call)
            what = call.args[2] if len(call.args) > 2 else None
            if isinstance(what, ast.Constant):
                found.add(str(what.value))
            elif isinstance(what, ast.JoinedStr):
                start = what.values[0]
                assert isinstance(start, ast.Constant)
                known = str(start.value)
                found |= {known + detail for detail in details[known]}
    return found


def test_every_happening_has_a_sentence() -> None:
    whats = whats_written_down()
    assert {"taken", "held", "understood: gist", "late: answer 2", "merged: 1042"} <= whats
    unknown = happening("something else").split(":")[0]
    assert [what for what in sorted(whats) if happening(what).startswith(unknown)] == []


def test_every_step_has_its_page(app_pages: set[str]) -> None:
    assert {f"desk.{step.value}" for step in Step} <= app_pages
    assert set(OFFERS) == set(Step)


@pytest.fixture
def app_pages(browser: Browser) -> set[str]:
    return set(browser.app.view_functions)


# ── Understanding ────────────────────────────────────────────────────────────────────────────────


def test_an_item_is_taken_and_given_back(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board)
    seen = browser.press(browser.get(page(item)), "Take it")
    assert "You have it" in seen.words
    assert "Nobody has it" in browser.press(seen, "Give it back").words


def test_a_reader_of_the_language_says_that_they_understand(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, board, words="جاءت الرسالة", language="ar")
    commit(session)
    seen = browser.press(browser.get(page(item)), "I read العربية: I understand it")
    assert "Read in the original" in seen.words
    assert "Nobody has understood this yet." not in seen.words


def test_nobody_understands_a_language_they_do_not_read(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = a_foreign_item(session, board)
    assert "understand it" not in browser.get(page(item)).words
    assert browser.post(page(item, "understand")).status == 409
    session.refresh(item)
    assert item.understood_at is None


def test_a_spoken_gist_is_enough_to_understand(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = a_foreign_item(session, board)
    form = browser.get(page(item, "gist"))
    assert TIGRINYA in form.words
    seen = browser.press(form, "I have understood it", gist="No card from the doctor.")
    assert "No card from the doctor." in seen.words
    assert "Spoken gist by an interpreter" in seen.words


def test_an_empty_gist_is_asked_for_again(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = a_foreign_item(session, board)
    seen = browser.press(browser.get(page(item, "gist")), "I have understood it", gist=" ")
    assert seen.status == 422
    assert "Write what you were told." in seen.words


def test_far_too_many_words_are_refused_kindly_and_kept(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = a_foreign_item(session, board)
    long = "word " * 20_000
    seen = browser.press(browser.get(page(item, "gist")), "I have understood it", gist=long)
    assert seen.status == 422
    assert "Use 5,000 characters or fewer." in seen.words
    assert long.strip() in seen.text


def test_a_translator_is_asked_once(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = a_foreign_item(session, board)
    seen = browser.press(browser.get(page(item)), "Needs a translator")
    assert "A translator was asked" in seen.words
    assert browser.post(page(item, "translator")).status == 409


def test_the_language_of_the_words_can_be_named(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, board, words=TIGRINYA, language="und", reads="ti")
    commit(session)
    assert "Not known yet" in browser.get(page(item)).words
    seen = browser.press(browser.get(page(item, "language")), "Keep it", language="ti")
    assert "Original, ትግርኛ" in seen.words
    session.refresh(item.contribution)
    assert item.contribution.speaks == "ti"


def test_more_words_of_the_person_ask_to_be_understood_again(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board, facilitator)
    accepting.add_words(session, item, "And one more thing.", language="en", token="another")
    commit(session)
    seen = browser.get(page(item))
    assert "Nobody has understood this yet." in seen.words
    assert "The person added more words" in seen.words


def test_a_translation_by_a_person_lets_a_reader_understand(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = a_foreign_item(session, board)
    text = item.contribution.messages[0].text
    translator = a_person(session, board, Role.TRANSLATOR, speaks=["ti"])
    version = words.ask_translation(session, text, language="en", due_at=now() + timedelta(days=1))
    assert version is not None
    assert version.method is Method.HUMAN
    hat = hat_of(translator, board, Role.TRANSLATOR)
    words.write_translation(session, version, body="No card.", ready=True, by=hat)
    commit(session)
    seen = browser.press(browser.get(page(item)), "I have read it and understand it")
    assert "Translated by a person, not checked" in seen.words


def test_a_number_that_is_no_item_is_not_there(facilitator: Person, browser: Browser) -> None:
    assert browser.get(f"/staff/inbox/{UUID(int=7)}").status == 404


def test_an_item_shows_what_the_person_chose(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, board, about=About(place="Camden"))
    commit(session)
    seen = browser.get(page(item))
    assert "Camden" in seen.words
    assert "News by" in seen.words
