"""What a person does at the door, step by step, in a browser."""

import re
from datetime import timedelta

import pyotp

from advisory.foundation.database import now
from tests.browser import Browser, Seen
from tests.people.conftest import PASSWORD

ANOTHER = "yellow trams across the hill"


def secret_on(seen: Seen) -> str:
    found = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", seen.words)
    assert found is not None, seen.words
    return found[0].replace(" ", "")


def codes_on(seen: Seen) -> list[str]:
    return re.findall(r"\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b", seen.words)


def number_of(secret: str, *, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(now() + timedelta(seconds=30 * steps))


def shows_password(browser: Browser, password: str = PASSWORD, url: str = "/staff/sign-in") -> Seen:
    door = browser.get(url)
    return browser.press(door, "Go on", email="amina@board.example", password=password)


def enrols(browser: Browser, start: Seen) -> tuple[str, Seen]:
    """From the page with the picture to the recovery codes."""
    secret = secret_on(start)
    return secret, browser.press(start, "Go on", number=number_of(secret))


def cookie_of(browser: Browser) -> str | None:
    cookie = browser.client.get_cookie("s")
    return cookie.value if cookie else None
