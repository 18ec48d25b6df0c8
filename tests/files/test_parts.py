"""A recording comes in parts, over a bad network: each is kept once, sealed, in any order."""

from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from advisory.contributions import rules as codes
from advisory.feedback.models import Feedback
from advisory.files import actions
from advisory.files.models import File, SoundPart
from advisory.foundation.database import commit, now
from advisory.languages.safety import SAFETY
from advisory.people.models import Board
from tests.browser import Browser, Seen
from tests.building import a_board
from tests.files.making import sound

NAME = "0123456789abcdef" * 2
ADDRESS = "/en/say/sound"


@pytest.fixture
def board(session: Session) -> Board:
    found = a_board(session)
    commit(session)
    return found


class Recorder:
    """What the script on the page does, without a microphone."""

    def __init__(self, browser: Browser, content: bytes, *, name: str = NAME) -> None:
        self.browser = browser
        self.page = browser.get("/en/say")
        self.token = self.page.all("input", name="token")[0].get("value", "")
        size = min(60_000, len(content) // 3 + 1)
        self.parts = [content[at : at + size] for at in range(0, len(content), size)]
        self.name = name

    @property
    def named(self) -> str:
        return f"{self.name}.{len(self.parts)}"

    def tell(self, **fields: Any) -> TestResponse:
        about = {
            "csrf_token": self.page.all("input", name="csrf_token")[0].get("value", ""),
            "token": self.token,
            "recording": self.name,
        }
        return self.browser.client.post(ADDRESS, data=about | fields)

    def bring(self, number: int, /, **other: Any) -> TestResponse:
        part = self.parts[number]
        fields = {
            "number": str(number),
            "digest": sha256(part).hexdigest(),
            "part": (BytesIO(part), "part"),
        }
        return self.tell(**(fields | other))

    def has(self) -> list[int]:
        found: list[int] = (self.tell().json or {})["has"]
        return found

    def go_on(self) -> Seen:
        return self.browser.press(self.page, "Next", recording=self.named)


@pytest.fixture
def recorder(app: Flask, board: Board) -> Recorder:
    return Recorder(Browser(app), sound("webm", 2.0))


def files(session: Session) -> list[File]:
    session.expire_all()
    found = list(session.scalars(select(File)))
    commit(session)
    return found


def test_parts_in_any_order_and_twice_become_one_sound_without_words(
    recorder: Recorder, session: Session
) -> None:
    for number in (2, 0, 0, 1, 2):
        assert recorder.bring(number).status_code == 200
    assert recorder.has() == [0, 1, 2]
    seen = recorder.browser.press(recorder.go_on(), "Send")

    assert seen.says(SAFETY.CODE_WRITE_DOWN)
    [kept] = files(session)
    assert kept.seconds == 2
    item = session.scalars(select(Feedback)).one()
    assert item.understood_at is None


def test_the_server_says_which_parts_are_missing_and_takes_no_half_sound(
    recorder: Recorder, session: Session
) -> None:
    recorder.bring(0)
    recorder.bring(2)
    assert recorder.has() == [0, 2]
    assert recorder.go_on().says("Your sound did not arrive. Please record it again.")
    recorder.bring(1)
    assert recorder.go_on().h1 == "Check and send"
    assert len(files(session)) == 1


def test_a_part_that_arrived_changed_is_not_kept(recorder: Recorder) -> None:
    assert recorder.bring(0, digest=sha256(b"other").hexdigest()).status_code == 422
    assert recorder.has() == []


def test_another_part_never_takes_the_place_of_one_that_came(recorder: Recorder) -> None:
    recorder.bring(0)
    recorder.parts[0] = b"of somebody else"
    assert recorder.bring(0).status_code == 422


def test_a_form_that_comes_again_keeps_one_sound(recorder: Recorder, session: Session) -> None:
    for number in range(3):
        recorder.bring(number)
    recorder.go_on()
    assert recorder.go_on().h1 == "Check and send"
    assert len(files(session)) == 1
    assert recorder.bring(1).status_code == 409
    [mark] = session.scalars(select(SoundPart))
    assert mark.sealed is None


def test_parts_lie_sealed_under_the_forms_own_key_and_go_after_a_day(
    recorder: Recorder, session: Session
) -> None:
    recorder.bring(0)
    part = session.scalars(select(SoundPart)).one()
    assert recorder.parts[0][:32] not in (part.sealed or b"")
    part.ends_at = now()
    actions.forget_old(session)
    assert session.scalars(select(SoundPart)).all() == []


@pytest.mark.parametrize(
    "wrong",
    [{"token": "short"}, {"recording": "../x"}, {"number": "-1"}, {"number": "٣"}, {"number": ""}],
)
def test_what_is_no_part_is_refused(recorder: Recorder, wrong: dict[str, str]) -> None:
    assert recorder.bring(0, **wrong).status_code == 400


def test_one_form_holds_a_few_recordings_of_a_bounded_size(recorder: Recorder) -> None:
    assert recorder.bring(0, number="64").status_code == 409
    for mark in "abcd":
        last = recorder.bring(0, recording=mark * 32).status_code
    assert last == 409
    recorder.parts[0] = bytes(65 * 1024)
    assert recorder.bring(0, recording="a" * 32, number="1").status_code == 409
    assert recorder.tell(recording="a" * 32, drop="1").json == {"has": []}
    assert recorder.bring(0, recording="d" * 32, number="1").status_code == 409
    recorder.parts[0] = b"small"
    assert recorder.bring(0, recording="d" * 32).status_code == 200


def test_two_windows_of_one_form_keep_their_sounds_apart(recorder: Recorder) -> None:
    recorder.bring(0)
    recorder.name = "f" * 32
    recorder.bring(1)
    assert recorder.has() == [1]


@pytest.mark.parametrize("content", [sound("webm", 123.0), b"\x1a\x45\xdf\xa3 no sound" * 9])
def test_what_is_too_long_or_no_sound_is_said_beside_the_recorder(
    app: Flask, board: Board, session: Session, content: bytes
) -> None:
    recorder = Recorder(Browser(app), content)
    for number in range(len(recorder.parts)):
        assert recorder.bring(number).status_code == 200
    seen = recorder.go_on()
    assert seen.status == 422
    assert "Choose a" in seen.words
    assert seen.all("input", name="recording")[0].get("value", "") == ""
    assert files(session) == []


def test_only_pages_with_a_recorder_may_hear(browser: Browser, board: Board) -> None:
    hears, deaf = browser.get("/en/say").response, browser.get("/en/code").response
    assert "microphone=(self)" in hears.headers["Permissions-Policy"]
    assert "media-src 'self' blob:;" in hears.headers["Content-Security-Policy"]
    assert "microphone=()" in deaf.headers["Permissions-Policy"]
    assert "blob:" not in deaf.headers["Content-Security-Policy"]


def test_parts_need_the_forms_own_token(recorder: Recorder) -> None:
    recorder.bring(0)
    recorder.token = codes.new_form_token()
    assert recorder.has() == []
