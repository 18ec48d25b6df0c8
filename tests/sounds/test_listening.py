"""Our words in a human voice: one speaks, another hears, and only then can people listen."""

import html
import re
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.desk.queries.listening import SENTENCES
from advisory.feedback.actions import ending
from advisory.files.models import File
from advisory.files.ports.decoding import Kind, Remade
from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.foundation.keys import DataKey
from advisory.help.actions import add_number
from advisory.help.models import HelpNumber
from advisory.languages.catalogues import speaking
from advisory.languages.safety import SAFETY
from advisory.people.models import Board, Person
from advisory.sounds import actions as sounds
from advisory.sounds.models import Spoken
from advisory.words import actions as words
from advisory.words.models import TextKind
from advisory.words.queries import terms_of
from tests.architecture.building import ROOT
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, hat_of, some_feedback
from tests.consultations.making import an_open_one, facilitator_of
from tests.files.making import sound

FREE = "It is free."
PLAYED = re.compile(r"heard\(safety\.([A-Z0-9_]+)")
PROMISE = "/staff/listen/ti/PROMISE"


@dataclass
class Desk:
    board: Board
    speaker: Person
    hearer: Person
    number: HelpNumber


@pytest.fixture
def desk(session: Session) -> Desk:
    board = a_board(session)
    made = Desk(
        board=board,
        speaker=a_person(session, board, Role.TRANSLATOR, speaks=["ti"]),
        hearer=a_person(session, board, Role.TRANSLATOR, speaks=["ti"]),
        number=add_number(session, board_id=board.id, name="Line", note=FREE, number="0800"),
    )
    commit(session)
    return made


def at_work(app: Flask, person: Person) -> Browser:
    browser = Browser(app)
    browser.sign_in(person)
    return browser


def speak(browser: Browser, address: str, content: bytes | None = None) -> Seen:
    made = (BytesIO(content or sound("webm", 4.0)), "a.webm")
    return browser.press(browser.get(address), "Keep this sound", sound=made)


def spoken(session: Session) -> list[Spoken]:
    session.expire_all()
    found = list(session.scalars(select(Spoken)))
    commit(session)
    return found


def test_people_hear_the_promise_once_a_second_person_has_heard_it(
    app: Flask, session: Session, desk: Desk, browser: Browser
) -> None:
    speaker, hearer = at_work(app, desk.speaker), at_work(app, desk.hearer)
    seen = speak(speaker, PROMISE)
    assert "To hear and approve" in seen.words
    assert "I heard it: it says these words" not in seen.words
    assert speaker.post(f"{PROMISE}/approve").status == 403
    assert not browser.get("/ti/say").all("audio", preload="none")
    [kept] = spoken(session)
    assert browser.get(f"/ti/listen/{kept.id}").status == 404

    hearer.press(hearer.get(PROMISE), "I heard it: it says these words")
    page = browser.get("/ti/say")
    [player] = page.all("audio", preload="none")
    assert "0:04 · " in page.words
    assert "autoplay" not in player.attrib
    heard = browser.client.get(player.get("src", ""))
    assert heard.status_code == 200
    assert len(heard.data) < 4 * 3_000
    assert not browser.get("/ar/say").all("audio", preload="none")


def test_a_kiosk_plays_the_promise(app: Flask, session: Session, desk: Desk) -> None:
    """Beside its own pages it opens the voice, and the promise is what one agrees to."""
    helper = a_person(session, desk.board, Role.FACILITATOR)
    commit(session)
    speak(at_work(app, desk.speaker), PROMISE)
    hearer = at_work(app, desk.hearer)
    hearer.press(hearer.get(PROMISE), "I heard it: it says these words")
    kiosk = at_work(app, helper)
    wall = kiosk.press(kiosk.get("/staff/kiosk"), "Start the kiosk")
    [player] = kiosk.press(wall, "ትግርኛ").all("audio", preload="none")
    assert kiosk.client.get(player.get("src", "")).mimetype == "audio/mp4"


def test_a_changed_text_takes_its_sound_out_of_date(
    app: Flask, session: Session, desk: Desk, browser: Browser
) -> None:
    address = f"/staff/listen/en/{desk.number.note_id}"
    speaker, hearer = at_work(app, desk.speaker), at_work(app, desk.hearer)
    speak(speaker, address)
    hearer.press(hearer.get(address), "I heard it: it says these words")
    assert len(browser.get("/en/help").all("audio")) == 1
    by = hat_of(desk.speaker, desk.board, Role.TRANSLATOR)
    words.revise_text(session, desk.number.note, body="It costs 10p.", by=by)
    commit(session)
    assert browser.get("/en/help").all("audio") == []
    assert "The words have changed: speak them again" in hearer.get(address).words


def test_words_that_changed_while_somebody_listened_are_not_approved(
    app: Flask, session: Session, desk: Desk
) -> None:
    address = f"/staff/listen/en/{desk.number.note_id}"
    speak(at_work(app, desk.speaker), address)
    hearer = at_work(app, desk.hearer)
    by = hat_of(desk.speaker, desk.board, Role.TRANSLATOR)
    words.revise_text(session, desk.number.note, body="It costs 10p.", by=by)
    commit(session)
    assert hearer.post(f"{address}/approve").status == 409


