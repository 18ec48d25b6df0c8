"""Where sealed bytes lie, named by what they are: a folder, or a bucket that speaks S3."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from sqlalchemy.orm import Session

PATIENCE = urllib3.Timeout(connect=5, read=20)
HALF = ".half-"


class NotKept(Exception):
    """The place for files is full, or does not answer. Nothing was kept."""


class NotThere(Exception):
    """There are no such bytes, or they are not the ones that were kept."""


class StoreWrong(Exception):
    """Says in one sentence what an address of a bucket looks like."""


class Store(Protocol):
    """`place` is the SHA-256 of the sealed bytes."""

    def put(self, content: bytes) -> str:
        """Keeps the bytes for good before it returns their place. Raises NotKept."""

    def read(self, place: str) -> bytes:
        """Raises NotThere."""

    def remove(self, place: str) -> None:
        """Does nothing when they are gone already. Raises NotKept."""

    def places(self) -> Iterator[tuple[str, datetime]]:
        """All that lies there, with the time it came; halves of a write that was cut off too."""


def store(session: Session) -> Store:
    """The one of the house: the front door puts it there."""
    found: Store = session.info["files"]
    return found


def checked(place: str, content: bytes) -> bytes:
    if sha256(content).hexdigest() != place:
        raise NotThere(place)
    return content


class Folder:
    """Files of this machine, for its owner alone. Each shows its day, not its hour."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, content: bytes) -> str:
        place = sha256(content).hexdigest()
        final, half = self._at(place), self._at(HALF + uuid4().hex)
        try:
            for folder in (self.path, half.parent, final.parent):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_through(half, content)
            half.replace(final)
            _sync_folder(final.parent)
        except OSError as full:
            with suppress(OSError):
                half.unlink()
            raise NotKept from full
        return place

    def read(self, place: str) -> bytes:
        try:
            return checked(place, self._at(place).read_bytes())
        except OSError as gone:
            raise NotThere(place) from gone

    def remove(self, place: str) -> None:
        try:
            self._at(place).unlink(missing_ok=True)
        except OSError as stays:
            raise NotKept from stays

    def places(self) -> Iterator[tuple[str, datetime]]:
        for file in sorted(self.path.glob("*/*")):
            yield file.name, datetime.fromtimestamp(file.stat().st_mtime, UTC)

    def _at(self, place: str) -> Path:
        beside = "halves" if place.startswith(HALF) else place[:2]
        return self.path / beside / place


def _write_through(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
        os.utime(file.fileno(), (today, today))
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # A new name is durable only when its folder is.
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class Bucket:
    """A bucket of an object store that speaks S3. It sees sealed bytes and their digest only."""

    def __init__(self, client: Minio, name: str) -> None:
        self.client = client
        self.name = name

    def put(self, content: bytes) -> str:
        place = sha256(content).hexdigest()
        try:
            self.client.put_object(self.name, place, BytesIO(content), len(content))
        except (MinioException, urllib3.exceptions.HTTPError, OSError) as full:
            raise NotKept from full
        return place

    def read(self, place: str) -> bytes:
        try:
            response = self.client.get_object(self.name, place)
        except (MinioException, urllib3.exceptions.HTTPError, OSError) as gone:
            raise NotThere(place) from gone
        try:
            return checked(place, response.read())
        finally:
            response.close()
            response.release_conn()

    def remove(self, place: str) -> None:
        try:
            self.client.remove_object(self.name, place)
        except S3Error as gone:
            if gone.code != "NoSuchKey":
                raise NotKept from gone
        except (MinioException, urllib3.exceptions.HTTPError, OSError) as stays:
            raise NotKept from stays

    def places(self) -> Iterator[tuple[str, datetime]]:
        for found in self.client.list_objects(self.name, recursive=True):
            yield str(found.object_name), found.last_modified or datetime.now(UTC)


def _secret(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError as why:
        raise StoreWrong(f"The file {path} with the bucket's secret cannot be read.") from why


def choose_store(folder: Path, url: str | None, secret: Path | None) -> Store:
    """The bucket of an address like s3://key:secret@host/bucket, else the folder.

    `s3+http://` speaks without TLS; `secret` is a file that holds the secret. Raises StoreWrong.
    """
    if not url:
        return Folder(folder)
    parts = urlsplit(url)
    name = parts.path.strip("/")
    password = _secret(secret) if secret else unquote(parts.password or "")
    if parts.scheme not in {"s3", "s3+http"} or not (parts.hostname and parts.username and name):
        raise StoreWrong("ADVISORY_FILES_URL must look like s3://key:secret@host/bucket.")
    if not password:
        raise StoreWrong("Name the bucket's secret in a file: ADVISORY_FILES_SECRET.")
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    client = Minio(
        host,
        access_key=unquote(parts.username),
        secret_key=password,
        secure=parts.scheme == "s3",
        region="us-east-1",
        http_client=urllib3.PoolManager(timeout=PATIENCE, retries=urllib3.Retry(2)),
    )
    return Bucket(client, name)
