"""A house whose web server and worker are real processes, to be killed at any moment."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session
from werkzeug.test import Client, TestResponse

import config
from advisory.app.front_door import open_doors
from advisory.app.schema import migrate
from advisory.foundation.browser_sessions import Visit
from advisory.foundation.database import Database, commit, now
from advisory.foundation.keys import make_keys
from advisory.people.models import Board, Person
from tests.browser import Browser, Seen, filled, form_of
from tests.building import a_board, a_team
from tests.proofs.senders import Phone

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

OURSELVES = (sys.executable, "-m", "advisory.app.commands")
ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class House:
    """Settings, the database beside the processes, and the processes themselves."""

    def __init__(self, settings: config.Settings, home: Path) -> None:
        self.settings, self.home = settings, home
        self.app = open_doors(settings)
        self.database: Database = self.app.extensions["database"]
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.log = home / "output.log"

    @property
    def address(self) -> tuple[str, int]:
        return self.settings.host, self.settings.port

    @property
    def environ(self) -> dict[str, str]:
        return {
            **os.environ,
            "ADVISORY_HOME": str(self.home),
            "ADVISORY_DATABASE_URL": self.settings.database_url,
            "ADVISORY_BASE_URL": self.settings.base_url,
            "PORT": str(self.settings.port),
            "PYTHONPATH": str(ROOT),
        }

    def start(self, command: str) -> None:
        """`serve` or `worker`: the product's own command, in a process group of its own."""
        with self.log.open("ab") as log:
            self.running[command] = subprocess.Popen(
                [*OURSELVES, command],
                env=self.environ,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, command: str) -> None:
        """The whole process group at once, at whatever it is doing."""
        child = self.running.pop(command, None)
        if child is not None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()

    def wait_until_up(self) -> None:
        while not self.answers():
            assert self.running["serve"].poll() is None, self.log.read_text()
            time.sleep(0.01)

    def answers(self) -> bool:
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(*self.address, timeout=5)
            try:
                connection.request("GET", "/en/accessibility")
                return connection.getresponse().status == 200
            finally:
                connection.close()
        return False

    def close(self) -> None:
        for command in list(self.running):
            self.kill(command)
        self.database.engine.dispose()


def settled(database_url: str, home: Path) -> House:
    make_keys(home / "keys")
    port = free_port()
    settings = config.read(
        {
            "ADVISORY_HOME": str(home),
            "ADVISORY_DATABASE_URL": database_url,
            "ADVISORY_BASE_URL": f"http://127.0.0.1:{port}",
            "PORT": str(port),
        }
    )
    migrate(database_url, "head")
    house = House(settings, home)
    with house.database.writing() as session:
        furnish(session)
        commit(session)
    return house


def furnish(session: Session) -> Board:
    board = a_board(session)
    a_team(session, board, is_fallback=True)
    return board


@contextmanager
def served(house: House) -> Iterator[None]:
    house.start("serve")
    house.wait_until_up()
    try:
        yield
    finally:
        house.kill("serve")


def through(house: House, source: str = "127.0.0.1", **headers: str) -> Client:
    """A client of werkzeug's that speaks to the real server over a socket, from `source`."""
    return Client(_forwarding(house, source, headers))


class HouseBrowser(Browser):
    """A browser without script at the real server."""

    def __init__(self, house: House, source: str = "127.0.0.1", **headers: str) -> None:
        super().__init__(house.app)
        self.house = house
        self.seen: list[Seen] = []
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.client = through(house, source, **named)  # type: ignore[assignment] # it lacks what only sign_in uses

    def sign_in(self, person: Person) -> None:
        """As after both factors; the session is one of the house's own."""
        with self.app.test_request_context("/"):
            visit = Visit({"_user_id": str(person.id), "_fresh": True})
            visit["signed_in_at"] = now().isoformat()
            response = self.app.response_class()
            self.app.session_interface.save_session(self.app, visit, response)
        name, value = response.headers["Set-Cookie"].split(";")[0].split("=", 1)
        self.client.set_cookie(name, value)

    def _seen(self, response: TestResponse) -> Seen:
        assert response.status_code < 500, f"{response.status_code}: {self.house.log.read_text()}"
        self.seen.append(super()._seen(response))
        return self.seen[-1]

    def send(self, url: str, fields: dict[str, Any]) -> Seen:
        return self._seen(self.client.post(url, data=fields, follow_redirects=True))

    def phone(self) -> Phone:
        """Whoever else holds this browser's cookie, at the same moment."""
        kept = self.client.get_cookie("s")
        assert kept is not None
        return Phone(self.house.address, f"s={kept.value}")

    def about_to(self, seen: Seen, label: str) -> tuple[str, dict[str, str]]:
        """Where the button would send its form, and with which fields."""
        form, button = form_of(seen, label)
        fields = {name: values[0] for name, values in filled(seen, form).items()}
        if button.get("name"):
            fields[button.get("name", "")] = button.get("value", "")
        return button.get("formaction") or form.get("action") or seen.url, fields


def _forwarding(house: House, source: str, more: dict[str, str]) -> "WSGIApplication":
    def forward(environ: "WSGIEnvironment", start: "StartResponse") -> list[bytes]:
        connection = http.client.HTTPConnection(
            *house.address, timeout=120, source_address=(source, 0)
        )
        path = environ["PATH_INFO"]
        if environ["QUERY_STRING"]:
            path += "?" + environ["QUERY_STRING"]
        length = int(environ.get("CONTENT_LENGTH") or 0)
        try:
            connection.request(
                environ["REQUEST_METHOD"],
                path,
                body=environ["wsgi.input"].read(length) if length else None,
                headers={**_headers(environ), **more},
            )
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        start(f"{response.status} {response.reason}", response.getheaders())
        return [body]

    return forward


def _headers(environ: "WSGIEnvironment") -> dict[str, str]:
    named = {
        name[5:].replace("_", "-").title(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    if environ.get("CONTENT_TYPE"):
        named["Content-Type"] = str(environ["CONTENT_TYPE"])
    return named
