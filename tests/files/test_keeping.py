"""What is kept: sealed, named by its bytes, gone with its key, and whole when it comes back."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import config
from advisory.contributions import rules as codes
from advisory.contributions.actions import attaching
from advisory.feedback.actions import ending
from advisory.feedback.models import Feedback
from advisory.files import actions, queries
from advisory.files.jobs import sweep_files
from advisory.files.models import File
from advisory.files.ports.decoding import CHILD, Kind, NotTaken, Remade, Why, remade
from advisory.files.ports.stores import Folder, NotKept, NotThere, store
from advisory.foundation import keys
from advisory.foundation.database import Database, commit, now
from tests.building import a_board, some_feedback
from tests.files.making import PICTURES, SOUNDS, picture, song_with_cover, sound
from tests.files.test_hostile import children


@pytest.fixture
def item(session: Session) -> Feedback:
    return some_feedback(session, a_board(session))[0]


@pytest.fixture
def folder(settings: config.Settings) -> Path:
    return settings.files_folder


def attached(session: Session, item: Feedback, *made: Remade) -> list[File]:
    token = codes.new_form_token()
    attaching.attach_to_form(session, made, token=token)
    attaching.attach_waiting(session, item.contribution, token=token)
    commit(session)
    return queries.files_of(session, item.contribution.data_key_id)


def lying(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*/*") if path.is_file()]


@pytest.mark.parametrize("form", PICTURES)
def test_a_picture_comes_back_as_it_was_made(session: Session, item: Feedback, form: str) -> None:
    made = remade(picture(form), Kind.PICTURE)
    (file,) = attached(session, item, made)
    opened = queries.content_of(session, file)
    assert sha256(opened).digest() == sha256(made.content).digest()
    assert (file.width, file.height) == (96, 64)


@pytest.mark.parametrize("kind", SOUNDS)
def test_a_sound_comes_back_as_it_was_made(session: Session, item: Feedback, kind: str) -> None:
    made = remade(sound(kind, 3.0), Kind.SOUND)
    (file,) = attached(session, item, made)
    assert queries.content_of(session, file) == made.content
    assert file.seconds == 3


def test_any_size_comes_back(session: Session, item: Feedback) -> None:
    for size in (1, 2, 4096, 1_000_003, 8_000_000):
        made = Remade(Kind.PICTURE, os.urandom(size))
        (file,) = attached(session, item, made)
        assert queries.content_of(session, file) == made.content, size
        actions.delete_file(session, file)
        commit(session)


def test_a_picture_is_turned_as_it_was_held() -> None:
    upright = remade(picture("JPEG", tagged=True), Kind.PICTURE)
    assert (upright.width, upright.height) == (64, 96)


def test_a_large_picture_becomes_smaller() -> None:
    made = remade(picture("JPEG", (4096, 1024)), Kind.PICTURE)
    assert (made.width, made.height) == (2048, 512)


def test_the_cover_of_a_song_is_left_behind() -> None:
    assert remade(song_with_cover(), Kind.SOUND).seconds == 1


def test_two_minutes_are_taken_also_where_the_header_does_not_say_how_long() -> None:
    assert remade(sound("webm", 120), Kind.SOUND).seconds == 120


def test_a_decoder_that_is_killed_gives_nothing() -> None:
    big, refused = picture("PNG", (6000, 6000)), []

    def decode() -> None:
        try:
            remade(big, Kind.PICTURE)
        except NotTaken as why:
            refused.append(why.why)

    decoding = threading.Thread(target=decode)
    decoding.start()
    ends = time.monotonic() + 30
    while time.monotonic() < ends and decoding.is_alive():
        for child in children():
            if CHILD.encode() in (child / "cmdline").read_bytes():
                os.kill(int(child.name), signal.SIGKILL)
        time.sleep(0.01)
    decoding.join()
    assert refused == [Why.UNREADABLE]


DIES = """
import sys
sys.stdin.buffer.read()
sys.stdout.buffer.write(b'{"width": 9, "height": 9, "size": 100}' + bytes([10]) + b"half")
"""


def test_half_of_an_answer_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A decoder that dies while it writes; what it has written so far looks like a picture."""
    program = tmp_path / "dies.py"
    program.write_text(DIES)
    monkeypatch.setattr("advisory.files.ports.decoding.CHILD", str(program))
    with pytest.raises(NotTaken):
        remade(picture(), Kind.PICTURE)


def test_the_bytes_lie_under_their_own_digest_for_their_owner_alone(
    session: Session, item: Feedback, folder: Path
) -> None:
    (file,) = attached(session, item, remade(picture(), Kind.PICTURE))
    path = folder / file.place[:2] / file.place
    assert sha256(path.read_bytes()).hexdigest() == file.place
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_mtime % 86_400 == 0, "the hour shows"


def test_a_changed_byte_is_noticed(session: Session, item: Feedback, folder: Path) -> None:
    (file,) = attached(session, item, remade(picture(), Kind.PICTURE))
    path = folder / file.place[:2] / file.place
    whole = path.read_bytes()
    for at in (0, 5, 40, len(whole) - 1):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(NotThere):
            queries.content_of(session, file)
    path.write_bytes(whole)
    assert queries.content_of(session, file)


