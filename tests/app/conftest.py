from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisory.app import schema
from advisory.app.commands import main
from advisory.foundation.keys import make_keys

Advisory = Callable[..., Result]


@pytest.fixture
def home(another_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house of its own: where commands find their database, keys and letters."""
    for name in ("ADVISORY_MAIL_URL", "ADVISORY_PRODUCTION", "ADVISORY_BASE_URL", "HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ADVISORY_HOME", str(tmp_path))
    monkeypatch.setenv("ADVISORY_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("ADVISORY_LETTERS", str(tmp_path / "letters"))
    monkeypatch.setenv("ADVISORY_DATABASE_URL", another_database_url)
    return tmp_path


@pytest.fixture
def advisory(home: Path) -> Advisory:
    """The command line, in that house."""

    def typed(*words: str) -> Result:
        return CliRunner().invoke(main, list(words), prog_name="advisory")

    return typed


@pytest.fixture
def ready(home: Path, another_database_url: str) -> str:
    """The house has its keys and its tables; the address of its database."""
    make_keys(home / "keys")
    schema.migrate(another_database_url)
    return another_database_url
