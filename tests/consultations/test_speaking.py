"""An answer by voice, or with pictures: heard again, written down by people, gone by its clock."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.consultations.models import Consultation, OwnWords, QuestionKind
from advisory.consultations.rules.templates import Asked, Template
from advisory.contributions.models import Contribution
from advisory.files.models import File
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit
from advisory.people.models import Person
from advisory.rights.actions.letting_go import let_go
from advisory.rights.models import Kept
from advisory.rights.queries.times import over
from advisory.words.models import Version
from tests.browser import Browser, Seen
from tests.building import a_board, a_person
from tests.consultations.making import an_open_one, facilitator_of
from tests.consultations.test_answering import code_in
from tests.files.making import picture, sound

SPOKEN = Template(
    name="spoken",
    title="Your way to the clinic",
    purpose="We want the way to be easier.",
    can="The way.",
    cannot="The place.",
    questions=(
        Asked("Tell us about the way.", QuestionKind.VOICE),
        Asked("Do you have a picture of it?", QuestionKind.FILE),
        Asked("Anything else?", QuestionKind.SHORT),
    ),
)
DARI, ENGLISH = "راه دور است.", "The way is long."


def a_sound() -> tuple[BytesIO, str]:
    return BytesIO(sound("wav")), "sound.wav"


class Spoken:
    """A consultation that can be answered by voice, without any script, and a phone."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app, self.session = app, session
        self.database: Database = app.extensions["database"]
        self.board = a_board(session)
        by = facilitator_of(session, self.board)
        self.facilitator = session.get_one(Person, by.person_id)
        self.own: Consultation = an_open_one(session, self.board, by, template=SPOKEN)
        self.first, self.second = (
            a_person(session, self.board, Role.TRANSLATOR, speaks=["fa-AF"]) for _ in range(2)
        )
        commit(session)
        self.phone = Browser(app)

    def start(self) -> Seen:
        return self.phone.press(self.phone.get(f"/en/questions/{self.own.id}"), "Start")

    def check(self) -> Seen:
        seen = self.phone.press(self.start(), "Next", sound=a_sound())
        return self.phone.press(self.phone.press(seen, "Skip"), "Skip")

    def sent(self) -> str:
        return code_in(self.phone.press(self.check(), "Send", speaks="fa-AF"))

    def open(self, code: str) -> Seen:
        return self.phone.press(self.phone.get("/en/code"), "Open my page", code=code)

    def at_work(self, person: Person) -> Browser:
        browser = Browser(self.app)
        browser.sign_in(person)
        return browser

    @property
    def responses_page(self) -> Seen:
        return self.at_work(self.facilitator).get(f"/staff/consultations/{self.own.id}/responses")

    def kept(self, table: type[File | OwnWords | Contribution]) -> int:
        with self.database.reading() as session:
            return len(session.scalars(select(table)).all())

    def voice(self) -> str:
        with self.database.reading() as session:
            return f"/staff/voices/{session.scalars(select(OwnWords.id)).one()}"


@pytest.fixture
def spoken(app: Flask, session: Session) -> Spoken:
    return Spoken(app, session)


def audio(seen: Seen) -> str:
    (found,) = seen.all("audio", preload="none")
    return found.get("src", "")


def test_a_voice_is_heard_before_sending_by_code_and_by_the_board(spoken: Spoken) -> None:
    check = spoken.check()
    assert spoken.phone.client.get(audio(check)).mimetype == "audio/mp4"
    assert Browser(spoken.app).get(audio(check)).status == 404
    code = code_in(spoken.phone.press(check, "Send", speaks="fa-AF"))
    mine = spoken.open(code)
    assert spoken.phone.client.get(audio(mine)).mimetype == "audio/mp4"
    board = spoken.responses_page
    assert board.says("Not written down yet")
    heard = spoken.at_work(spoken.facilitator).client.get(audio(board))
    assert heard.mimetype == "audio/mp4"
    assert spoken.at_work(spoken.first).client.get(audio(board)).status_code == 403


