"""People who send words through the real form, and try again until they are told a code.

What a phone does on a bad network: the same form goes out again with the same token, whatever
became of the first answer. Nothing here knows the server but its address.
"""

import http.client
import re
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

FIELD = re.compile(r'<input[^>]* name="(csrf_token|token)"[^>]* value="([^"]*)"')
CODE = re.compile(r'class="code-digits"[^>]*aria-label="([\d ,]+)"')
AGAIN_IN = 0.15


class NotAsPromised(AssertionError):
    """An answer that no sender may ever get: a broken page, a form refused, no code."""


@dataclass(frozen=True)
class Got:
    status: int
    text: str
    goes_to: str


@dataclass
class Phone:
    """Speaks HTTP and keeps one cookie, as a browser does."""

    address: tuple[str, int]
    cookie: str = ""

    def ask(self, method: str, path: str, fields: dict[str, str]) -> Got:
        connection = http.client.HTTPConnection(*self.address, timeout=120)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(fields) or None, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        if (cookie := response.getheader("Set-Cookie")) is not None:
            self.cookie = cookie.split(";")[0]
        goes_to = urlsplit(response.getheader("Location") or "").path
        return Got(response.status, text, goes_to)


def fields_in(got: Got) -> dict[str, str]:
    """What the form on a page of ours carries unseen."""
    found = {name: unescape(value) for name, value in FIELD.findall(got.text)}
    if found.keys() != {"csrf_token", "token"}:
        raise NotAsPromised(f"no form, but {got.status}: {got.text[:300]}")
    return found


def code_in(got: Got) -> str:
    shown = CODE.search(got.text)
    if shown is None:
        raise NotAsPromised(f"no code, but {got.status}: {got.text[:300]}")
    return "".join(re.findall(r"\d", shown[1]))


def choices(checked: Got, *, hurt_soon: bool = False) -> dict[str, str]:
    """What a person chooses before they send."""
    chosen = {**fields_in(checked), "speaks": "en", "reads": "ar", "use": "quote"}
    return chosen | ({"hurt_soon": "y"} if hurt_soon else {})


@dataclass
class Sender:
    """`acknowledged` holds the code that was shown, by the words that were sent."""

    name: str
    address: tuple[str, int]
    acknowledged: dict[str, str] = field(default_factory=dict)
    statuses: dict[int, int] = field(default_factory=dict)
    refused: int = 0
    """How often a connection broke before its answer was whole."""
    fault: BaseException | None = None

    @property
    def answers(self) -> int:
        return sum(self.statuses.values())

    def keep_sending(self, stop: threading.Event) -> None:
        try:
            while not stop.is_set():
                self.send(f"{self.name} {len(self.acknowledged)}: the letter was in English only.")
        except BaseException as fault:  # noqa: BLE001 - kept for the thread that looks at it
            self.fault = fault

    def send(self, words: str) -> None:
        """GET the form, POST the words, check, send, read the code. Returns when it was shown."""
        phone = Phone(self.address)
        form = {**fields_in(self._until(phone, "GET", "/en/say", {}, 200)), "said": words}
        goes_to = self._until(phone, "POST", "/en/say", form, 303).goes_to
        checked = self._until(phone, "GET", goes_to, {}, 200)
        chosen = choices(checked, hurt_soon=words.split(":", maxsplit=1)[0].endswith("5"))
        sent = self._until(phone, "POST", goes_to, chosen, 303)
        self.acknowledged[words] = code_in(self._until(phone, "GET", sent.goes_to, {}, 200))

    def _until(
        self, phone: Phone, method: str, path: str, fields: dict[str, str], expected: int
    ) -> Got:
        """Again and again, until the house answers."""
        while True:
            with suppress(OSError, http.client.HTTPException):
                got = phone.ask(method, path, fields)
                self.statuses[got.status] = self.statuses.get(got.status, 0) + 1
                if got.status == expected:
                    return got
                if got.status != 503:
                    raise NotAsPromised(f"{method} {path}: {got.status} {got.text[:2000]}")
            self.refused += 1
            time.sleep(AGAIN_IN)


def while_they_send(senders: Iterable[Sender], happens: Callable[[], None]) -> None:
    """Runs `happens` beside the senders; afterwards each ends what it has begun."""
    senders, stop = list(senders), threading.Event()
    threads = [threading.Thread(target=sender.keep_sending, args=[stop]) for sender in senders]
    for thread in threads:
        thread.start()
    try:
        happens()
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    faults = [sender.fault for sender in senders if sender.fault is not None]
    if faults:
        raise faults[0]
