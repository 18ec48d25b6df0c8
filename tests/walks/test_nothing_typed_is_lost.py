"""What goes wrong between a phone and the house; the words are still there afterwards."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from advisory.app.front_door import open_doors
from advisory.contributions.models import Contribution
from advisory.foundation.browser_sessions import BrowserSession
from advisory.foundation.database import Database, commit
from advisory.languages.safety import SAFETY
from tests.building import a_board
from tests.walks.conftest import Walkers
from tests.walks.walker import Walker

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

WORDS = "The letter of the clinic came in English only, and nobody could read it."
BOX = "What helps? What harms?"

pytestmark = [pytest.mark.once, pytest.mark.timeout(600)]


@pytest.fixture(autouse=True)
def _open_board(session: Session) -> None:
    a_board(session)
    commit(session)


def kept(database: Database) -> int:
    """How many contributions the house has."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Contribution)) or 0


def forget_sessions(database: Database) -> None:
    """As when every page was open for too long."""
    with database.transaction() as session:
        session.execute(delete(BrowserSession))


def typed(walker: Walker) -> Walker:
    walker.open("/en/say")
    walker.write(BOX, WORDS)
    return walker


def checked(walker: Walker) -> Walker:
    typed(walker).press("Next")
    return walker


def served(app: "WSGIApplication", port: int = 0) -> tuple[int, Callable[[], None]]:
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def stop() -> None:
        server.shutdown()
        thread.join()
        server.server_close()

    return server.server_port, stop


# ── A form that was open too long ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("script", [True, False])
def test_words_of_an_expired_form_come_back_and_go_on(
    database: Database, walkers: Walkers, *, script: bool
) -> None:
    member = typed(walkers.someone(script=script))
    forget_sessions(database)
    member.press("Next")
    member.sees(SAFETY.EXPIRED)
    member.sees(WORDS)
    member.press("Send again")
    member.sees("Check and send")
    member.sees(WORDS)


def test_the_last_step_of_an_expired_form_still_sends_once(
    database: Database, walkers: Walkers
) -> None:
    member = checked(walkers.someone(script=False))
    forget_sessions(database)
    member.press("Send")
    member.sees(SAFETY.EXPIRED)
    member.press("Send again")
    member.sees(SAFETY.CODE_WRITE_DOWN)
    assert len("".join(member.code().split())) == 16
    assert kept(database) == 1


# ── The connection is gone ───────────────────────────────────────────────────────────────────────


def test_words_stay_while_the_server_does_not_answer_and_leave_when_it_does(
    app: Flask, database: Database, walkers: Walkers
) -> None:
    """A server of its own, which goes away and comes back at the same address."""
    port, stop = served(app)
    walkers.address = f"http://127.0.0.1:{port}"
    member = checked(walkers.someone())
    stop()
    member.page.get_by_role("button", name="Send").click()
    note = member.page.locator("#not-sent")
    expect(note).to_be_visible()
    expect(note).to_have_text(str(SAFETY.NOT_SENT))
    member.sees(WORDS)
    _port, stop = served(app, port)
    member.press("Send")
    member.sees(SAFETY.CODE_WRITE_DOWN)
    stop()
    assert kept(database) == 1


def test_words_stay_in_their_box_while_the_phone_has_no_connection(walkers: Walkers) -> None:
    member = typed(walkers.someone())
    member.context.set_offline(True)
    member.page.get_by_role("button", name="Next").click()
    expect(member.page.locator("#not-sent")).to_be_visible()
    expect(member.page.get_by_label(BOX)).to_have_value(WORDS)
    member.context.set_offline(False)
    expect(member.page.locator("#not-sent")).to_be_hidden()
    member.press("Next")
    member.sees(WORDS)


# ── Back, again, twice ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("script", [True, False])
def test_back_and_resend_shows_the_same_code_and_keeps_one(
    database: Database, walkers: Walkers, *, script: bool
) -> None:
    member = checked(walkers.someone(script=script))
    member.press("Send")
    code = member.code()
    member.page.go_back()
    sending = member.page.get_by_role("button", name="Send")
    if sending.count():
        member.press("Send")
    expect(member.page.locator(".code-digits").first).to_have_text(code)
    assert kept(database) == 1


@pytest.mark.parametrize("script", [True, False])
def test_a_double_tap_sends_once(database: Database, walkers: Walkers, *, script: bool) -> None:
    member = checked(walkers.someone(script=script))
    member.page.get_by_role("button", name="Send").dblclick()
    member.page.wait_for_url("**/code", timeout=30_000)
    member.sees(SAFETY.CODE_WRITE_DOWN)
    assert kept(database) == 1


# ── Leaving at once ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def weather() -> Iterator[str]:
    """Somebody else's page, where leaving leads: it was never here."""

    def sunny(_environ: object, start: "StartResponse") -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [b"<title>Weather</title><h1>Sunny</h1>"]

    port, stop = served(sunny)
    yield f"http://127.0.0.1:{port}/weather"
    stop()


@pytest.fixture
def leaving(app: Flask, weather: str, walkers: Walkers) -> Iterator[None]:
    """The house as it stands when it is told to leave for the weather."""
    elsewhere = open_doors(replace(app.config["SETTINGS"], leave_url=weather))
    port, stop = served(elsewhere)
    walkers.address = f"http://127.0.0.1:{port}"
    yield
    stop()
    elsewhere.extensions["database"].engine.dispose()


@pytest.mark.usefixtures("leaving")
@pytest.mark.parametrize("script", [True, False])
def test_leaving_ends_the_session_and_back_shows_no_words(
    database: Database, walkers: Walkers, weather: str, *, script: bool
) -> None:
    member = checked(walkers.someone(script=script))
    with member.page.expect_navigation(url=weather):
        member.page.get_by_role("button", name=str(SAFETY.LEAVE)).first.click()
    member.sees("Sunny")
    assert member.context.cookies(member.address) == []
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(BrowserSession)) == 0
    member.page.go_back()
    member.does_not_see(WORDS)
    for box in member.page.locator("textarea").all():
        expect(box).to_have_value("")


# ── Another language in the middle of a sentence ─────────────────────────────────────────────────


@pytest.mark.parametrize("script", [True, False])
def test_changing_the_language_keeps_the_draft(walkers: Walkers, *, script: bool) -> None:
    member = typed(walkers.someone(script=script))
    member.press("Change language:")
    member.page.get_by_role("link", name="العربية").first.click()
    member.language = "ar"
    expect(member.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(member.page.locator("textarea")).to_have_value(WORDS)
    member.press("Next")
    member.sees(WORDS)
    member.press("See it in English")
    member.language = "en"
    member.sees("Check and send")
    member.sees(WORDS)


# ── Too much at once ─────────────────────────────────────────────────────────────────────────────


def test_words_that_are_too_long_stay_in_their_box(walkers: Walkers) -> None:
    member = walkers.someone(script=False)
    member.open("/en/say")
    member.write(BOX, WORDS * 300)
    member.press("Next")
    member.sees("This is too long for one time. Send a part now, and add more later.")
    expect(member.page.get_by_label(BOX)).to_have_value(WORDS * 300)
