"""A new wrapping key comes while everybody works, and the old one goes without a trace."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import func, select

from advisory.app import house
from advisory.foundation import keys, rotation
from advisory.foundation.database import Database
from advisory.foundation.keys import DataKey, Purpose
from tests.app.conftest import Advisory

ROTATE = [sys.executable, "-m", "advisory.app.commands", "keys", "rotate"]
LONG_AGO = time.time() - rotation.REST.total_seconds() - 1


Sealed = tuple[UUID, str, bytes]


def sealed_words(database: Database, count: int, purpose: Purpose = Purpose.WORDS) -> list[Sealed]:
    return [seal_one(database, number, purpose) for number in range(count)]


def seal_one(database: Database, number: int, purpose: Purpose = Purpose.WORDS) -> Sealed:
    with database.transaction() as session:
        data_key = keys.make_data_key(session, purpose)
        words = f"words {number}"
        return data_key.id, words, keys.seal(session, data_key, "here", words)


def opens(database: Database, sealed: Sealed) -> bool:
    data_key_id, words, bytes_of = sealed
    with database.reading() as session:
        data_key = session.get_one(DataKey, data_key_id)
        return keys.unseal(session, data_key, "here", bytes_of) == words


def of_version(database: Database, version: int) -> int:
    with database.reading() as session:
        counted = select(func.count()).where(DataKey.version == version)
        return session.scalars(counted).one()


def age(folder: Path) -> None:
    """As if the keys had been made a while ago."""
    for path in folder.iterdir():
        os.utime(path, (LONG_AGO, LONG_AGO))


def test_a_new_key_wraps_everything_and_the_old_one_can_go(
    advisory: Advisory, ready: str, home: Path
) -> None:
    with house.opened() as database:
        kept = sealed_words(database, 120)
        rotated = advisory("keys", "rotate", "--purpose", "words")
        assert rotated.exit_code == 0, rotated.output
        assert of_version(database, 2) == 120
        age(home / "keys")
        assert advisory("keys", "retire").exit_code == 0
        assert not (home / "keys" / "words.key").exists()
        assert (home / "keys" / "words.2.key").stat().st_mode & 0o077 == 0
        assert all(opens(database, sealed) for sealed in kept)
    with house.opened() as afresh:
        assert all(opens(afresh, sealed) for sealed in kept)
    checked = advisory("keys", "check")
    assert checked.exit_code == 0
    assert "version 2: wraps 120 data keys" in checked.output


def test_nobody_notices_a_rotation(advisory: Advisory, ready: str, home: Path) -> None:
    ended = Event()

    def works(number: int) -> int:
        done = 0
        with house.opened() as database:
            while not ended.is_set() or done < 3:
                sealed = seal_one(database, number)
                assert opens(database, sealed)
                assert all(opens(database, one) for one in kept[number::40])
                done += 1
        return done

    with house.opened() as database:
        kept = sealed_words(database, 200)
        with ThreadPoolExecutor(4) as others:
            working = [others.submit(works, number) for number in range(4)]
            try:
                assert advisory("keys", "rotate").exit_code == 0
                assert advisory("keys", "rotate").exit_code == 0
            finally:
                ended.set()
            assert sum(work.result() for work in working) >= 12
        assert all(opens(database, sealed) for sealed in kept)


def test_a_rotation_that_is_killed_goes_on_where_it_was(
    advisory: Advisory, ready: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house.opened() as database:
        kept = sealed_words(database, 400) + sealed_words(database, 100, Purpose.CONTACT)
        with subprocess.Popen(ROTATE, env=dict(os.environ), stdout=subprocess.DEVNULL) as rotating:
            while not of_version(database, 2):
                assert rotating.poll() is None
            os.kill(rotating.pid, signal.SIGKILL)
        assert 0 < of_version(database, 1) < 500
        assert all(opens(database, sealed) for sealed in kept)
        again = advisory("keys", "rotate")
        assert again.exit_code == 0, again.output
        assert of_version(database, 2) == 500
        assert not list((home / "keys").glob("*.3.key"))
        age(home / "keys")
        assert advisory("keys", "retire").exit_code == 0
        assert all(opens(database, sealed) for sealed in kept)


def test_a_key_that_still_wraps_something_is_not_removed(
    advisory: Advisory, ready: str, home: Path
) -> None:
    with house.opened() as database:
        sealed_words(database, 1)
        rotation.begin(home / "keys", [Purpose.WORDS])
        age(home / "keys")
        refused = advisory("keys", "retire")
    assert refused.exit_code == 2
    assert "still wraps 1 data keys" in refused.stderr
    assert (home / "keys" / "words.key").exists()


def test_a_key_is_not_removed_while_somebody_may_still_write_with_it(
    advisory: Advisory, ready: str, home: Path
) -> None:
    advisory("keys", "rotate")
    refused = advisory("keys", "retire")
    assert refused.exit_code == 2
    assert "younger than" in refused.stderr
    assert (home / "keys" / "words.key").exists()


def test_a_destroyed_key_is_not_brought_back_by_a_rotation(
    advisory: Advisory, ready: str, home: Path
) -> None:
    with house.opened() as database:
        ((data_key_id, _words, _sealed),) = sealed_words(database, 1)
        rotation.begin(home / "keys", [Purpose.WORDS])
        with database.reading() as session:
            (seen,) = rotation._older(session, Purpose.WORDS, UUID(int=0))
        with database.transaction() as session:
            keys.destroy(session.get_one(DataKey, data_key_id))
        with database.transaction() as session:
            assert rotation._wrap_anew(session, seen) == 0
        with database.reading() as session:
            assert session.get_one(DataKey, data_key_id).wrapped is None


def test_one_key_that_does_not_open_stops_no_other(
    advisory: Advisory, ready: str, home: Path
) -> None:
    with house.opened() as database:
        *kept, last = sorted(sealed_words(database, 3))
        with database.transaction() as session:
            session.get_one(DataKey, last[0]).wrapped = b"\x01" + bytes(60)
        rotated = advisory("keys", "rotate", "--purpose", "words")
        assert rotated.exit_code == 1
        assert "1 data keys do not open" in rotated.stderr
        assert (of_version(database, 1), of_version(database, 2)) == (1, 2)
        assert all(opens(database, sealed) for sealed in kept)


@pytest.mark.parametrize("trouble", ["gone", "of another house"])
def test_the_house_does_not_open_without_a_key_that_wraps_something(
    advisory: Advisory, ready: str, home: Path, trouble: str
) -> None:
    with house.opened() as database:
        sealed_words(database, 1)
    advisory("keys", "rotate", "--purpose", "words")
    newest = home / "keys" / "words.2.key"
    if trouble == "gone":
        newest.unlink()
    else:
        newest.write_text(os.urandom(32).hex())
    refused = advisory("worker", "--once")
    assert refused.exit_code == 2
    assert "words 2" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
