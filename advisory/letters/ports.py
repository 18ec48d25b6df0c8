"""Where letters leave the house: a mail server, or a folder while nobody has named one."""

import os
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from advisory.languages.catalogues import install, speaking
from advisory.languages.dates import clock_words, day_words, numeric_date
from advisory.languages.text import isolate

SECONDS_TO_WAIT = 20.0


class PostClosed(Exception):
    """No letter at all can leave now: the server does not answer, or refuses the password."""


class MailUrlWrong(Exception):
    """Says in one sentence what is wrong with the address of the mail server."""


class Post(Protocol):
    """`sender` is the address letters come from. `send` raises when a letter may not have left."""

    @property
    def sender(self) -> str: ...

    def send(self, message: EmailMessage) -> None: ...


class PostSettings(Protocol):
    @property
    def mail_url(self) -> str | None: ...
    @property
    def mail_from(self) -> str: ...
    @property
    def letters_folder(self) -> Path: ...


def choose_post(settings: PostSettings) -> Post:
    """The mail server of the settings, else the folder. Raises MailUrlWrong."""
    if settings.mail_url:
        return SmtpPost(settings.mail_url, settings.mail_from)
    return FolderPost(settings.letters_folder, settings.mail_from)


class SmtpPost:
    """`smtp://user:password@host:port`, or `smtps://` for TLS from the first byte.

    With smtp:// TLS begins as soon as the server offers it; a password is never sent without it,
    except to this machine. Raises MailUrlWrong.
    """

    def __init__(self, mail_url: str, sender: str, wait: float = SECONDS_TO_WAIT) -> None:
        parts = urlsplit(mail_url)
        try:
            port = parts.port
        except ValueError:
            port = 0
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or port == 0:
            raise MailUrlWrong(
                "ADVISORY_MAIL_URL must look like smtp://host:25 or smtps://user:password@host:465."
            )
        self.sender = sender
        self._wait = wait
        self._secure = parts.scheme == "smtps"
        self._host = parts.hostname
        self._port = port or (465 if self._secure else 25)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")

    def send(self, message: EmailMessage) -> None:
        server = self._opened()
        try:
            server.send_message(message)
        finally:
            # What was accepted is accepted, even if the goodbye goes wrong.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def _opened(self) -> smtplib.SMTP:
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException) as why:
            raise PostClosed(type(why).__name__) from why
        try:
            self._introduce(server)
        except (OSError, smtplib.SMTPException) as why:
            server.close()
            raise PostClosed(type(why).__name__) from why
        return server

    def _connected(self) -> smtplib.SMTP:
        if self._secure:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self._host, self._port, timeout=self._wait, context=context)
        return smtplib.SMTP(self._host, self._port, timeout=self._wait)

    def _introduce(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        private = self._secure or _is_this_machine(self._host)
        if not self._secure and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            private = True
        if self._user:
            if not private:
                raise smtplib.SMTPNotSupportedError("no TLS, so no password")
            server.login(self._user, self._password)


def _is_this_machine(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


class FolderPost:
    """Writes each letter as a file named by its Message-ID: the same letter again is one file."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    def send(self, message: EmailMessage) -> None:
        name = str(message["Message-ID"]).strip("<>").split("@")[0]
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            half = self.folder / f".{name}.half"
            with os.fdopen(
                os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
            ) as file:
                file.write(message.as_bytes(policy=SMTP))
            half.replace(self.folder / f"{name}.eml")
        except OSError as why:
            raise PostClosed(type(why).__name__) from why


TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def letter_templates() -> Environment:
    """Templates of letters: plain text, the same words as pages, no page and no request."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    install(environment)
    environment.filters.update(
        day=day_words, clock=clock_words, numeric_date=numeric_date, isolate=isolate
    )
    return environment


_TEMPLATES = letter_templates()

Value = str | int | date


def render(template: str, language: str, values: Mapping[str, Value]) -> str:
    """The template's words in this language. Raises when a value is missing."""
    with speaking(language):
        return _TEMPLATES.get_template(template).render(values)
