"""Passkeys (W3C Web Authentication): what a device is asked, and whether its answer holds.

Answers come from strangers: whatever is wrong with one, the caller hears PasskeyRefused.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    generate_challenge,
    parse_authentication_credential_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

MILLISECONDS_TO_ANSWER = 120_000
LONGEST_ANSWER = 20_000

Answered = TypeVar("Answered")


class PasskeyRefused(Exception):
    """The answer is not whole, not for us, not for this question, or not signed by the key."""


@dataclass(frozen=True)
class Site:
    """Whose passkeys these are. A device gives none to another host."""

    host: str
    origin: str


@dataclass(frozen=True)
class Made:
    """The public half of a new passkey."""

    credential_id: str
    public_key: bytes
    sign_count: int
    transports: list[str]


@dataclass(frozen=True)
class Shown:
    """Which passkey an answer says it comes from, and whose: nothing of it is checked yet."""

    credential_id: str
    person_id: UUID | None


@dataclass(frozen=True)
class Question:
    """For the browser, as JSON, and the challenge that the server keeps."""

    json: str
    challenge: str


def site_of(base_url: str) -> Site:
    parts = urlsplit(base_url)
    return Site(host=parts.hostname or "", origin=f"{parts.scheme}://{parts.netloc}")


def ask_to_make(
    site: Site, *, person_id: UUID, email: str, house: str, known: Iterable[str]
) -> Question:
    """A device that holds one of the `known` passkeys makes no second one."""
    challenge = generate_challenge()
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=house,
        user_id=person_id.bytes,
        user_name=email,
        challenge=challenge,
        timeout=MILLISECONDS_TO_ANSWER,
        exclude_credentials=_described(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return Question(webauthn.options_to_json(options), bytes_to_base64url(challenge))


def ask_to_show(site: Site, *, known: Iterable[str], alone: bool) -> Question:
    """`alone`: without a password before it, so the device must check who holds it."""
    challenge = generate_challenge()
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        timeout=MILLISECONDS_TO_ANSWER,
        allow_credentials=_described(known),
        user_verification=(
            UserVerificationRequirement.REQUIRED if alone else UserVerificationRequirement.PREFERRED
        ),
    )
    return Question(webauthn.options_to_json(options), bytes_to_base64url(challenge))


def made(site: Site, answer: str, *, challenge: str) -> Made:
    """Raises PasskeyRefused."""

    def read() -> Made:
        credential = parse_registration_credential_json(answer)
        verified = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
        return Made(
            credential_id=bytes_to_base64url(verified.credential_id),
            public_key=verified.credential_public_key,
            sign_count=verified.sign_count,
            transports=[way.value for way in credential.response.transports or ()],
        )

    return _or_refused(read, answer)


def shown(answer: str) -> Shown:
    """Raises PasskeyRefused."""

    def read() -> Shown:
        credential = parse_authentication_credential_json(answer)
        handle = credential.response.user_handle
        return Shown(
            credential_id=bytes_to_base64url(credential.raw_id),
            person_id=UUID(bytes=handle) if handle else None,
        )

    return _or_refused(read, answer)


def new_sign_count(
    site: Site, answer: str, *, challenge: str, public_key: bytes, sign_count: int, alone: bool
) -> int:
    """What the passkey counts now that it has signed. Raises PasskeyRefused."""

    def read() -> int:
        verified = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=alone,
        )
        return verified.new_sign_count

    return _or_refused(read, answer)


def _described(known: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(name)) for name in known]


def _or_refused(read: Callable[[], Answered], answer: str) -> Answered:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyRefused
    try:
        return read()
    except Exception as why:  # a stranger's bytes break their reader in many ways
        raise PasskeyRefused from why
