"""The only reader of the environment. Bad configuration stops the start with one sentence."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypedDict
from urllib.parse import parse_qs, urlsplit

Network = IPv4Network | IPv6Network
LOOPBACK = "127.0.0.0/8,::1/128"
ALIKE = 0.85
"""So alike is a slip of the finger. Other names may belong to another program of this machine."""


class ConfigurationError(Exception):
    """Says in one sentence what to change."""


@dataclass(frozen=True)
class Settings:
    """Every default is safe in public; nothing here is secret by itself."""

    database_url: str
    keys_folder: Path
    letters_folder: Path
    files_folder: Path
    files_url: str | None
    files_secret: Path | None
    mail_url: str | None
    mail_from: str
    base_url: str
    host: str
    port: int
    production: bool
    leave_url: str
    home: Path
    operator_networks: tuple[Network, ...]
    """From where `/readyz` answers."""
    oidc_issuer: str | None = None
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_name: str = ""
    oidc_second_factors: frozenset[str] = frozenset()
    translation_url: str = ""
    translation_kind: str = ""
    translation_model: str = ""
    translation_key: str = field(default="", repr=False)
    translation_decision: str = ""
    """The day and the name of who allowed members' words to go to that server."""
    drafting_url: str = ""
    drafting_model: str = ""
    drafting_key: str = field(default="", repr=False)

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")


@dataclass
class _Asked:
    """The environment, and which names were asked for: what nobody asks for is a typing error."""

    environ: Mapping[str, str]
    names: set[str] = field(default_factory=set)

    def get(self, name: str, default: str = "") -> str:
        self.names.add(name)
        return self.environ.get(name, default)

    def refuse_unknown(self) -> None:
        ours = {name for name in self.environ if name.startswith("ADVISORY_")}
        for name in sorted(ours - self.names):
            if meant := get_close_matches(name, self.names, 1, ALIKE):
                raise ConfigurationError(f"{name} is not a setting: did you mean {meant[0]}?")


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as why:
        raise ConfigurationError(
            "ADVISORY_OPERATOR_NETWORK must name networks like 10.0.0.0/8, with commas between."
        ) from why


def _leave_url(text: str) -> str:
    if not text.startswith("https://") or not urlsplit(text).hostname:
        raise ConfigurationError("ADVISORY_LEAVE_URL must start with https://.")
    return text


def _refuse_open_wire(database_url: str) -> None:
    """In production no word crosses a network in the clear."""
    parts = urlsplit(database_url)
    if parts.scheme.startswith("postgresql") and parts.hostname not in {
        None, "", "localhost", "127.0.0.1", "::1",
    }:  # fmt: skip
        mode = parse_qs(parts.query).get("sslmode", [""])[0]
        if mode not in {"require", "verify-ca", "verify-full"}:
            raise ConfigurationError(
                "In production ADVISORY_DATABASE_URL must end with ?sslmode=verify-full "
                "(or require) when PostgreSQL is on another machine."
            )


def _path(text: str) -> Path | None:
    return Path(text).resolve() if text else None


def _port(text: str) -> int:
    # Its length first: Python reads no number of more than 4,300 digits.
    is_number = text.isascii() and text.isdecimal() and len(text) <= 9
    if not is_number or not 0 < int(text) < 65536:
        raise ConfigurationError(f"PORT must be a number from 1 to 65535, not {text[:40]!r}.")
    return int(text)


def _database_url(text: str) -> str:
    if text.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + text.split("://", 1)[1]
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ConfigurationError(
            "ADVISORY_DATABASE_URL must start with sqlite:/// or postgresql://."
        )
    return text


class SignOn(TypedDict, total=False):
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str
    oidc_name: str
    oidc_second_factors: frozenset[str]


def _single_sign_on(asked: _Asked) -> SignOn:
    """Off unless an issuer is named."""
    issuer = asked.get("ADVISORY_OIDC_ISSUER")
    client_id = asked.get("ADVISORY_OIDC_CLIENT_ID")
    name = asked.get("ADVISORY_OIDC_NAME")
    trusted = asked.get("ADVISORY_OIDC_SECOND_FACTOR")
    secret = _secret(asked, "ADVISORY_OIDC_CLIENT_SECRET")
    if not issuer:
        if client_id or secret:
            raise ConfigurationError("Single sign-on needs ADVISORY_OIDC_ISSUER: the address.")
        return {}
    parts = urlsplit(issuer)
    here = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not parts.hostname or not (parts.scheme == "https" or here):
        raise ConfigurationError("ADVISORY_OIDC_ISSUER must start with https://.")
    if not client_id:
        raise ConfigurationError(
            "ADVISORY_OIDC_ISSUER needs ADVISORY_OIDC_CLIENT_ID: the name the provider gave us."
        )
    if not secret:
        raise ConfigurationError(
            "ADVISORY_OIDC_ISSUER needs ADVISORY_OIDC_CLIENT_SECRET_FILE: a file with the secret."
        )
    return {
        "oidc_issuer": issuer,
        "oidc_client_id": client_id,
        "oidc_client_secret": secret,
        "oidc_name": name or parts.hostname,
        "oidc_second_factors": frozenset(filter(None, map(str.strip, trusted.split(",")))),
    }


