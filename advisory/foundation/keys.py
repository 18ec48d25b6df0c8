"""Keys outside the database, and sealing under keys inside it.

What a person says is sealed under a data key of its own (AES-256-GCM), and the data key is
wrapped by a key-encryption key that lives in a file. Destroying the wrapped key destroys the words.
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


@dataclass(frozen=True)
class Keyring:
    """The keys of the house, by name. `version` goes with every wrapped key."""

    wrapping: dict[Purpose, bytes]
    pepper: bytes
    secret: bytes
    version: int = 1
    links: bytes = field(default=b"")

    def link_token(self, link_id: UUID) -> str:
        """The secret part of a link in a letter: never stored, so never stolen with a table."""
        return hmac.new(self.links, link_id.bytes, sha256).hexdigest()[:40]

    def peppered(self, secret: str) -> bytes:
        return hmac.new(self.pepper, secret.encode(), sha256).digest()


NAMES = (*(purpose.value for purpose in Purpose), "pepper", "secret", "links")


def make_keys(folder: Path) -> None:
    """Makes each key file that is missing, readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in NAMES:
        path = folder / f"{name}.key"
        if not path.exists():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(32))


def read_keys(folder: Path) -> Keyring:
    """Raises KeysMissing."""
    keys = {name: _read(folder / f"{name}.key") for name in NAMES}
    return Keyring(
        wrapping={purpose: keys[purpose.value] for purpose in Purpose},
        pepper=keys["pepper"],
        secret=keys["secret"],
        links=keys["links"],
    )


def _read(path: Path) -> bytes:
    if not path.exists():
        raise KeysMissing(
            f"The key file {path} is missing: restore it, or run `advisory keys make`."
        )
    if path.stat().st_mode & 0o077:
        raise KeysMissing(f"The key file {path} can be read by others: run `chmod 600 {path}`.")
    key = bytes.fromhex(path.read_text().strip())
    if len(key) != 32:
        raise KeysMissing(f"The key file {path} does not hold 32 bytes: restore it from your copy.")
    return key


class DataKey(Base):
    """One contribution's key, wrapped. `wrapped` is empty once it was destroyed."""

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
    ring = keyring(session)
    row = DataKey(id=UUID(bytes=os.urandom(16), version=4), purpose=purpose, version=ring.version)
    key = AESGCM.generate_key(256)
    row.wrapped = seal_with(ring.wrapping[purpose], f"data_keys.wrapped/{row.id}", key)
    session.add(row)
    _opened(session)[row.id] = key
    return row


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
        place = f"data_keys.wrapped/{data_key.id}"
        wrapping = keyring(session).wrapping[data_key.purpose]
        opened[data_key.id] = unseal_with(wrapping, place, data_key.wrapped)
    return opened[data_key.id]


def _opened(session: Session) -> dict[UUID, bytes]:
    cache: dict[UUID, bytes] = session.info.setdefault("opened_keys", {})
    return cache
