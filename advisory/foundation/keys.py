"""Keys outside the database, and sealing under keys inside it.

What a person says is sealed under a data key of its own (AES-256-GCM), and the data key is
wrapped by a key-encryption key that lives in a file. Destroying the wrapped key destroys the words.
A wrapping key has versions (rotation.py): `words.key` is the first, `words.2.key` the next.
Sealed bytes: 1 byte format (1), 12 bytes nonce, ciphertext with its tag. The place (table, column,
row) is bound in, so that a sealed text cannot be moved to another row.
"""

import enum
import hmac
import os
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Mapped, Session, object_session

from advisory.foundation.database import Base, Id

FORMAT = b"\x01"


class Purpose(enum.StrEnum):
    WORDS = "words"
    CONTACT = "contact"
    SAFEGUARDING = "safeguarding"
    STAFF = "staff"


class SealBroken(Exception):
    """The bytes were changed, moved, or sealed under another key."""


class Erased(Exception):
    """The key is gone, and with it the words. This is meant."""


class KeysMissing(Exception):
    """Says in one sentence which file is missing or open to others."""


class WrappingKeys:
    """Every version of one purpose's key: the newest wraps, all of them open.

    A version that a rotation adds while we run is found by itself.
    """

    def __init__(self, folder: Path, purpose: Purpose) -> None:
        self._folder, self._purpose = folder, purpose
        self._keys: dict[int, bytes] = {}
        self._seen_at = -1
        self._look()

    @property
    def versions(self) -> list[int]:
        self._look()
        return sorted(self._keys)

    def newest(self) -> tuple[int, bytes]:
        self._look()
        keys = self._keys
        version = max(keys)
        return version, keys[version]

    def of(self, version: int) -> bytes:
        """Raises SealBroken when the folder has no such version."""
        if version not in self._keys:
            self._look()
        try:
            return self._keys[version]
        except KeyError as gone:
            raise SealBroken(f"{self._purpose} {version}") from gone

    def _look(self) -> None:
        changed_at = self._folder.stat().st_mtime_ns if self._folder.exists() else 0
        if changed_at == self._seen_at:
            return
        found = {version: _read(path) for version, path in versions_of(self._folder, self._purpose)}
        if not found:
            raise KeysMissing(_missing(self._folder / f"{self._purpose}.key"))
        self._keys, self._seen_at = found, changed_at


@dataclass(frozen=True)
class Keyring:
    """The keys of the house, by name."""

    wrapping: dict[Purpose, WrappingKeys]
    pepper: bytes
    secret: bytes
    links: bytes = field(default=b"")

    def link_token(self, link_id: UUID) -> str:
        """The secret part of a link in a letter: never stored, so never stolen with a table."""
        return hmac.new(self.links, link_id.bytes, sha256).hexdigest()[:40]

    def peppered(self, secret: str) -> bytes:
        return hmac.new(self.pepper, secret.encode(), sha256).digest()


NAMES = (*(purpose.value for purpose in Purpose), "pepper", "secret", "links")


def key_file(folder: Path, purpose: Purpose, version: int) -> Path:
    return folder / (f"{purpose}.key" if version == 1 else f"{purpose}.{version}.key")


def versions_of(folder: Path, purpose: Purpose) -> list[tuple[int, Path]]:
    """The versions of a wrapping key in the folder, the oldest first."""
    first = key_file(folder, purpose, 1)
    later = [
        (int(number), path)
        for path in folder.glob(f"{purpose}.*.key")
        if (number := path.name.split(".")[1]).isdecimal()
    ]
    return sorted([*([(1, first)] if first.exists() else []), *later])


