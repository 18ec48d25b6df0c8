"""From the phone to the desk and back: pages with pictures and sound, without script."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from flask import Flask, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

import config
from advisory.app.front_door import LONGEST_WITH_FILES
from advisory.feedback.models import Feedback
from advisory.files.models import File
from advisory.files.ports.decoding import Kind
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit
from advisory.foundation.pages import SANDBOX
from advisory.people.models import Board
from advisory.rights.queries import copies
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, a_team
from tests.files.making import CANARY, picture, sound

NAME = f"../../{CANARY.decode()}.php"
SVG = b"<svg onload='alert(1)'/>"


@pytest.fixture
def board(session: Session) -> Board:
    found = a_board(session)
    commit(session)
    return found


def upload(content: bytes, name: str = NAME) -> tuple[BytesIO, str]:
    return BytesIO(content), name


def photo() -> tuple[BytesIO, str]:
    return upload(picture("JPEG", tagged=True))


def recording() -> tuple[BytesIO, str]:
    return upload(sound("webm", tagged=True))


def sent(browser: Browser, **fields: Any) -> Seen:
    seen = browser.press(browser.get("/en/say"), "Next", **fields)
    assert seen.h1 == "Check and send", seen.words
    return browser.press(seen, "Send")


def only_item(session: Session) -> Feedback:
    session.expire_all()
    found = session.scalars(select(Feedback)).one()
    assert found.contribution.data_key_id is not None
    commit(session)  # or the browser would wait for this transaction
    return found


def files(session: Session) -> list[File]:
    session.expire_all()
    found = list(session.scalars(select(File).order_by(File.kind, File.position)))
    commit(session)
    return found


def holder(app: Flask, item: Feedback) -> Browser:
    browser = Browser(app)
    with browser.client.session_transaction() as visit:
        visit["contribution"] = str(item.contribution_id)
    return browser


def at_work(app: Flask, session: Session, board: Board, role: Role) -> Browser:
    team = a_team(session, board) if role is Role.POLICY_LEAD else None
    person = a_person(session, board, role, team=team, speaks=["en"])
    commit(session)
    browser = Browser(app)
    browser.sign_in(person)
    return browser


def test_a_picture_alone_is_enough(session: Session, board: Board, browser: Browser) -> None:
    assert "Write it down now" in sent(browser, pictures=photo()).words
    (file,) = files(session)
    assert file.data_key_id == only_item(session).contribution.data_key_id
    assert only_item(session).understood_at is None


def test_nothing_at_all_is_not_enough(board: Board, browser: Browser) -> None:
    seen = browser.press(browser.get("/en/say"), "Next")
    assert seen.status == 422
    assert "Write your words first" in seen.words


def test_a_file_that_is_refused_takes_no_word_with_it(
    session: Session, board: Board, browser: Browser
) -> None:
    seen = browser.press(
        browser.get("/en/say"), "Next", said="My own words", pictures=[upload(SVG), photo()]
    )
    assert seen.status == 422
    assert "We cannot use this file. Choose a photo." in seen.words
    assert seen.all("textarea")[0].text == "My own words"
    assert len(files(session)) == 1, "the good one waits"
    seen = browser.press(browser.press(seen, "Next"), "Send")
    assert [file.data_key_id is None for file in files(session)] == [False]


def test_a_fourth_picture_is_too_many(session: Session, board: Board, browser: Browser) -> None:
    four = [photo() for _ in range(4)]
    seen = browser.press(browser.get("/en/say"), "Next", said="Words", pictures=four)
    assert "You can add 3 pictures and 1 sound." in seen.words
    seen = browser.press(seen, "Next", pictures=photo())
    assert "You can add 3 pictures and 1 sound." in seen.words
    assert len(files(session)) == 3


def test_before_sending_each_can_be_seen_and_taken_back(
    session: Session, board: Board, browser: Browser, settings: config.Settings
) -> None:
    seen = browser.press(
        browser.get("/en/say"), "Next", said="Words", pictures=photo(), sound=recording()
    )
    one = browser.client.get(seen.all("img")[0].get("src", ""))
    assert one.mimetype == "image/jpeg"
    assert CANARY not in one.data
    assert browser.client.get(seen.all("audio")[0].get("src", "")).mimetype == "audio/mp4"
    stranger = Browser(browser.app).client.get(seen.all("img")[0].get("src", ""))
    assert stranger.status_code == 404
    seen = browser.press(seen, "Remove it")
    assert seen.h1 == "Check and send"
    assert "Words" in seen.words
    assert [file.kind for file in files(session)] == [Kind.SOUND]
    assert len([path for path in settings.files_folder.glob("*/*") if path.is_file()]) == 1


def test_the_person_sees_hears_and_takes_back_their_own(
    app: Flask, session: Session, board: Board, browser: Browser
) -> None:
    sent(browser, said="Words", pictures=photo(), sound=recording())
    mine = holder(app, only_item(session))
    seen = mine.get("/en/mine")
    response = mine.client.get(seen.all("img")[0].get("src", ""))
    assert response.headers["Content-Security-Policy"] == SANDBOX
    assert response.headers["Content-Disposition"] == "attachment"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    tune = seen.all("audio")[0].get("src", "")
    part = mine.client.get(tune, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.data) == (206, b"ftyp")
    seen = mine.press(seen, "Delete it")
    assert not seen.all("img")
    assert len(files(session)) == 1


def test_the_copy_to_take_home_holds_what_was_seen_and_heard(
    app: Flask, session: Session, board: Board, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(browser, said="Words", pictures=photo(), sound=recording())
    mine = holder(app, only_item(session))
    seen = mine.get("/en/mine")
    shown = {mine.client.get(f"/en/mine/files/{row.id}").data for row in files(session)}
    assert len(shown) == 2
    page, parts = _taken_home(mine, seen)
    assert {name.rpartition(".")[2] for name in parts} == {"jpg", "m4a"}
    assert set(parts.values()) == shown, [len(part) for part in shown]
    assert CANARY not in b"".join(parts.values())
    assert "they are on your page" not in page
    assert all(f'href="{name}"' in page for name in parts)
    monkeypatch.setattr(copies, "LARGEST", files(session)[0].sealed_size)
    page, parts = _taken_home(mine, seen)
    assert len(parts) == 1
    assert "they are on your page" in page
    stranger = Browser(app)
    refused = stranger.client.post("/en/mine/copy", data={"csrf_token": _token(seen)})
    assert refused.mimetype == "text/html"
    assert "Content-Disposition" not in refused.headers
    mine.press(mine.get(seen.link("Delete everything I sent")), "Delete everything I sent")
    assert files(session) == []
    gone = mine.client.post("/en/mine/copy", data={"csrf_token": _token(seen)})
    assert "Content-Disposition" not in gone.headers


def _taken_home(mine: Browser, seen: Seen) -> tuple[str, dict[str, bytes]]:
    """The page of the copy, and the files beside it."""
    response = mine.client.post("/en/mine/copy", data={"as": "page", "csrf_token": _token(seen)})
    assert response.headers["Content-Disposition"] == 'attachment; filename="copy.zip"'
    with ZipFile(BytesIO(response.data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return parts.pop("copy.html").decode(), parts


def _token(seen: Seen) -> str:
    return seen.all("input", name="csrf_token")[0].get("value", "")


def test_more_can_be_added_later_and_comes_once(
    app: Flask, session: Session, board: Board, browser: Browser
) -> None:
    sent(browser, said="Words")
    mine = holder(app, only_item(session))
    seen = mine.get("/en/mine")
    for _ in range(2):
        added: dict[str, Any] = {"more-pictures": photo()}
        after = mine.press(seen, "Add my words", **added)
        assert after.status == 200, after.words
    assert [file.turn for file in files(session)] == [2]
    wrong: dict[str, Any] = {"more-words": "And this", "more-sound": upload(SVG)}
    refused = mine.press(seen, "Add my words", **wrong)
    assert refused.status == 422
    assert "And this" in refused.text


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.FACILITATOR, 200), (Role.POLICY_LEAD, 403), (Role.ADMINISTRATOR, 403)],
)
def test_only_who_may_read_the_words_sees_the_picture(
    app: Flask, session: Session, board: Board, browser: Browser, role: Role, status: int
) -> None:
    sent(browser, said="Words", pictures=photo())
    (file,) = files(session)
    reader = at_work(app, session, board, role)
    assert reader.client.get(f"/staff/files/{file.id}").status_code == status
    assert reader.client.get(f"/staff/files/{uuid4()}").status_code in {403, 404}


def test_what_is_held_is_seen_by_the_safeguarding_lead_alone(
    app: Flask, session: Session, board: Board, browser: Browser
) -> None:
    sent(browser, said="Words", pictures=photo())
    (file,) = files(session)
    reader = at_work(app, session, board, Role.FACILITATOR)
    item = only_item(session)
    page = reader.get(f"/staff/inbox/{item.id}")
    assert page.all("img")[0].get("src") == f"/staff/files/{file.id}"
    assert page.all("img")[0].get("loading") == "lazy"
    item.held = True
    commit(session)
    assert reader.client.get(f"/staff/files/{file.id}").status_code == 404


def test_who_asks_for_a_woman_is_seen_by_a_woman_alone(
    app: Flask, session: Session, board: Board, browser: Browser
) -> None:
    sent(browser, said="Words", pictures=photo())
    (file,) = files(session)
    only_item(session).contribution.wants_woman = True
    address = f"/staff/files/{file.id}"
    reader = at_work(app, session, board, Role.FACILITATOR)
    commit(session)  # or the note of the refusal would wait for this transaction
    assert reader.client.get(address).status_code == 404


def test_a_full_disk_keeps_the_words_in_the_page(
    session: Session, board: Board, browser: Browser, settings: config.Settings, tmp_path: Path
) -> None:
    folder = settings.files_folder
    aside = folder.rename(folder.with_name("aside")) if folder.exists() else None
    folder.write_bytes(b"")
    try:
        seen = browser.press(browser.get("/en/say"), "Next", said="My words", pictures=photo())
    finally:
        folder.unlink()
        if aside:
            aside.rename(folder)
    assert seen.status == 422
    assert "We cannot keep this file now." in seen.words
    assert seen.all("textarea")[0].text == "My words"
    assert files(session) == []


def test_no_byte_and_no_name_of_it_lies_anywhere(
    session: Session,
    database: Database,
    board: Board,
    browser: Browser,
    settings: config.Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither what came nor what was made of it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    big = picture("PNG", (1200, 900)) + CANARY * 80_000
    sent(browser, said="Words", pictures=[photo(), upload(big)], sound=recording())
    home = settings.files_folder.parent
    searched = [path for folder in (home, tmp_path) for path in folder.rglob("*") if path.is_file()]
    if database.engine.dialect.name == "sqlite":
        searched += Path(str(database.engine.url.database)).parent.glob("*.sqlite3*")
    assert len([path for path in searched if "files" in path.parts]) >= 3
    found = [path for path in searched if told(path.read_bytes())]
    assert found == []
    for row in session.execute(select(File)).mappings():
        assert CANARY.decode() not in str(row)


def test_what_arrives_stays_in_memory(app: Flask) -> None:
    """A temporary file would leave it on the disk, and has no name that a search could find."""
    boundary, body = encode_multipart({"pictures": FileStorage(BytesIO(bytes(1_000_000)), "x")})
    kind = f"multipart/form-data; boundary={boundary}"
    with app.test_request_context("/en/say", method="POST", data=body, content_type=kind):
        request.max_content_length = LONGEST_WITH_FILES
        assert isinstance(request.files["pictures"].stream, BytesIO)


def told(content: bytes) -> bool:
    return any(word in content for word in (CANARY, b"JFIF", b"ftypM4A"))


@pytest.fixture(autouse=True)
def emptied(settings: config.Settings) -> Iterator[None]:
    yield
    for path in settings.files_folder.glob("*/*"):
        path.unlink()


def test_a_phone_that_spares_bytes_gets_a_picture_as_a_link_with_its_size(
    board: Board, browser: Browser
) -> None:
    seen = browser.press(browser.get("/en/say"), "Next", said="The lift.", pictures=photo())
    assert len(seen.all("img")) == 1
    saving = browser.get(seen.url, Save_Data="on")
    assert saving.all("img") == []
    [link] = [one for one in saving.all("a") if "".join(one.itertext()) == "Picture"]
    assert (browser.client.get(link.get("href", "")).mimetype or "").startswith("image/")
    assert " KB" in saving.words