def test_rows_that_change_their_places_open_nothing(session: Session, item: Feedback) -> None:
    first = Remade(Kind.PICTURE, b"the first")
    second = Remade(Kind.PICTURE, b"the second")
    one, two = attached(session, item, first, second)
    places = one.place, two.place
    one.place = "elsewhere"
    session.flush()
    two.place = places[0]
    session.flush()
    one.place = places[1]
    session.flush()
    for file in (one, two):
        with pytest.raises(keys.SealBroken):
            queries.content_of(session, file)


def test_deleting_everything_destroys_the_key_and_then_the_bytes(
    session: Session, item: Feedback, folder: Path
) -> None:
    before = len(lying(folder))
    attached(session, item, remade(picture(), Kind.PICTURE), remade(sound(), Kind.SOUND))
    assert len(lying(folder)) == before + 2
    ending.delete_everything(session, item.contribution)
    session.flush()
    assert len(lying(folder)) == before + 2, "not before it is sure"
    commit(session)
    assert len(lying(folder)) == before
    assert session.scalars(select(File)).all() == []


def test_what_is_taken_back_by_a_rollback_stays(
    session: Session, item: Feedback, folder: Path
) -> None:
    (file,) = attached(session, item, remade(picture(), Kind.PICTURE))
    actions.delete_file(session, file)
    session.flush()
    session.rollback()
    commit(session)
    (again,) = session.scalars(select(File)).all()
    assert queries.content_of(session, again)


class Stuck(Folder):
    """A disk that is full: it reads and lists, and neither writes nor removes."""

    def put(self, content: bytes) -> str:
        raise NotKept from OSError(errno.ENOSPC, "full")

    def remove(self, place: str) -> None:
        raise NotKept from OSError(errno.EIO, "stuck")


def test_bytes_that_could_not_be_removed_are_swept_later(
    session: Session, database: Database, item: Feedback, folder: Path
) -> None:
    (file,) = attached(session, item, remade(picture(), Kind.PICTURE))
    place = file.place
    works, session.info["files"] = store(session), Stuck(folder)
    ending.delete_everything(session, item.contribution)
    commit(session)
    session.info["files"] = works
    path = folder / place[:2] / place
    assert path.exists()
    age(path)
    sweep_files(database)
    assert not path.exists()


def age(path: Path, days: int = 3) -> None:
    old = (now() - timedelta(days=days)).timestamp()
    os.utime(path, (old, old))


def test_the_sweeper_leaves_what_is_young_or_has_a_row(
    session: Session, database: Database, item: Feedback, folder: Path
) -> None:
    (file,) = attached(session, item, remade(picture(), Kind.PICTURE))
    named = folder / file.place[:2] / file.place
    age(named)
    place = store(session).put(b"young")
    young = folder / place[:2] / place
    session.rollback()
    sweep_files(database)
    assert named.exists()
    assert young.exists()
    young.unlink()


KILLED = """
import os, signal, sys
from pathlib import Path
from advisory.files.ports import stores
stores._sync_folder = lambda _folder: os.kill(os.getpid(), signal.SIGKILL)
stores.Folder(Path(sys.argv[1])).put(b"a picture, sealed")
"""


def test_a_kill_between_the_bytes_and_the_row_leaves_only_bytes_that_are_swept(
    session: Session, database: Database, folder: Path
) -> None:
    before = set(lying(folder))
    ended = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False)
    assert ended.returncode == -signal.SIGKILL
    (orphan,) = set(lying(folder)) - before
    age(orphan)
    assert session.scalars(select(File)).all() == []
    session.rollback()
    sweep_files(database)
    assert not orphan.exists()


def test_a_write_that_was_cut_off_is_swept_too(database: Database, folder: Path) -> None:
    half = folder / "halves" / ".half-0123"
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"hal")
    age(half)
    sweep_files(database)
    assert not half.exists()


def test_a_file_that_nobody_sent_is_gone_after_a_day(
    session: Session, database: Database, folder: Path
) -> None:
    token = codes.new_form_token()
    attaching.attach_to_form(session, [Remade(Kind.PICTURE, b"not sent")], token=token)
    (file,) = session.scalars(select(File)).all()
    path = folder / file.place[:2] / file.place
    file.ends_at = now() - timedelta(minutes=1)
    commit(session)
    sweep_files(database)
    session.expire_all()
    assert session.scalars(select(File)).all() == []
    assert not path.exists()


def test_a_full_disk_keeps_nothing_and_says_so(folder: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "files"
    in_the_way.write_bytes(b"")
    with pytest.raises(NotKept):
        Folder(in_the_way).put(b"a picture, sealed")


def test_every_file_is_opened_by_the_check(session: Session, item: Feedback, folder: Path) -> None:
    one, two = attached(session, item, Remade(Kind.PICTURE, b"a"), Remade(Kind.SOUND, b"b"))
    assert queries.check(session).opened == 2
    (folder / one.place[:2] / one.place).unlink()
    changed = folder / two.place[:2] / two.place
    changed.write_bytes(b"\x01" + changed.read_bytes())
    found = queries.check(session)
    assert found.opened == 0
    assert {place for place, _ in found.troubled} == {one.place, two.place}


@pytest.fixture(autouse=True)
def emptied(folder: Path) -> Iterator[None]:
    yield
    for path in lying(folder):
        path.unlink()