def make_keys(folder: Path) -> None:
    """Makes each key file that is missing, readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in NAMES:
        has_versions = name in set(Purpose) and versions_of(folder, Purpose(name))
        if not has_versions and not (folder / f"{name}.key").exists():
            _make(folder / f"{name}.key")


def make_next_version(folder: Path, purpose: Purpose) -> int:
    """Makes a newer key for a purpose; from now on it wraps, and the older ones still open."""
    version = versions_of(folder, purpose)[-1][0] + 1
    _make(key_file(folder, purpose, version))
    return version


def _make(path: Path) -> None:
    # Written beside its place: nobody may read half a key. A link, unlike a move, replaces none.
    half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(half, path)
    finally:
        half.unlink()


def read_keys(folder: Path) -> Keyring:
    """Raises KeysMissing."""
    alone = {name: _read(folder / f"{name}.key") for name in ("pepper", "secret", "links")}
    if len(set(alone.values())) < len(alone):
        raise KeysMissing(f"Two key files in {folder} are the same: restore them from your copy.")
    return Keyring({purpose: WrappingKeys(folder, purpose) for purpose in Purpose}, **alone)


def _missing(path: Path) -> str:
    return f"The key file {path} is missing: restore it, or run `advisory keys make`."


def _read(path: Path) -> bytes:
    if not path.exists():
        raise KeysMissing(_missing(path))
    if path.stat().st_mode & 0o077:
        raise KeysMissing(f"The key file {path} can be read by others: run `chmod 600 {path}`.")
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KeysMissing(f"The key file {path} does not hold 32 bytes: restore it from your copy.")
    if len(set(key)) == 1:
        raise KeysMissing(f"The key file {path} holds no random key: restore it from your copy.")
    return key


class DataKey(Base):
    """One contribution's key, wrapped. `wrapped` is empty once it was destroyed.

    `version` names the key of its purpose that wraps it.
    """

    __tablename__ = "data_keys"

    id: Mapped[Id]
    purpose: Mapped[Purpose]
    version: Mapped[int]
    wrapped: Mapped[bytes | None]


def keyring(session: Session) -> Keyring:
    ring = session.info["keyring"]
    assert isinstance(ring, Keyring)  # noqa: S101 - the front door puts it there
    return ring


def make_data_key(session: Session, purpose: Purpose) -> DataKey:
    version, wrapping = keyring(session).wrapping[purpose].newest()
    row = DataKey(id=UUID(bytes=os.urandom(16), version=4), purpose=purpose, version=version)
    key = AESGCM.generate_key(256)
    row.wrapped = seal_with(wrapping, wrapped_place(row.id), key)
    session.add(row)
    _opened(session)[row.id] = key
    return row


def wrapped_place(data_key_id: UUID) -> str:
    return f"data_keys.wrapped/{data_key_id}"


def destroy(data_key: DataKey) -> None:
    """Afterwards nobody can read what was sealed under it, from here or from a backup's rows."""
    data_key.wrapped = None
    if (session := object_session(data_key)) is not None:
        _opened(session).pop(data_key.id, None)


def seal(session: Session, data_key: DataKey, place: str, text: str) -> bytes:
    return seal_with(_unwrapped(session, data_key), place, text.encode())


def unseal(session: Session, data_key: DataKey, place: str, sealed: bytes) -> str:
    """Raises Erased when the key was destroyed, SealBroken when the bytes do not belong here."""
    return unseal_with(_unwrapped(session, data_key), place, sealed).decode()


def seal_bytes(session: Session, data_key: DataKey, place: str, content: bytes) -> bytes:
    """As `seal`, for what is not text: a picture, a sound."""
    return seal_with(_unwrapped(session, data_key), place, content)


def unseal_bytes(session: Session, data_key: DataKey, place: str, sealed: bytes) -> bytes:
    """Raises Erased or SealBroken, as `unseal`."""
    return unseal_with(_unwrapped(session, data_key), place, sealed)


def seal_with(key: bytes, place: str, content: bytes) -> bytes:
    nonce = os.urandom(12)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def unseal_with(key: bytes, place: str, sealed: bytes) -> bytes:
    if sealed[:1] != FORMAT:
        raise SealBroken
    try:
        return AESGCM(key).decrypt(sealed[1:13], sealed[13:], place.encode())
    except (InvalidTag, ValueError) as broken:
        raise SealBroken from broken


def _unwrapped(session: Session, data_key: DataKey) -> bytes:
    if data_key.wrapped is None:
        raise Erased
    opened = _opened(session)
    if data_key.id not in opened:
        wrapping = keyring(session).wrapping[data_key.purpose].of(data_key.version)
        opened[data_key.id] = unseal_with(wrapping, wrapped_place(data_key.id), data_key.wrapped)
    return opened[data_key.id]


def _opened(session: Session) -> dict[UUID, bytes]:
    cache: dict[UUID, bytes] = session.info.setdefault("opened_keys", {})
    return cache
