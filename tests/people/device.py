"""A device that holds passkeys, as the protocol describes one. It can also lie."""

import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """`host` and `origin` are where its browser says it is."""

    host: str
    origin: str
    verifies: bool = True
    sign_count: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: bytes = b""

    def make(self, question: dict[str, Any]) -> str:
        """A new passkey for the person whom the question names."""
        self.handle = base64url_to_bytes(question["user"]["id"])
        told = self._told("webauthn.create", question)
        known = len(self.credential_id).to_bytes(2, "big") + self.credential_id
        seen = self._seen(HAS_KEY) + bytes(16) + known + self._public_key()
        return self._answer(
            clientDataJSON=told,
            attestationObject=cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": seen}),
        )

    def show(self, question: dict[str, Any], **others: Any) -> str:
        """Signs the question; `others` replaces parts of the answer."""
        self.sign_count += 1
        told = self._told("webauthn.get", question)
        seen = self._seen(0)
        signed = self.key.sign(seen + sha256(told).digest(), ec.ECDSA(SHA256()))
        parts: dict[str, bytes] = {
            "clientDataJSON": told,
            "authenticatorData": seen,
            "signature": signed,
            "userHandle": self.handle,
            **others,
        }
        return self._answer(**parts)

    def _told(self, kind: str, question: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": question["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _seen(self, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        host = sha256(self.host.encode()).digest()
        return host + bytes([flags]) + self.sign_count.to_bytes(4, "big")

    def _public_key(self) -> bytes:
        point = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (point.x, point.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.credential_id)
        written = {part: bytes_to_base64url(told) for part, told in response.items() if told}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": written})
