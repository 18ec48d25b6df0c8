"""A real browser on a real server. Every page a walk opens is checked on the way."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from advisory.foundation.database import Database
from tests.browsers import launched
from tests.walks.walker import Walker


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def address(app: Flask, database: Database) -> Iterator[str]:
    """Where the app answers while the test lasts; the port is whatever is free."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def walkers(chromium: Browser, address: str) -> Iterator["Walkers"]:
    made = Walkers(chromium, address)
    yield made
    made.close()


class Walkers:
    """Gives each person of a story a browser of their own."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self._made: list[Walker] = []

    def someone(self, *, script: bool = True, width: int = 360, language: str = "en-GB") -> Walker:
        """A person with a phone (or a desk at 1280), with script or without."""
        walker = Walker(self.browser, self.address, script=script, width=width, language=language)
        self._made.append(walker)
        return walker

    def close(self) -> None:
        for walker in self._made:
            walker.context.close()
