"""The house burns down: everything opens again on an empty machine. How long it took is printed."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.app import house
from advisory.contributions import queries as contributions
from advisory.contributions import rules as codes
from advisory.feedback.models import Feedback
from advisory.foundation.audit import AuditHead, first_broken_entry
from advisory.foundation.database import Database
from advisory.foundation.keys import keyring
from advisory.words import queries as words
from advisory.words.models import Version
from tests.app.conftest import Advisory
from tests.app.test_backups import programs
from tests.building import a_board, some_feedback
from tests.databases import fresh_database

__all__ = ["programs"]
ITEMS = 20
SAID = "ደብዳቤ · رسالة · the letter number {}."
LITESTREAM = Path(sys.executable).with_name("litestream")


def lived_in(database: Database) -> list[codes.Digits]:
    """A board with contributions, and the codes that people hold."""
    with database.transaction() as session:
        board = a_board(session)
        return [
            some_feedback(session, board, words=SAID.format(number))[1] for number in range(ITEMS)
        ]


def opens(session: Session, digits: codes.Digits) -> bool:
    kept = contributions.code_at(session, digits.locator)
    return kept is not None and codes.opens(keyring(session), kept.secret_hash, digits.secret)


def stands(database: Database) -> tuple[set[str], int, str]:
    """All words, how many items, and where the audit chain ends. Raises when a text is shut."""
    with database.reading() as session:
        assert first_broken_entry(session) is None
        said = {words.reading(session, version) for version in session.scalars(select(Version))}
        count = session.scalars(select(func.count()).select_from(Feedback)).one()
        return said, count, session.scalars(select(AuditHead.hash)).one()


def test_everything_opens_on_an_empty_machine(
    advisory: Advisory,
    ready: str,
    home: Path,
    database_kind: str,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    programs: None,
) -> None:
    with house.opened() as database:
        codes_held = lived_in(database)
        before = stands(database)
    assert advisory("backup", str(home / "copy")).exit_code == 0
    new = tmp_path_factory.mktemp("new-machine")
    with fresh_database(database_kind, new) as url:
        began = time.monotonic()
        shutil.copytree(home / "keys", new / "keys")
        shutil.move(home / "copy", new / "copy")
        for name, value in {"HOME": new, "KEYS": new / "keys", "DATABASE_URL": url}.items():
            monkeypatch.setenv(f"ADVISORY_{name}", str(value))
        for typed in (
            ("restore", str(new / "copy"), "--yes"),
            ("migrate",),
            ("keys", "check"),
            ("audit", "verify"),
        ):
            done = advisory(*typed)
            assert done.exit_code == 0, done.output
        took = time.monotonic() - began
        sys.stdout.write(f"restored {ITEMS} items in {took:.1f} s ({database_kind})\n")
        with house.opened() as database:
            assert stands(database) == before
            assert {SAID.format(number) for number in range(ITEMS)} <= before[0]
            with database.reading() as session:
                assert all(opens(session, digits) for digits in codes_held[:3])


# ── A second behind ──────────────────────────────────────────────────────────────────────────────


@contextmanager
def streaming(configuration: Path) -> Iterator[None]:
    """Litestream, until the block ends."""
    words_of = [str(LITESTREAM), "replicate", "-config", str(configuration)]
    with subprocess.Popen(
        words_of, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as streams:
        try:
            yield
        finally:
            streams.terminate()
            streams.wait(60)


def test_what_was_streamed_comes_back_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, advisory: Advisory, database_kind: str
) -> None:
    url = f"sqlite:///{tmp_path / 'house.sqlite3'}"
    monkeypatch.setenv("ADVISORY_DATABASE_URL", url)
    assert advisory("keys", "make").exit_code == 0
    assert advisory("migrate").exit_code == 0
    printed = advisory("litestream", str(tmp_path / "replica"))
    assert printed.exit_code == 0, printed.output
    (tmp_path / "litestream.yml").write_text(printed.output)
    with house.opened() as database:
        with streaming(tmp_path / "litestream.yml"):
            for _ in range(3):
                lived_in(database)
            wait_for(tmp_path / "replica")
        before = stands(database)
    restored = tmp_path / "restored.sqlite3"
    source = f"file://{tmp_path / 'replica'}"
    subprocess.run(
        [str(LITESTREAM), "restore", "-o", str(restored), source],
        check=True,
        capture_output=True,
        timeout=120,
    )
    monkeypatch.setenv("ADVISORY_DATABASE_URL", f"sqlite:///{restored}")
    with house.opened() as database:
        assert stands(database) == before


def wait_for(replica: Path) -> None:
    """Until it has begun to write; when it is told to stop it sends the rest."""
    while not any(path.is_file() for path in replica.rglob("*")):
        time.sleep(0.1)
    time.sleep(3)


def test_postgresql_is_not_streamed_by_litestream(
    advisory: Advisory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISORY_DATABASE_URL", "postgresql://me@127.0.0.1/advisory")
    refused = advisory("litestream", "replica")
    assert refused.exit_code == 2
    assert "PostgreSQL's own" in refused.stderr
