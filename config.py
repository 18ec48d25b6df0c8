"""The only reader of the environment. Bad configuration stops the start with one sentence."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class ConfigurationError(Exception):
    """Says in one sentence what to change."""


@dataclass(frozen=True)
class Settings:
    """Every default is safe in public; nothing here is secret by itself."""

    database_url: str
    keys_folder: Path
    letters_folder: Path
    mail_url: str | None
    mail_from: str
    base_url: str
    host: str
    port: int
    production: bool
    leave_url: str

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 65536:
        raise ConfigurationError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _database_url(text: str) -> str:
    if text.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + text.split("://", 1)[1]
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ConfigurationError(
            "ADVISORY_DATABASE_URL must start with sqlite:/// or postgresql://."
        )
    return text


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings named by the environment. Raises ConfigurationError."""
    home = Path(environ.get("ADVISORY_HOME", "var")).resolve()
    port = _port(environ.get("PORT", "8000"))
    base_url = environ.get("ADVISORY_BASE_URL", f"http://127.0.0.1:{port}").rstrip("/")
    production = environ.get("ADVISORY_PRODUCTION", "") not in {"", "0", "no"}
    if production and not base_url.startswith("https://"):
        raise ConfigurationError("In production ADVISORY_BASE_URL must start with https://.")
    return Settings(
        database_url=_database_url(
            environ.get("ADVISORY_DATABASE_URL") or f"sqlite:///{home / 'advisory.sqlite3'}"
        ),
        keys_folder=Path(environ.get("ADVISORY_KEYS", home / "keys")).resolve(),
        letters_folder=Path(environ.get("ADVISORY_LETTERS", home / "letters")).resolve(),
        mail_url=environ.get("ADVISORY_MAIL_URL") or None,
        mail_from=environ.get("ADVISORY_MAIL_FROM", "no-reply@localhost"),
        base_url=base_url,
        host=environ.get("HOST", "127.0.0.1"),
        port=port,
        production=production,
        leave_url=environ.get("ADVISORY_LEAVE_URL", "https://www.bbc.co.uk/weather"),
    )
