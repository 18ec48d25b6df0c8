"""Staff write for a person beside them, and what came on paper, by voice, by telephone."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.contributions import actions as contributions
from advisory.contributions.models import Channel, Code, Consent, ConsentWording, Contribution
from advisory.contributions.rules import MISSES_A_MONTH, Digits, read_digits
from advisory.desk.rules.happenings import happening
from advisory.feedback.models import Feedback
from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.languages.catalogues import reading_from
from advisory.languages.safety import SAFETY
from advisory.people.models import Board, Person
from advisory.words import queries as words
from advisory.words import rules
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, hat_of

SAID = "ደብዳቤ ናይቲ ክሊኒክ ብእንግሊዝኛ ጥራይ እዩ።"


@pytest.fixture
def board(session: Session) -> Board:
    return a_board(session)


@pytest.fixture
def facilitator(session: Session, board: Board, browser: Browser) -> Person:
    person = a_person(session, board, Role.FACILITATOR)
    commit(session)
    browser.sign_in(person)
    return person


def code_on(seen: Seen) -> Digits:
    label = next(p.get("aria-label") for p in seen.all("p") if p.get("role") == "img")
    return read_digits(label or "")


def to_the_words(browser: Browser, *, speaks: str = "ti", reads: str = "ti") -> Seen:
    start = browser.get("/staff/write-for")
    promise = browser.press(start, "Go on to the promise", speaks=speaks, reads=reads)
    return browser.press(promise, "Go on", agrees="yes")


def everything(session: Session) -> tuple[Feedback, Contribution]:
    session.expire_all()
    item = session.scalars(select(Feedback)).one()
    commit(session)
    return item, item.contribution


def said_by(session: Session, contribution: Contribution) -> tuple[str, str]:
    version = rules.original(contribution.messages[0].text)
    return words.reading(session, version), version.language


def test_a_person_says_yes_hears_it_back_and_gets_a_slip(
    session: Session, browser: Browser, facilitator: Person
) -> None:
    page = to_the_words(browser)
    back = browser.press(page, "Go on and read it back", words=SAID, place="Camden", use="quote")
    assert SAID in back.words
    assert back.h1 == "“This is what I wrote. Is it right?”"
    slip = browser.press(back, "They say it is right")
    assert slip.all("html", lang="ti")
    _item, contribution = everything(session)
    assert contributions.open_by_code(session, code_on(slip)) is contribution
    assert said_by(session, contribution) == (SAID, "ti")
    assert (contribution.channel, contribution.reads) == (Channel.HELPER, "ti")
    consents = session.scalars(select(Consent)).all()
    assert {row.to for row in consents} == {"being_read", "quote", "count"}
    assert all(row.spoken and row.heard_by_id == facilitator.id for row in consents)


def test_the_promise_is_read_in_the_language_of_the_person_and_in_english(
    browser: Browser, facilitator: Person
) -> None:
    start = browser.get("/staff/write-for")
    promise = browser.press(start, "Go on to the promise", speaks="ar", reads="ar")
    theirs = [block for block in promise.all("div", lang="ar") if block.get("dir") == "rtl"]
    assert theirs or "not in this language yet" in promise.words
    assert "We do not tell the Home Office who you are." in promise.words


def test_the_yes_is_kept_in_the_language_of_the_person_not_in_that_of_the_desk(
    session: Session, browser: Browser, facilitator: Person, tmp_path: Path
) -> None:
    said = Catalog(locale="ti")
    for sentence in (SAFETY.PROMISE, SAFETY.SPOKEN_CONSENT, SAFETY.STOP_ANY_TIME):
        said.add(sentence.message, f"ti: {sentence.message}")
    (tmp_path / "ti/LC_MESSAGES").mkdir(parents=True)
    with (tmp_path / "ti/LC_MESSAGES/safety.mo").open("wb") as file:
        write_mo(file, said)
    with reading_from(tmp_path):
        page = to_the_words(browser)
        back = browser.press(page, "Go on and read it back", words=SAID)
        browser.press(back, "They say it is right")
    is_promise = ConsentWording.revision.startswith("being_read/")
    kept = session.scalars(select(ConsentWording).where(is_promise)).one()
    assert (kept.language, kept.sentence[:4]) == ("ti", "ti: ")


def test_a_person_who_says_no_leaves_nothing_behind(
    session: Session, browser: Browser, facilitator: Person
) -> None:
    start = browser.get("/staff/write-for")
    promise = browser.press(start, "Go on to the promise", speaks="ti", reads="ti")
    stopped = browser.press(promise, "Go on", agrees="no")
    assert stopped.h1 == "Nothing was kept"
    assert browser.get("/staff/write-for/words").h1 == "Write for someone"
    assert session.scalar(select(func.count()).select_from(Contribution)) == 0


def test_the_languages_are_asked_not_guessed(browser: Browser, facilitator: Person) -> None:
    start = browser.get("/staff/write-for")
    wrong = browser.press(start, "Go on to the promise", speaks="ti")
    assert wrong.status == 422
    assert "Choose a language." in wrong.words


def test_nobody_writes_before_the_yes(browser: Browser, facilitator: Person) -> None:
    start = browser.get("/staff/write-for")
    promise = browser.press(start, "Go on to the promise", speaks="ti", reads="ti")
    silent = browser.press(promise, "Go on")
    assert silent.status == 422
    assert "Ask, and choose what they said." in silent.words
    assert browser.get("/staff/write-for/words").h1 == "Write for someone"


def test_the_interpreters_english_is_kept_as_english_and_answered_in_their_language(
    session: Session, browser: Browser, facilitator: Person
) -> None:
    page = to_the_words(browser)
    back = browser.press(
        page, "Go on and read it back", words="The letter was in English.", written_in="english"
    )
    browser.press(back, "They say it is right")
    item, contribution = everything(session)
    assert said_by(session, contribution) == ("The letter was in English.", "en")
    assert contribution.reads == "ti"
    assert "written in English, said in: ti" in [event.what for event in item.events]


def test_the_slip_is_gone_when_the_person_has_it(browser: Browser, facilitator: Person) -> None:
    back = browser.press(to_the_words(browser), "Go on and read it back", words=SAID)
    slip = browser.press(back, "They say it is right")
    assert code_on(browser.get("/staff/slip")) == code_on(slip)
    browser.press(slip, "Finish")
    assert browser.get("/staff/slip").h1 == "Write for someone"


def test_sending_twice_keeps_once_and_shows_the_same_code(
    session: Session, browser: Browser, facilitator: Person
) -> None:
    back = browser.press(to_the_words(browser), "Go on and read it back", words=SAID)
    first = browser.press(back, "They say it is right")
    again = browser.press(back, "They say it is right")
    assert code_on(again) == code_on(first)
    everything(session)


def test_words_typed_stay_through_the_steps_and_through_mistakes(
    browser: Browser, facilitator: Person
) -> None:
    page = to_the_words(browser)
    wrong = browser.press(page, "Go on and read it back", words="Kept words", way_back="slip")
    assert wrong.status == 422
    assert "Write the five digits of the slip." in wrong.words
    assert "Kept words" in wrong.text
    right = browser.press(wrong, "Go on and read it back", way_back="none")
    changing = browser.get(right.link("Change it"))
    assert "Kept words" in changing.text


@pytest.mark.parametrize("typed", ["", "\u202e\u200f", "a" * 100_000, "\x00"])
def test_words_that_cannot_be_kept_say_why(
    browser: Browser, facilitator: Person, typed: str
) -> None:
    wrong = browser.press(to_the_words(browser), "Go on and read it back", words=typed)
    assert wrong.status == 422
    assert ("This is too long" if len(typed) > 100 else "Write what they said") in wrong.words


def test_someone_who_may_be_hurt_is_held_at_once(
    session: Session, browser: Browser, facilitator: Person
) -> None:
    page = to_the_words(browser)
    back = browser.press(page, "Go on and read it back", words=SAID, hurt_soon="y")
    slip = browser.press(back, "They say it is right")
    item, _contribution = everything(session)
    assert item.held
    assert slip.status == 200


def test_nobody_writes_for_someone_before_sending_opens(session: Session, browser: Browser) -> None:
    board = a_board(session, sending_open=False)
    person = a_person(session, board, Role.FACILITATOR)
    commit(session)
    browser.sign_in(person)
    for address in ("/staff/write-for", "/staff/arrived"):
        closed = browser.get(address)
        assert closed.status == 409
        assert "Sending is not open yet" in closed.words


def arrive(browser: Browser, **fields: str) -> Seen:
    page = browser.get("/staff/arrived")
    filled: dict[str, Any] = {
        "channel": "paper",
        "written_by": "themselves",
        "speaks": "ar",
        "reads": "ar",
        "words": "الرسالة",
        **fields,
    }
    return browser.press(page, "Keep it", **filled)


def test_notes_of_a_group_count_its_heads_and_keep_their_day(
    session: Session, browser: Browser, facilitator: Person
) -> None:
    slip = arrive(browser, channel="group", heads="١٢", said_on="2026-11-02", way_back="none")
    assert slip.all("html", lang="ar")
    item, contribution = everything(session)
    assert (contribution.channel, contribution.heads) == (Channel.GROUP, 12)
    assert contribution.made_on == date(2026, 11, 2)
    assert "written down by: themselves" in [event.what for event in item.events]
    assert session.scalar(select(func.count()).select_from(Code)) == 0


def test_a_group_of_one_is_asked_about(browser: Browser, facilitator: Person) -> None:
    wrong = arrive(browser, channel="group")
    assert wrong.status == 422
    assert "How many people were in the group?" in wrong.words


@pytest.mark.parametrize("day", ["2999-01-01", "1999-01-01", "soon"])
def test_a_day_that_cannot_be_is_asked_again(
    browser: Browser, facilitator: Person, day: str
) -> None:
    wrong = arrive(browser, said_on=day)
    assert wrong.status == 422
    assert "الرسالة" in wrong.text


def test_a_torn_off_slip_is_tied_to_the_words(
    session: Session, browser: Browser, board: Board, facilitator: Person
) -> None:
    by = hat_of(facilitator, board, Role.FACILITATOR)
    (digits,) = contributions.make_paper_codes(session, board.id, count=1, by=by)
    commit(session)
    slip = arrive(browser, way_back="slip", paper_locator=digits.locator)
    assert slip.status == 200
    _item, contribution = everything(session)
    assert contributions.open_by_code(session, digits) is contribution


def test_a_slip_that_is_used_or_of_another_board_is_refused_and_the_words_stay(
    session: Session, browser: Browser, board: Board, facilitator: Person
) -> None:
    by = hat_of(facilitator, board, Role.FACILITATOR)
    other = a_board(session)
    (used,) = contributions.make_paper_codes(session, board.id, count=1, by=by)
    (foreign,) = contributions.make_paper_codes(session, other.id, count=1, by=by)
    commit(session)
    arrive(browser, way_back="slip", paper_locator=used.locator)
    for locator in (used.locator, foreign.locator):
        wrong = arrive(browser, way_back="slip", paper_locator=locator)
        assert wrong.status == 422
        assert "There is no free slip with this number." in wrong.words
        assert "الرسالة" in wrong.text
    everything(session)


def test_slips_are_made_and_shown_once(
    session: Session, browser: Browser, facilitator: Person
) -> None:
    sheet = browser.press(browser.get("/staff/slips"), "Make them", how_many="3", language="ti")
    assert sheet.all("html", lang="ti")
    shown = [
        read_digits("".join(p.itertext()))
        for p in sheet.all("p")
        if p.get("class") == "line-of-code"
    ]
    kept = set(session.scalars(select(Code.locator)))
    assert {digits.locator for digits in shown} == kept
    assert len(kept) == 3
    after = browser.get("/staff/slips")
    assert "3 slips are made and not used yet." in after.words
    assert not re.search(r"\d{4} \d{4}", after.words)


@pytest.mark.parametrize("number", ["0", "41", "many", "-1", ""])
def test_only_one_to_forty_slips_are_made_at_once(
    session: Session, browser: Browser, facilitator: Person, number: str
) -> None:
    wrong = browser.press(browser.get("/staff/slips"), "Make them", how_many=number)
    assert wrong.status == 422
    assert session.scalar(select(func.count()).select_from(Code)) == 0


def test_a_code_tried_too_often_is_lifted_for_the_person_at_the_desk(
    session: Session, browser: Browser, board: Board, facilitator: Person
) -> None:
    by = hat_of(facilitator, board, Role.FACILITATOR)
    (digits,) = contributions.make_paper_codes(session, board.id, count=1, by=by)
    wrong = Digits(digits.locator, f"{(int(digits.secret) + 1) % 10**10:010}")
    for _ in range(MISSES_A_MONTH):
        contributions.open_by_code(session, wrong)
    commit(session)
    lifted = browser.press(browser.get("/staff/slips"), "Let them try again")
    assert "None this month." in lifted.words
    session.expire_all()
    assert session.scalars(select(Code)).one().misses == 0


def test_a_code_of_another_board_cannot_be_lifted(
    session: Session, browser: Browser, board: Board, facilitator: Person
) -> None:
    by = hat_of(facilitator, board, Role.FACILITATOR)
    other = a_board(session)
    contributions.make_paper_codes(session, other.id, count=1, by=by)
    code = session.scalars(select(Code)).one()
    code.misses, code.misses_month = 99, "2026-11"
    commit(session)
    assert browser.post(f"/staff/slips/{code.id}/lift").status == 404


def test_a_translator_does_not_enter_words(
    session: Session, browser: Browser, board: Board
) -> None:
    person = a_person(session, board, Role.TRANSLATOR)
    commit(session)
    browser.sign_in(person)
    for address in ("/staff/write-for", "/staff/arrived", "/staff/slips", "/staff/slip"):
        assert browser.get(address).status == 403


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("written in English, said in: ti", "Said in ትግርኛ, written down in English"),
        ("written down by: helper", "A helper or an interpreter wrote the words down"),
    ],
)
def test_the_timeline_says_how_words_were_written_down(what: str, told: str) -> None:
    assert happening(what) == told
