"""Sealing: bound to its place, gone with its key."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from advisory.foundation import keys
from advisory.foundation.keys import Erased, KeysMissing, Purpose, SealBroken

KEY = b"k" * 32


@given(st.binary(max_size=200), st.text(max_size=30))
def test_what_was_sealed_opens_at_its_place(content: bytes, place: str) -> None:
    assert keys.unseal_with(KEY, place, keys.seal_with(KEY, place, content)) == content


@given(st.integers(min_value=0, max_value=40))
def test_a_changed_byte_is_refused(position: int) -> None:
    sealed = bytearray(keys.seal_with(KEY, "here", b"words words words"))
    sealed[position % len(sealed)] ^= 1
    with pytest.raises(SealBroken):
        keys.unseal_with(KEY, "here", bytes(sealed))


def test_sealed_words_cannot_be_moved_to_another_row() -> None:
    sealed = keys.seal_with(KEY, "versions.sealed/1", b"words")
    with pytest.raises(SealBroken):
        keys.unseal_with(KEY, "versions.sealed/2", sealed)


def test_a_destroyed_key_opens_nothing(session: Session) -> None:
    data_key = keys.make_data_key(session, Purpose.WORDS)
    sealed = keys.seal(session, data_key, "here", "words")
    assert keys.unseal(session, data_key, "here", sealed) == "words"
    keys.destroy(data_key)
    with pytest.raises(Erased):
        keys.unseal(session, data_key, "here", sealed)


def test_a_key_of_one_purpose_does_not_open_another(session: Session) -> None:
    data_key = keys.make_data_key(session, Purpose.WORDS)
    session.flush()
    session.info["opened_keys"].clear()
    data_key.purpose = Purpose.CONTACT
    with pytest.raises(SealBroken):
        keys.unseal(session, data_key, "here", keys.seal_with(KEY, "here", b"x"))


def test_a_key_that_others_can_read_stops_the_start(tmp_path: Path) -> None:
    keys.make_keys(tmp_path)
    (tmp_path / "words.key").chmod(0o644)
    with pytest.raises(KeysMissing, match="chmod 600"):
        keys.read_keys(tmp_path)


def test_a_missing_key_stops_the_start_and_is_named(tmp_path: Path) -> None:
    keys.make_keys(tmp_path)
    (tmp_path / "pepper.key").unlink()
    with pytest.raises(KeysMissing, match="pepper"):
        keys.read_keys(tmp_path)


def test_making_keys_again_changes_none(tmp_path: Path) -> None:
    keys.make_keys(tmp_path)
    before = {path.name: path.read_text() for path in tmp_path.iterdir()}
    keys.make_keys(tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == before


def test_a_destroyed_key_is_not_in_memory_either(session: Session) -> None:
    data_key = keys.make_data_key(session, Purpose.WORDS)
    assert data_key.id in session.info["opened_keys"]
    keys.destroy(data_key)
    assert data_key.id not in session.info["opened_keys"]


def test_a_key_that_was_cut_stops_the_start(tmp_path: Path) -> None:
    keys.make_keys(tmp_path)
    path = tmp_path / "contact.key"
    path.write_text(path.read_text()[:62])
    with pytest.raises(KeysMissing, match="32 bytes"):
        keys.read_keys(tmp_path)