def _secret(asked: _Asked, name: str) -> str:
    """In the environment, or in a file that it names with `_FILE`."""
    secret, path = asked.get(name), asked.get(f"{name}_FILE")
    if secret and path:
        raise ConfigurationError(f"Set {name} or {name}_FILE, not both.")
    if not path:
        return secret
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as why:
        raise ConfigurationError(f"The file that {name}_FILE names cannot be read.") from why


class MachineDrafts(TypedDict, total=False):
    translation_url: str
    translation_kind: str
    translation_model: str
    translation_key: str
    translation_decision: str


_DECISION = re.compile(r"\d{4}-\d{2}-\d{2} +\S.*")


def _machine_drafts(asked: _Asked) -> MachineDrafts:
    """Off unless a server is named."""
    url = asked.get("ADVISORY_TRANSLATION_URL")
    kind = asked.get("ADVISORY_TRANSLATION_KIND")
    model = asked.get("ADVISORY_TRANSLATION_MODEL")
    decision = asked.get("ADVISORY_TRANSLATION_DECISION").strip()
    key = _secret(asked, "ADVISORY_TRANSLATION_KEY")
    if not url:
        if kind or model or key or decision:
            raise ConfigurationError("Machine drafts need ADVISORY_TRANSLATION_URL: the address.")
        return {}
    if not kind:
        raise ConfigurationError("ADVISORY_TRANSLATION_URL needs ADVISORY_TRANSLATION_KIND.")
    if decision and not _DECISION.fullmatch(decision):
        raise ConfigurationError(
            "ADVISORY_TRANSLATION_DECISION must be a day and a name, like 2026-11-20 Jane Smith."
        )
    return {
        "translation_url": url,
        "translation_kind": kind,
        "translation_model": model,
        "translation_key": key,
        "translation_decision": decision,
    }


class Wordings(TypedDict, total=False):
    drafting_url: str
    drafting_model: str
    drafting_key: str


def _wordings(asked: _Asked) -> Wordings:
    """Drafts of names and summaries at the codebook. Off unless a server is named."""
    url = asked.get("ADVISORY_DRAFTING_URL")
    model = asked.get("ADVISORY_DRAFTING_MODEL")
    key = _secret(asked, "ADVISORY_DRAFTING_KEY")
    if not url and (model or key):
        raise ConfigurationError("Drafting needs ADVISORY_DRAFTING_URL: the address.")
    return {"drafting_url": url, "drafting_model": model, "drafting_key": key}


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings named by the environment. Raises ConfigurationError."""
    asked = _Asked(environ)
    if asked.get("FLASK_DEBUG") not in {"", "0", "false", "no"}:
        raise ConfigurationError("Debug is on: unset FLASK_DEBUG.")
    home = Path(asked.get("ADVISORY_HOME") or "var").resolve()
    port = _port(asked.get("PORT", "8000"))
    settings = Settings(
        database_url=_database_url(
            asked.get("ADVISORY_DATABASE_URL") or f"sqlite:///{home / 'advisory.sqlite3'}"
        ),
        keys_folder=Path(asked.get("ADVISORY_KEYS") or home / "keys").resolve(),
        letters_folder=Path(asked.get("ADVISORY_LETTERS") or home / "letters").resolve(),
        files_folder=Path(asked.get("ADVISORY_FILES") or home / "files").resolve(),
        files_url=asked.get("ADVISORY_FILES_URL") or None,
        files_secret=_path(asked.get("ADVISORY_FILES_SECRET")),
        mail_url=asked.get("ADVISORY_MAIL_URL") or None,
        mail_from=asked.get("ADVISORY_MAIL_FROM") or "no-reply@localhost",
        base_url=(asked.get("ADVISORY_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
        host=asked.get("HOST") or "127.0.0.1",
        port=port,
        production=asked.get("ADVISORY_PRODUCTION") not in {"", "0", "no"},
        leave_url=_leave_url(asked.get("ADVISORY_LEAVE_URL") or "https://www.bbc.co.uk/weather"),
        home=home,
        operator_networks=_networks(asked.get("ADVISORY_OPERATOR_NETWORK") or LOOPBACK),
        **_single_sign_on(asked),
        **_machine_drafts(asked),
        **_wordings(asked),
    )
    asked.refuse_unknown()
    if settings.production:
        if not settings.secure:
            raise ConfigurationError("In production ADVISORY_BASE_URL must start with https://.")
        _refuse_open_wire(settings.database_url)
    return settings