def test_what_has_no_sound_yet_is_on_a_list_for_each_language(
    app: Flask, session: Session, desk: Desk
) -> None:
    speaker = at_work(app, desk.speaker)
    with speaking("ti"):
        promise = str(SAFETY.PROMISE)
    seen = speaker.get("/staff/listen?into=ti")
    assert "No sound yet" in seen.words
    assert promise[:40] in html.unescape(seen.words)
    assert "It is free." in speaker.get("/staff/listen?into=en").words
    assert speaker.get("/staff/listen/ar/PROMISE").status == 404


def test_speaking_again_replaces_the_sound_and_its_key(
    app: Flask, session: Session, desk: Desk
) -> None:
    speaker = at_work(app, desk.speaker)
    speak(speaker, PROMISE)
    [first] = [row.id for row in spoken(session)]
    speak(speaker, PROMISE)
    [second] = spoken(session)
    assert second.id != first
    assert len(session.scalars(select(File)).all()) == 1
    assert [key.wrapped for key in session.scalars(select(DataKey))].count(None) == 1
    commit(session)


def test_what_is_no_sound_is_said_beside_the_field(app: Flask, desk: Desk) -> None:
    speaker = at_work(app, desk.speaker)
    assert speak(speaker, PROMISE, b"no sound").status == 422
    empty = speaker.press(speaker.get(PROMISE), "Keep this sound")
    assert "Speak it, or choose a file." in empty.words


def test_erasing_takes_what_was_spoken_for_one_person(session: Session, desk: Desk) -> None:
    item, _digits = some_feedback(session, desk.board)
    made = sounds.keep_spoken(
        session,
        Remade(Kind.SOUND, b"an answer", seconds=3),
        about="an answer",
        language="ti",
        words="Words.",
        data_key=item.contribution.data_key,
        by=hat_of(desk.speaker, desk.board, Role.TRANSLATOR),
    )
    assert not made.is_open
    ending.delete_everything(session, item.contribution)
    commit(session)
    assert spoken(session) == []
    assert session.scalars(select(File)).all() == []
    commit(session)


def test_every_safety_sentence_that_a_page_plays_can_be_spoken_and_the_other_way_round() -> None:
    pages = (ROOT / "templates").rglob("*.html")
    played = {name for page in pages for name in PLAYED.findall(page.read_text())}
    assert played == set(SENTENCES)


def approved(app: Flask, desk: Desk, tag: str, text_id: UUID) -> None:
    address = f"/staff/listen/{tag}/{text_id}"
    speak(at_work(app, desk.speaker), address)
    hearer = at_work(app, desk.hearer)
    hearer.press(hearer.get(address), "I heard it: it says these words")


def test_a_question_and_its_choices_are_heard_where_they_are_asked(
    app: Flask, session: Session, desk: Desk, browser: Browser
) -> None:
    own = an_open_one(session, desk.board, facilitator_of(session, desk.board))
    commit(session)
    first = own.questions[0]
    for text in (own.purpose, first.title, first.options[0].text):
        approved(app, desk, "en", text.id)
    intro = browser.get(f"/en/questions/{own.id}")
    assert len(intro.all("audio", preload="none")) == 1
    question = browser.press(intro, "Start")
    assert len(question.all("audio", preload="none")) == 2


def say_code(session: Session, desk: Desk, preferred: str) -> None:
    words.set_term(
        session,
        language="ti",
        english="code",
        preferred=preferred,
        allowed=[],
        never=[],
        note="",
        by=hat_of(desk.speaker, desk.board, Role.TRANSLATOR),
    )


def test_a_term_is_spoken_from_its_page_and_heard_at_the_desk_once_approved(
    app: Flask, session: Session, desk: Desk
) -> None:
    words.add_starter_terms(session, board_id=desk.board.id)
    english = next(row for row in terms_of(session, desk.board.id, "en") if row.english == "code")
    say_code(session, desk, "ኮድ")
    text = words.write_text(
        session, board_id=desk.board.id, kind=TextKind.NAME, language="en", body="Your code"
    )
    work = words.ask_translation(session, text, language="ti", due_at=None)
    assert work is not None
    commit(session)
    speaker, hearer = at_work(app, desk.speaker), at_work(app, desk.hearer)
    page = f"/staff/terms/{english.id}/ti"
    assert "No sound yet" in speaker.get(page).words
    speak(speaker, speaker.get(page).link("Speak it"))
    assert not speaker.get(f"/staff/translate/{work.id}").all("audio")

    hearer.press(
        hearer.get(hearer.get(page).link("Hear and approve it")), "I heard it: it says these words"
    )
    [player] = speaker.get(f"/staff/translate/{work.id}").all("audio", preload="none")
    assert speaker.client.get(player.get("src", "")).mimetype == "audio/mp4"
    assert len(speaker.get("/staff/terms?into=ti").all("audio")) == 1

    say_code(session, desk, "ቁጽሪ")
    commit(session)
    assert not speaker.get(f"/staff/translate/{work.id}").all("audio")
    assert "The words have changed: speak them again" in speaker.get(page).words
