"""A kiosk from the desk and back: what a person does there, and what nobody finds afterwards."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.contributions.models import Channel, Consent, ConsentWording, Contribution
from advisory.contributions.rules import read_digits
from advisory.feedback.models import Event, Face, Feedback
from advisory.foundation import browser_sessions
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit, now
from advisory.people.models import Board, Person
from tests.browser import Browser, Seen
from tests.building import a_person
from tests.feedback.steps import digits, everything_said, how_many, only_one

WORDS = "خط مې نه پوهېږم"


@pytest.fixture
def kiosk(desk: Browser) -> Browser:
    wall = desk.press(desk.get("/staff/kiosk"), "Start the kiosk")
    assert wall.url == "/assist"
    return desk


def agreed(kiosk: Browser, own_name: str = "پښتو") -> Seen:
    promise = kiosk.press(kiosk.get("/assist"), own_name)
    assert "You do not need to give your name." in promise.words
    return kiosk.press(promise, "Next", agrees="yes", interpreter="telephone")


def heard(kiosk: Browser, said: str = WORDS) -> Seen:
    answer = agreed(kiosk)
    topic = answer.all("input", type="radio")[0].get("value", "")
    return kiosk.press(answer, "Next", said=said, topic=topic, face="bad")


def test_a_person_goes_from_the_promise_to_the_code(kiosk: Browser, database: Database) -> None:
    back = heard(kiosk)
    assert WORDS in back.words
    code = kiosk.press(back, "Send", use="quote")
    assert len(read_digits(digits(code)).groups) == 4
    feedback, contribution = only_one(database)
    assert (contribution.channel, contribution.speaks) == (Channel.HELPER, "ps")
    assert feedback.face is Face.BAD
    assert everything_said(database) == [[f"ډاکټر یا نرس: Bad\n\n{WORDS}"]]


def test_the_spoken_yes_says_who_heard_it_when_and_through_whom(
    kiosk: Browser, facilitator: Person, database: Database
) -> None:
    kiosk.press(heard(kiosk), "Send")
    with database.reading() as look:
        [consent] = look.scalars(select(Consent))
        assert (consent.spoken, consent.heard_by_id) == (True, facilitator.id)
        assert consent.given_on == now().date()
        assert "agreed aloud: telephone" in set(look.scalars(select(Event.what)))
        assert look.scalars(select(Contribution)).one().helped_by_id == facilitator.id


def test_the_yes_is_kept_in_the_words_that_were_played_not_in_those_of_the_last_page(
    kiosk: Browser, database: Database
) -> None:
    languages = kiosk.press(heard(kiosk), "Change language:")
    code = kiosk.press(kiosk.get(languages.link("العربية")), "Send", use="quote")
    assert code.tag == "ar"
    with database.reading() as look:
        told = select(Consent.to, ConsentWording.language).join(
            ConsentWording, ConsentWording.revision == Consent.wording
        )
        kept = {row.to: row.language for row in look.execute(told)}
        # Here the promise is in no language but English: the interpreter says that.
        assert (kept["being_read"], kept["quote"]) == ("en", "ar")


def test_staff_see_that_it_was_entered_with_help(
    kiosk: Browser, facilitator: Person, database: Database
) -> None:
    kiosk.press(heard(kiosk), "Send")
    kiosk.sign_in(facilitator)
    page = kiosk.get(f"/staff/inbox/{only_one(database)[0].id}")
    assert "Came by Entered with help" in page.words
    assert "said yes aloud, through an interpreter on the telephone" in page.words


def test_the_person_chooses_what_stays(kiosk: Browser, database: Database) -> None:
    kiosk.press(heard(kiosk), "Send", keep_said=[], keep_topic=[])
    assert everything_said(database) == [["Bad"]]
    feedback, _ = only_one(database)
    assert feedback.topic_id is None


def test_words_through_an_interpreter_may_stand_in_english(
    kiosk: Browser, database: Database
) -> None:
    back = kiosk.press(agreed(kiosk), "Next", said="I do not understand it.", in_english="y")
    kiosk.press(back, "Send")
    _, contribution = only_one(database)
    assert (contribution.speaks, contribution.reads) == ("en", "ps")


def test_a_no_keeps_nothing(kiosk: Browser, database: Database) -> None:
    promise = kiosk.press(kiosk.get("/assist"), "پښتو")
    wall = kiosk.press(promise, "Next", agrees="no")
    assert wall.url == "/assist"
    assert kiosk.get("/assist/ps/answer").url == "/assist"
    assert how_many(database, Contribution) == 0


def test_without_an_answer_to_the_question_nothing_goes_on(kiosk: Browser) -> None:
    promise = kiosk.press(kiosk.get("/assist"), "پښتو")
    assert kiosk.press(promise, "Next").status == 422
    assert kiosk.get("/assist/ps/answer").url == "/assist"
    assert kiosk.get("/assist/ps/read-back").url == "/assist"


# ── What a kiosk opens, and what it does not ─────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["/", "/en/", "/en/code", "/ps/say", "/en/mine", "/ps/pictures"])
def test_a_kiosk_opens_no_other_page(kiosk: Browser, path: str) -> None:
    assert kiosk.get(path).url == "/assist"


@pytest.mark.parametrize("path", ["/staff/", "/staff/inbox", "/staff/kiosk", "/staff/me"])
def test_staff_pages_ask_for_both_factors(kiosk: Browser, path: str) -> None:
    assert kiosk.get(path).url.startswith("/staff/sign-in")


def test_closing_the_kiosk_leads_to_the_door(kiosk: Browser) -> None:
    door = kiosk.press(kiosk.get("/assist"), "Close the kiosk")
    assert door.url == "/staff/sign-in"
    assert kiosk.get("/assist").url.startswith("/staff/sign-in")


def test_who_no_longer_works_here_has_no_kiosk(
    kiosk: Browser, session: Session, facilitator: Person
) -> None:
    person = session.get_one(Person, facilitator.id)
    person.disabled_at = now()
    commit(session)
    assert kiosk.get("/assist").url.startswith("/staff/sign-in")


def test_signing_out_everywhere_ends_the_kiosk_too(
    kiosk: Browser, app: Flask, facilitator: Person, database: Database
) -> None:
    with database.transaction() as own:
        browser_sessions.end_sessions_of(own, facilitator.id)
    assert kiosk.get("/assist").url.startswith("/staff/sign-in")


def test_asking_whether_a_page_is_there_starts_and_keeps_nothing(
    desk: Browser, facilitator: Person
) -> None:
    assert desk.client.head("/staff/kiosk").status_code == 200
    assert desk.get("/staff/inbox").status == 200
    desk.press(desk.get("/staff/kiosk"), "Start the kiosk")
    answer = agreed(desk)
    assert desk.client.head(answer.url).status_code == 200


def test_only_a_facilitator_starts_one(browser: Browser, session: Session, board: Board) -> None:
    translator = a_person(session, board, Role.TRANSLATOR)
    commit(session)
    browser.sign_in(translator)
    assert browser.get("/staff/kiosk").status == 403


# ── The next person starts clean ─────────────────────────────────────────────────────────────────


def test_after_the_end_no_key_shows_the_code_or_the_words_again(kiosk: Browser) -> None:
    back = heard(kiosk)
    code = kiosk.press(back, "Send")
    number = digits(code)
    assert kiosk.press(code, "I wrote it down").url == "/assist"
    for path in ("/assist/ps/code", back.url, "/assist/ps/answer", "/assist/ps/promise"):
        seen = kiosk.get(path)
        assert seen.url == "/assist", path
        assert number[:4] not in seen.words
    assert kiosk.press(back, "Send").url == "/assist"


def test_a_page_of_the_person_before_changes_nothing_for_the_next(
    kiosk: Browser, database: Database
) -> None:
    old = agreed(kiosk)
    kiosk.press(old, "Leave this page")
    agreed(kiosk)
    kiosk.press(old, "Next", said="Of the person before.")
    here = kiosk.get("/assist/ps/answer")
    assert "Of the person before." not in here.text
    kiosk.press(kiosk.press(here, "Next", said=WORDS), "Send")
    assert everything_said(database) == [[WORDS]]


def test_stopping_empties_what_was_typed(kiosk: Browser) -> None:
    back = heard(kiosk)
    assert kiosk.press(back, "Leave this page").url == "/assist"
    assert WORDS not in kiosk.press(back, "Send").words
    assert kiosk.get("/assist/ps/read-back").url == "/assist"


def test_ten_minutes_without_a_touch_clear_the_screen(kiosk: Browser) -> None:
    back = heard(kiosk)
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert kiosk.get(back.url).url == "/assist"
        assert kiosk.get("/assist").status == 200


# ── What goes wrong ──────────────────────────────────────────────────────────────────────────────


def test_a_double_tap_sends_once(kiosk: Browser, database: Database) -> None:
    back = heard(kiosk)
    first, second = kiosk.press(back, "Send"), kiosk.press(back, "Send")
    assert digits(first) == digits(second)
    assert how_many(database, Feedback) == 1


def test_words_wait_sealed_when_the_session_ends_in_the_middle(
    kiosk: Browser, facilitator: Person, database: Database
) -> None:
    answer = agreed(kiosk)
    kiosk.sign_out()
    closed = kiosk.press(answer, "Next", said=WORDS)
    assert closed.h1 == "The kiosk is closed"
    assert WORDS not in closed.text
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT sealed FROM drafts").all()
    assert rows
    assert not [row for row in rows if WORDS.encode() in bytes(row[0])]
    kiosk.sign_in(facilitator)
    kiosk.press(kiosk.get("/staff/kiosk"), "Start the kiosk")
    again = kiosk.post(
        "/assist/ps/again", {"token": closed.all("input", name="token")[0].get("value")}
    )
    assert WORDS in again.text
    assert again.url == "/assist/ps/answer"


def test_a_closed_kiosk_keeps_nothing_of_a_form_that_was_never_its_own(
    browser: Browser, board: Board, database: Database
) -> None:
    closed = browser.post("/assist/ps/answer", {"token": "x" * 32, "said": WORDS})
    assert "Your words wait" not in closed.words
    assert how_many(database, Contribution) == 0


def test_another_language_in_the_middle_keeps_what_was_said(kiosk: Browser) -> None:
    back = heard(kiosk)
    languages = kiosk.press(back, "Change language:")
    there = kiosk.get(languages.link("العربية"))
    assert there.tag == "ar"
    assert WORDS in there.words
    assert "طبيب أو ممرضة" in there.words


def test_words_that_are_too_long_are_said_so_and_not_lost(kiosk: Browser) -> None:
    seen = kiosk.press(agreed(kiosk), "Next", said="x" * 100_000)
    assert seen.status == 422
    assert "This is too long for one time." in seen.words
