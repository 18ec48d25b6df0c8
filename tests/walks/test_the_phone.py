"""What stays on a phone that somebody else picks up: nothing that was typed, and no code."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from sqlalchemy.orm import Session

from advisory.foundation.access import Access, Entry, Role
from advisory.foundation.database import Database, commit
from advisory.languages.safety import SAFETY
from tests.app.test_access_matrix import HOLDER, NOBODY, Site
from tests.browsers import QUIET, program
from tests.building import a_board
from tests.walks.conftest import Walkers
from tests.walks.test_nothing_typed_is_lost import leaving, weather

__all__ = ["leaving", "weather"]

CANARY = "Pomegranate seventeen under the stairs"
BETWEEN = (" ", "", "+", "</span> <span>")
STORES = """async () => [
  localStorage.length, sessionStorage.length,
  indexedDB.databases ? (await indexedDB.databases()).length : 0,
  window.caches ? (await caches.keys()).length : 0,
  (await navigator.serviceWorker?.getRegistrations() ?? []).length,
]"""

pytestmark = [pytest.mark.once, pytest.mark.timeout(600)]


@contextmanager
def phone(chromium: Browser, folder: Path, address: str) -> Iterator[BrowserContext]:
    """A browser whose profile lies in the folder, as on a phone."""
    context = chromium.browser_type.launch_persistent_context(
        folder,
        executable_path=program(),
        args=[*QUIET, "--no-sandbox", "--no-zygote"],
        base_url=address,
        # Else a cache would hold the words packed, and nobody would find them there.
        extra_http_headers={"Accept-Encoding": "identity"},
    )
    context.set_default_timeout(15_000)
    try:
        yield context
    finally:
        context.close()


def sent(page: Page) -> str:
    """Types, sends, and comes to the code."""
    page.goto("/en/say")
    page.get_by_label("What helps? What harms?").fill(CANARY)
    page.get_by_role("button", name="Next").last.click()
    expect(page.locator("body")).to_contain_text(CANARY)
    page.get_by_role("button", name="Send", exact=True).last.click()
    code = page.locator(".code-digits").first
    expect(code).to_be_visible()
    return code.inner_text()


def leave(page: Page, how: str, weather: str) -> None:
    if how == "by the button":
        page.get_by_role("button", name=str(SAFETY.LEAVE)).first.click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(weather)


def traces(folder: Path, code: str) -> list[str]:
    """Files of the profile that hold what was typed, in any spelling of it."""
    groups = code.split()
    needles = [
        spelt.encode(encoding)
        for said in (CANARY, CANARY.replace(" ", "+"), CANARY.replace(" ", "%20"))
        for spelt in (said, *(between.join(groups) for between in BETWEEN))
        for encoding in ("utf-8", "utf-16-le")
    ]
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
        if any(needle in (content := path.read_bytes()) for needle in needles) and content
    ]


@pytest.mark.usefixtures("leaving")
@pytest.mark.parametrize("how", ["by the button", "by Shift, three times"])
def test_nothing_that_was_typed_stays_on_the_phone(
    chromium: Browser,
    walkers: Walkers,
    weather: str,
    session: Session,
    tmp_path: Path,
    how: str,
) -> None:
    a_board(session)
    commit(session)
    with phone(chromium, tmp_path, walkers.address) as context:
        page = context.pages[0] if context.pages else context.new_page()
        code = sent(page)
        assert page.evaluate(STORES) == [0, 0, 0, 0, 0]
        leave(page, how, weather)
        assert context.cookies(walkers.address) == []
        page.go_back()
        assert CANARY not in page.content()
        assert "".join(code.split()) not in "".join(page.content().split())
    assert traces(tmp_path, code) == []


def test_somebody_who_forgets_to_leave_leaves_no_words_on_the_phone(
    chromium: Browser, address: str, session: Session, tmp_path: Path
) -> None:
    a_board(session)
    commit(session)
    with phone(chromium, tmp_path, address) as context:
        code = sent(context.pages[0])
        assert context.pages[0].evaluate(STORES) == [0, 0, 0, 0, 0]
    assert traces(tmp_path, code) == []


# ── Every page ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def site(app: Flask, session: Session, database: Database) -> Site:
    return Site(app, session, database)


def may_open(access: Access, visitor: str) -> bool:
    if access.entry is Entry.STAFF:
        return visitor in access.roles
    return access.entry is Entry.ANYONE or visitor == HOLDER


@pytest.mark.parametrize("visitor", [NOBODY, HOLDER, *Role])
def test_no_page_breaks_its_policy_or_asks_anybody_else(
    chromium: Browser, address: str, site: Site, visitor: str
) -> None:
    context = chromium.new_context(base_url=address, reduced_motion="reduce")
    cookie = site.client(visitor).get_cookie("s")
    if cookie is not None:
        context.add_cookies([{"name": "s", "value": cookie.value, "url": address}])
    broken: list[str] = []
    page = context.new_page()
    page.on(
        "console",
        lambda told: broken.append(told.text) if "Content Security Policy" in told.text else None,
    )
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("request", lambda asked: broken.append(asked.url) if foreign(asked.url) else None)
    looked = 0
    for rule, _method in site.routes("GET"):
        is_page = rule.endpoint not in {"assets.serve", "health.readyz", "health.healthz"}
        own = rule.rule.startswith("/staff") == (visitor in set(Role))
        if is_page and own and may_open(site.access(rule), visitor):
            try:
                answer = page.goto(site.url(rule, site.here.address(rule.arguments)))
            except Error as why:  # a picture, a sound, a copy: nothing is shown
                assert "Download is starting" in str(why), rule.rule  # noqa: PT017 - the other way
                continue
            looked += answer is not None and answer.status == 200
            assert page.evaluate(STORES) == [0, 0, 0, 0, 0], rule.rule
    context.close()
    assert broken == []
    assert looked >= 3


def foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1"
