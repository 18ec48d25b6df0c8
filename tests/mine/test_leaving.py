import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.foundation.browser_sessions import BrowserSession
from advisory.foundation.database import Database, commit
from tests.browser import Browser
from tests.building import a_board


@pytest.fixture(autouse=True)
def _board(session: Session) -> None:
    a_board(session)
    commit(session)


def sessions(database: Database) -> int:
    with database.reading() as look:
        return look.scalar(select(func.count()).select_from(BrowserSession)) or 0


def test_leaving_ends_the_visit_and_opens_a_neutral_page(
    browser: Browser, database: Database
) -> None:
    page = browser.get("/ar/say")
    assert sessions(database) == 1
    seen = browser.press(page, "Leave this page", follow=False)
    assert seen.status == 303
    assert seen.response.location == "https://www.bbc.co.uk/weather"
    assert seen.response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert sessions(database) == 0
    assert browser.client.get_cookie("s") is None


def test_leaving_needs_no_visit_and_no_token(browser: Browser) -> None:
    assert browser.client.post("/leave").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ],
)
def test_no_other_site_can_make_somebody_leave(
    browser: Browser, database: Database, headers: dict[str, str]
) -> None:
    browser.get("/ar/say")
    assert browser.client.post("/leave", headers=headers).status_code == 403
    assert sessions(database) == 1


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "null"}, {"Origin": "http://localhost"}],
)
def test_every_browser_of_our_own_pages_can_leave(
    browser: Browser, headers: dict[str, str]
) -> None:
    assert browser.client.post("/leave", headers=headers).status_code == 303


def test_a_link_cannot_make_somebody_leave(browser: Browser) -> None:
    assert browser.get("/leave").status == 405


def test_staying_comes_back_to_the_page(browser: Browser) -> None:
    assert browser.post("/ar/stay", {"next": "say"}).url == "/ar/say"
    assert browser.post("/ar/stay", {"next": "//evil.example"}).url == "/ar/"


def test_only_my_phone_switches_the_idle_clearing_off(browser: Browser) -> None:
    assert browser.get("/ar/say").all("body")[0].get("data-idle") == "10"
    assert browser.post("/ar/only-mine", {"next": "say"}).url == "/ar/say"
    assert browser.get("/ar/say").all("body")[0].get("data-idle") == "0"
    cookie = browser.client.get_cookie("lang")
    assert cookie is not None
    assert cookie.value == "ar"


def test_leaving_forgets_the_language_too(browser: Browser) -> None:
    browser.post("/ar/only-mine")
    browser.press(browser.get("/ar/"), "Leave this page", follow=False)
    assert browser.client.get_cookie("lang") is None
