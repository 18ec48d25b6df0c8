"""A bucket that speaks S3, on a server of its own: the same promises as a folder."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from minio import Minio
from moto.server import ThreadedMotoServer

from advisory.files.ports.stores import (
    Bucket,
    Folder,
    NotKept,
    NotThere,
    StoreWrong,
    choose_store,
)
from advisory.foundation.database import now


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    Minio(
        f"{host}:{port}", access_key="k", secret_key="s", secure=False, region="us-east-1"
    ).make_bucket("advisory")
    yield f"s3+http://k:s@{host}:{port}/advisory"
    server.stop()


@pytest.fixture
def bucket(address: str, tmp_path: Path) -> Bucket:
    found = choose_store(tmp_path, address, None)
    assert isinstance(found, Bucket)
    return found


def test_what_is_put_there_comes_back_and_goes(bucket: Bucket) -> None:
    for size in (1, 4096, 6_000_000):
        content = bytes(size)
        place = bucket.put(content)
        assert place == sha256(content).hexdigest()
        assert bucket.read(place) == content
        bucket.remove(place)
        with pytest.raises(NotThere):
            bucket.read(place)
        bucket.remove(place)


def test_other_bytes_under_the_same_name_are_noticed(bucket: Bucket) -> None:
    place = bucket.put(b"one")
    found = bucket.client.get_object(bucket.name, place)
    found.close()
    found.release_conn()
    Bucket(bucket.client, bucket.name).client.fput_object(bucket.name, place, __file__)
    with pytest.raises(NotThere):
        bucket.read(place)
    bucket.remove(place)


def test_the_sweeper_sees_what_lies_there(bucket: Bucket) -> None:
    place = bucket.put(b"two")
    ((name, at),) = bucket.places()
    assert name == place
    assert now() - at < timedelta(minutes=5)
    bucket.remove(place)


def test_a_server_that_is_not_there_keeps_nothing(tmp_path: Path) -> None:
    gone = choose_store(tmp_path, "s3+http://k:s@127.0.0.1:9/advisory", None)
    with pytest.raises(NotKept):
        gone.put(b"three")
    with pytest.raises(NotThere):
        gone.read("00")


def test_the_secret_may_lie_in_a_file(address: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s\n")
    found = choose_store(tmp_path, address.replace("k:s@", "k@"), secret)
    assert found.read(found.put(b"four")) == b"four"


def test_without_an_address_it_is_a_folder(tmp_path: Path) -> None:
    assert isinstance(choose_store(tmp_path, None, None), Folder)


@pytest.mark.parametrize(
    "url", ["http://x/y", "s3://host/bucket", "s3://k:s@host", "s3://k@host/b"]
)
def test_an_address_that_is_none_is_refused_with_a_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreWrong, match="ADVISORY_FILES"):
        choose_store(tmp_path, url, None)
    with pytest.raises(StoreWrong, match="cannot be read"):
        choose_store(tmp_path, "s3://k@host/b", tmp_path / "none")