def test_people_write_it_down_and_translate_it_and_then_the_sound_goes(spoken: Spoken) -> None:
    code = spoken.sent()
    first, second = spoken.at_work(spoken.first), spoken.at_work(spoken.second)
    assert first.get("/staff/voices").says("Nobody has understood it yet")
    seen = first.get(spoken.voice())
    seen = first.press(seen, "Written down: ready", gist=ENGLISH, transcript=DARI)
    first.press(seen, "Translated: ready", translation=ENGLISH)
    second.press(second.get(spoken.voice()), "Correct and checked: delete the sound")
    assert spoken.kept(File) == 0
    board = spoken.responses_page
    assert board.says(DARI)
    assert board.says(ENGLISH)
    assert not board.says("Not written down yet")
    assert spoken.open(code).says(DARI)


def test_the_clock_of_sounds_takes_it_once_somebody_understood_it(
    spoken: Spoken, session: Session
) -> None:
    spoken.sent()
    first = spoken.at_work(spoken.first)
    first.press(first.get(spoken.voice()), "Keep", gist=ENGLISH)
    with spoken.database.transaction() as own:
        for version in own.scalars(select(Version).where(Version.method == "gist")):
            version.changed_at = version.changed_at.replace(year=2020)
    session.expire_all()
    (gone,) = [one for one in over(session, spoken.own.closes_on) if one.kept is Kept.SOUND]
    assert let_go(session, gone)
    commit(session)
    assert spoken.kept(File) == 0


def test_the_person_takes_a_voice_back_and_the_answer_with_it(spoken: Spoken) -> None:
    mine = spoken.open(spoken.sent())
    assert spoken.phone.press(mine, "Delete it").url == "/en/mine/response"
    assert spoken.kept(File) == 0
    assert not spoken.responses_page.says("Not written down yet")


def test_deleting_everything_takes_the_voice(spoken: Spoken) -> None:
    spoken.open(spoken.sent())
    spoken.phone.press(spoken.phone.get("/en/mine/delete"), "Delete everything")
    assert (spoken.kept(File), spoken.kept(OwnWords)) == (0, 0)


def test_a_new_voice_takes_the_place_of_the_first_also_by_code(spoken: Spoken) -> None:
    seen = spoken.phone.press(spoken.start(), "Stop and finish later", sound=a_sound())
    mine = spoken.open(code_in(seen))
    assert not spoken.responses_page.says("Not written down yet"), "not sent is nobody's to hear"
    assert spoken.at_work(spoken.first).get("/staff/voices").says("No voice waits")
    again = spoken.phone.press(mine, "Go on")
    assert again.h1 == "Do you have a picture of it?"
    first = spoken.phone.press(again, "Back")
    assert first.all("audio", preload="none")
    seen = spoken.phone.press(first, "Next", sound=a_sound())
    seen = spoken.phone.press(spoken.phone.press(seen, "Skip"), "Skip")
    spoken.phone.press(seen, "Send", speaks="fa-AF")
    assert (spoken.kept(File), spoken.kept(OwnWords), spoken.kept(Contribution)) == (1, 1, 1)
    assert spoken.responses_page.says("Not written down yet")


def test_a_picture_is_made_anew_and_anything_else_refused(spoken: Spoken) -> None:
    seen = spoken.phone.press(spoken.start(), "Next", said="It is far.")
    refused = spoken.phone.press(seen, "Next", pictures=(BytesIO(b"%PDF-1.7"), "map.pdf"))
    assert refused.status == 422
    assert refused.says("We cannot use this file. Choose a photo.")
    seen = spoken.phone.press(refused, "Next", pictures=(BytesIO(picture()), "map.jpg"))
    spoken.phone.press(spoken.phone.press(seen, "Skip"), "Send")
    board = spoken.responses_page
    assert [one for one in board.all("img") if "/files/" in one.get("src", "")]
    assert board.says("It is far.")


def test_a_skipped_question_sends_no_sound(spoken: Spoken) -> None:
    seen = spoken.phone.press(spoken.start(), "Skip", sound=a_sound())
    seen = spoken.phone.press(spoken.phone.press(seen, "Skip"), "Skip")
    spoken.phone.press(seen, "Send")
    with spoken.database.reading() as session:
        assert session.scalars(select(File).where(File.data_key_id.is_not(None))).all() == []
