"""The database is locked or full, or the mail is down: a clear page, nothing half kept, no 500."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, func, select

import config
from advisory.app.front_door import open_doors
from advisory.app.schema import whole_schema
from advisory.feedback.models import Feedback
from advisory.foundation.access import Role
from advisory.foundation.database import Database
from advisory.foundation.keys import make_keys
from advisory.letters import jobs as letters_jobs
from advisory.letters.models import Delivery, Letter
from advisory.letters.ports import PostClosed
from advisory.safeguarding.models import Concern
from tests.browser import Browser, Seen
from tests.building import a_board, a_person

WORDS = "The desk asked for papers. " * 8


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "house.sqlite3"


@pytest.fixture
def app(tmp_path: Path, path: Path) -> Iterator[Flask]:
    """A house on SQLite of its own: these are troubles of its file, whatever the others run on."""
    make_keys(tmp_path / "keys")
    settings = {"ADVISORY_HOME": str(tmp_path), "ADVISORY_DATABASE_URL": f"sqlite:///{path}"}
    app = open_doors(config.read(settings))
    database: Database = app.extensions["database"]
    event.listen(database.engine, "connect", _impatient)
    whole_schema().create_all(database.engine)
    with database.transaction() as session:
        board = a_board(session)
        a_person(session, board, Role.FACILITATOR)
        a_person(session, board, Role.SAFEGUARDING_LEAD)
    yield app
    database.engine.dispose()


def _impatient(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA busy_timeout=50")


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["database"]
    return found


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def locked(path: Path, app: Flask) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        yield other


def check_page(browser: Browser) -> Seen:
    return browser.press(browser.get("/en/say"), "Next", said=WORDS)


def kept(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Feedback)) or 0


def test_words_that_cannot_be_kept_are_not_said_to_be(
    browser: Browser, database: Database, locked: sqlite3.Connection
) -> None:
    page = check_page(browser)
    locked.execute("BEGIN IMMEDIATE")
    answer = browser.press(page, "Send")
    assert answer.status == 503
    assert "We cannot keep anything at the moment" in answer.words
    locked.execute("ROLLBACK")
    assert kept(database) == 0
    assert "/code" in browser.press(page, "Send").url
    assert kept(database) == 1


def test_typed_words_come_back_when_the_database_is_locked(
    browser: Browser, locked: sqlite3.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    page = browser.get("/en/say")
    locked.execute("BEGIN IMMEDIATE")
    answer = browser.press(page, "Next", said=WORDS)
    assert answer.status == 503
    assert WORDS.strip() in answer.text
    assert caplog.messages == ["the database refused: OperationalError SQLITE_BUSY"]
    locked.execute("ROLLBACK")
    assert browser.press(answer, "Send again").url.endswith("/check")


def test_pages_can_be_read_while_the_database_is_locked(
    browser: Browser, locked: sqlite3.Connection
) -> None:
    locked.execute("BEGIN IMMEDIATE")
    for url in ("/en/", "/en/say", "/en/help", "/en/code", "/staff/sign-in"):
        assert browser.get(url).status == 200, url


def test_a_full_disk_keeps_nothing_and_says_so(
    browser: Browser, database: Database, path: Path
) -> None:
    """What still fits into the last pages is kept; then each is told, and none is half kept."""
    database.engine.dispose()
    event.listen(database.engine, "connect", _full)
    told = [_send_or_not(browser) for _ in range(30)]
    assert told[-3:] == [503, 503, 503]
    assert set(told) <= {200, 503}
    event.remove(database.engine, "connect", _full)
    database.engine.dispose()
    assert kept(database) == told.count(200)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _send_or_not(browser: Browser) -> int:
    page = check_page(browser)
    return page.status if page.status == 503 else browser.press(page, "Send").status


def _full(connection: sqlite3.Connection, _record: object) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages}")


class NoMail:
    sender = "board@board.example"

    def send(self, _message: object) -> None:
        raise PostClosed


def test_words_are_kept_while_the_mail_is_down(browser: Browser, database: Database) -> None:
    database.info["post"] = NoMail()
    page = check_page(browser)
    browser.press(page, "Send", hurt_soon="y")
    assert letters_jobs.send_due(database) == 0
    with database.reading() as session:
        assert session.scalars(select(Feedback)).one().held
        assert session.scalars(select(Concern)).one().flagged_by_member
        letter = session.scalars(select(Letter)).one()
        assert (letter.kind, letter.delivery) == ("concern", Delivery.PENDING)
