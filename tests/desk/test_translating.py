"""The translators' list, one text beside its translation, and what a finished one sets going."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from advisory.answers.models import Outcome
from advisory.answers.rules import Written
from advisory.feedback import queries as feedback
from advisory.feedback.actions import answering, reading
from advisory.feedback.models import Feedback, Understood
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import Database, commit
from advisory.people.models import Board, Person
from advisory.words import actions as words
from advisory.words import queries as texts
from advisory.words.models import Method, Status, Version
from advisory.words.rules import advice
from tests.browser import Browser
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood

ARABIC = "رسالة العيادة جاءت بالإنجليزية فقط. اتصلنا بالرقم 42."


@dataclass
class Desk:
    """A board with a facilitator and two translators of Arabic."""

    board: Board
    facilitator: Hat
    layla: Person
    omar: Person


@pytest.fixture
def desk(session: Session) -> Desk:
    board = a_board(session)
    facilitator = a_person(session, board, Role.FACILITATOR)
    return Desk(
        board=board,
        facilitator=hat_of(facilitator, board, Role.FACILITATOR),
        layla=a_person(session, board, Role.TRANSLATOR, name="Layla", speaks=["ar"]),
        omar=a_person(session, board, Role.TRANSLATOR, name="Omar", speaks=["ar"]),
    )


def asked(
    session: Session, desk: Desk, *, not_my_country: bool = False, wants_woman: bool = False
) -> tuple[Feedback, UUID]:
    """Arabic words that wait for their English."""
    item, _ = some_feedback(
        session,
        desk.board,
        words=ARABIC,
        language="ar",
        not_my_country=not_my_country,
        wants_woman=wants_woman,
    )
    reading.ask_translator(session, item, board=desk.board, by=desk.facilitator)
    version_id = _human(item).id
    commit(session)
    return item, version_id


def _human(item: Feedback) -> Version:
    text = item.contribution.messages[0].text
    return next(version for version in text.versions if version.method is Method.HUMAN)


def page_of(version_id: UUID) -> str:
    return f"/staff/translate/{version_id}"


def now_of(database: Database, item: Feedback) -> Feedback:
    with database.reading() as session:
        found = feedback.item(session, item.id)
        assert found is not None
        return found


def test_a_translator_sees_what_waits_in_their_languages(
    session: Session, browser: Browser, desk: Desk
) -> None:
    asked(session, desk)
    stranger = a_person(session, desk.board, Role.TRANSLATOR, speaks=["ti"])
    commit(session)
    browser.sign_in(desk.layla)
    assert "العيادة" in browser.get("/staff/translate").text
    browser.sign_in(stranger)
    assert "العيادة" not in browser.get("/staff/translate").text


def test_held_words_are_in_no_translators_list(
    session: Session, browser: Browser, desk: Desk
) -> None:
    item, version_id = asked(session, desk)
    reading.hold(session, item, allegation=False, board=desk.board, by=desk.facilitator)
    commit(session)
    browser.sign_in(desk.layla)
    assert "العيادة" not in browser.get("/staff/translate").text
    assert browser.get(page_of(version_id)).status == 404


def test_a_finished_translation_of_a_persons_words_is_understanding(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, version_id = asked(session, desk)
    browser.sign_in(desk.layla)
    page = browser.get(page_of(version_id))
    assert page.all("textarea")[0].get("lang") == "en"
    assert page.all("textarea")[0].get("dir") == "ltr"
    browser.press(page, "Ready to check", body="The clinic letter came only in English: 42.")
    found = now_of(database, item)
    assert found.understood_how is Understood.TRANSLATION
    assert not found.awaits_translation


def test_a_draft_is_kept_and_is_not_understanding(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, version_id = asked(session, desk)
    browser.sign_in(desk.layla)
    page = browser.press(browser.get(page_of(version_id)), "Save the draft", body="The letter")
    assert (page.all("textarea")[0].text or "").strip() == "The letter"
    assert "Numbers that are missing" in page.words
    assert now_of(database, item).understood_at is None


def test_nothing_can_be_ready_without_words(session: Session, browser: Browser, desk: Desk) -> None:
    _, version_id = asked(session, desk)
    browser.sign_in(desk.layla)
    page = browser.press(browser.get(page_of(version_id)), "Ready to check", body=" \u200b ")
    assert page.status == 422
    assert "Write the translation first." in page.words


def test_another_person_corrects_and_checks(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    _, version_id = asked(session, desk)
    browser.sign_in(desk.layla)
    browser.press(browser.get(page_of(version_id)), "Ready to check", body="The leter: 42.")
    assert "Correct and checked" not in browser.get(page_of(version_id)).words
    browser.sign_in(desk.omar)
    browser.press(browser.get(page_of(version_id)), "Correct and checked", body="The letter: 42.")
    with database.reading() as reader:
        version = texts.version(reader, version_id)
        assert version is not None
        assert (version.status, version.checker_id) == (Status.CHECKED, desk.omar.id)
        assert texts.reading(reader, version) == "The letter: 42."


def test_a_checker_sends_a_translation_back(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    _, version_id = asked(session, desk)
    browser.sign_in(desk.layla)
    browser.press(browser.get(page_of(version_id)), "Ready to check", body="Something else.")
    browser.sign_in(desk.omar)
    browser.press(browser.get(page_of(version_id)), "Send back")
    with database.reading() as reader:
        version = texts.version(reader, version_id)
        assert version is not None
        assert (version.status, version.translator_id) == (Status.DRAFT, desk.layla.id)


def test_work_is_taken_and_handed_back(session: Session, browser: Browser, desk: Desk) -> None:
    _, version_id = asked(session, desk)
    browser.sign_in(desk.layla)
    browser.press(browser.get(page_of(version_id)), "Take it")
    browser.sign_in(desk.omar)
    assert "Somebody else translates this." in browser.get(page_of(version_id)).words
    browser.sign_in(desk.layla)
    browser.press(browser.get(page_of(version_id)), "Hand it back")
    browser.sign_in(desk.omar)
    assert browser.get(page_of(version_id)).all("textarea")


def test_words_typed_while_another_person_took_the_work_are_not_lost(
    session: Session, browser: Browser, desk: Desk
) -> None:
    _, version_id = asked(session, desk)
    browser.sign_in(desk.omar)
    page = browser.get(page_of(version_id))
    with_layla = Browser(browser.app)
    with_layla.sign_in(desk.layla)
    with_layla.press(with_layla.get(page_of(version_id)), "Take it")
    late = browser.press(page, "Ready to check", body="My careful words")
    assert late.status == 422
    assert "My careful words" in late.text


def test_a_person_who_asked_for_a_woman_is_translated_by_a_woman(
    session: Session, browser: Browser, desk: Desk
) -> None:
    _, version_id = asked(session, desk, wants_woman=True)
    woman = a_person(session, desk.board, Role.TRANSLATOR, speaks=["ar"], is_woman=True)
    commit(session)
    browser.sign_in(desk.omar)
    assert "العيادة" not in browser.get("/staff/translate").text
    assert browser.get(page_of(version_id)).status == 404
    browser.sign_in(woman)
    assert "العيادة" in browser.get(page_of(version_id)).text


def test_words_stay_closed_until_the_reader_says_not_from_that_country(
    session: Session, browser: Browser, desk: Desk
) -> None:
    _, version_id = asked(session, desk, not_my_country=True)
    browser.sign_in(desk.layla)
    assert "العيادة" not in browser.get("/staff/translate").text
    closed = browser.get(page_of(version_id))
    assert "العيادة" not in closed.text
    assert browser.post(page_of(version_id), {"body": "x", "step": "ready"}).status == 404
    opened = browser.press(browser.get(closed.url), "I am not from this person")
    assert "العيادة" in opened.text


def test_an_answer_is_ready_to_send_when_both_halves_are_translated(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, _ = some_feedback(session, desk.board, words=ARABIC, language="ar")
    understood(session, item, desk.facilitator)
    team = a_team(session, desk.board)
    ask = answering.route(session, item, team, board=desk.board, by=desk.facilitator)
    written = Written(heard="Letters.", will="We give help.", outcome=Outcome.INFORMATION_GIVEN)
    answering.hand_in(session, item, written, ask=ask, board=desk.board, by=desk.facilitator)
    commit(session)
    assert item.awaits_translation
    browser.sign_in(desk.layla)
    first = browser.get(_first(browser))
    assert first.all("textarea")[0].get("dir") == "rtl"
    second = browser.press(first, "Ready to check", body="سمعنا")
    assert second.all("textarea")
    assert now_of(database, item).awaits_translation
    browser.press(second, "Ready to check", body="سنساعد")
    assert not now_of(database, item).awaits_translation


def _first(browser: Browser) -> str:
    links = [link.get("href", "") for link in browser.get("/staff/translate").all("a")]
    return next(link for link in links if link.startswith("/staff/translate/"))


def test_what_a_later_draft_replaced_is_not_translated(
    session: Session, browser: Browser, desk: Desk
) -> None:
    item, _ = some_feedback(session, desk.board, words=ARABIC, language="ar")
    understood(session, item, desk.facilitator)
    team = a_team(session, desk.board)
    ask = answering.route(session, item, team, board=desk.board, by=desk.facilitator)
    written = Written(heard="", will="An old promise.", outcome=Outcome.INFORMATION_GIVEN)
    answer = answering.hand_in(session, item, written, ask=ask, board=desk.board, by=None)
    answering.send_back(session, item, answer, note="Say when.", by=desk.facilitator)
    commit(session)
    browser.sign_in(desk.layla)
    assert "An old promise." not in browser.get("/staff/translate").text


def test_contested_words_say_so_and_a_check_settles_it(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, version_id = asked(session, desk)
    version = _human(item)
    by = hat_of(desk.layla, desk.board, Role.TRANSLATOR)
    words.write_translation(session, version, body="Wrong: 42.", ready=True, by=by)
    words.contest(session, version.text)
    commit(session)
    browser.sign_in(desk.omar)
    page = browser.get(page_of(version_id))
    assert "this is not what I meant" in page.words
    browser.press(page, "Correct and checked", body="Right: 42.")
    with database.reading() as reader:
        found = texts.version(reader, version_id)
        assert found is not None
        assert found.contested_at is None


def test_too_many_words_are_refused_and_kept(
    session: Session, browser: Browser, desk: Desk
) -> None:
    _, version_id = asked(session, desk)
    browser.sign_in(desk.layla)
    page = browser.post(page_of(version_id), {"body": "long " * 20_000, "step": "ready"})
    assert page.status == 422
    assert "long long" in page.text


def test_another_boards_text_is_not_there(session: Session, browser: Browser, desk: Desk) -> None:
    _, version_id = asked(session, desk)
    other = a_board(session)
    stranger = a_person(session, other, Role.TRANSLATOR, speaks=["ar"])
    commit(session)
    browser.sign_in(stranger)
    assert browser.get(page_of(version_id)).status == 404
    assert browser.post(f"{page_of(version_id)}/claim").status == 404


def test_advice_sees_missing_numbers_in_any_digits() -> None:
    assert advice("Call 42 or 7.", "اتصل ٤٢").lost_numbers == ("7",)
    assert advice("a" * 100, "b" * 20).is_length_usual is False
