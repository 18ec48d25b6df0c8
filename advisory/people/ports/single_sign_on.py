"""OpenID Connect: a provider elsewhere says whose address somebody holds.

Authorization code with PKCE, state and nonce. Nothing is kept between two sign-ins: the provider's
addresses and keys are asked for each time, so that a changed key is known at once.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Protocol, TypeVar, cast
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

SECONDS_TO_WAIT = (3.0, 5.0)
LONGEST_REPLY = 200_000
LEEWAY_SECONDS = 60
SIGNATURES = ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}

Found = TypeVar("Found")


class ProviderSilent(Exception):
    """It did not answer in time, or not in its protocol."""


class ProviderRefused(Exception):
    """It answered, and what it said does not let anybody in."""


@dataclass(frozen=True)
class Departure:
    """What the browser's session keeps while its person is away at the provider."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Arrival:
    """Whom the provider names. `methods`: how it says it knew the person (its amr and acr).

    `account` stays the same for one person, and is never another's: a hash of issuer and `sub`.
    """

    email: str
    account: str
    methods: frozenset[str]


class SignOnSettings(Protocol):
    @property
    def base_url(self) -> str: ...
    @property
    def oidc_issuer(self) -> str | None: ...
    @property
    def oidc_client_id(self) -> str: ...
    @property
    def oidc_client_secret(self) -> str: ...
    @property
    def oidc_name(self) -> str: ...
    @property
    def oidc_second_factors(self) -> frozenset[str]: ...


def single_sign_on(settings: SignOnSettings, *, back: str) -> "SingleSignOn | None":
    """None while it is switched off. `back` is the path of our own page for those who return."""
    return SingleSignOn(settings, back=back) if settings.oidc_issuer else None


class SingleSignOn:
    def __init__(self, settings: SignOnSettings, *, back: str) -> None:
        self.name = settings.oidc_name
        self.issuer = settings.oidc_issuer or ""
        self._client_id = settings.oidc_client_id
        self._client_secret = settings.oidc_client_secret
        self._trusted = settings.oidc_second_factors
        self._back = settings.base_url + back

    def leave(self) -> tuple[str, Departure]:
        """Where to send the browser, and what to keep until it returns. Raises ProviderSilent."""
        departure = Departure(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
        )
        with self._client() as client:
            address, _state = client.create_authorization_url(
                self._addresses()["authorization_endpoint"],
                state=departure.state,
                nonce=departure.nonce,
                code_verifier=departure.verifier,
            )
        return str(address), departure

    def arrive(self, departure: Departure, *, state: str, code: str) -> Arrival:
        """Raises ProviderSilent, ProviderRefused."""
        if not code or not compare_digest(state.encode(), departure.state.encode()):
            raise ProviderRefused
        addresses = self._addresses()
        token = self._token(addresses["token_endpoint"], code, departure.verifier)
        claims = self._claims(str(token.get("id_token", "")), addresses["jwks_uri"])
        if not compare_digest(str(claims.get("nonce", "")).encode(), departure.nonce.encode()):
            raise ProviderRefused
        if claims.get("email_verified") is not True or not isinstance(claims.get("email"), str):
            raise ProviderRefused
        account = sha256(f"{self.issuer}\n{claims['sub']}".encode()).hexdigest()
        return Arrival(email=claims["email"], account=account, methods=_methods(claims))

    def shows_second_factor(self, arrival: Arrival) -> bool:
        """Only for what the operator named; else our own second factor is asked."""
        return bool(arrival.methods & self._trusted)

    def _client(self) -> OAuth2Session:
        return OAuth2Session(
            self._client_id,
            self._client_secret,
            scope="openid email",
            redirect_uri=self._back,
            code_challenge_method="S256",
            default_timeout=SECONDS_TO_WAIT,
        )

    def _addresses(self) -> dict[str, str]:
        told = _asked(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        found = {name: str(told.get(name, "")) for name in names}
        if told.get("issuer") != self.issuer or not all(map(self._is_safe, found.values())):
            raise ProviderSilent
        return found

    def _is_safe(self, address: str) -> bool:
        """TLS to every address, unless the provider itself is on this machine."""
        return is_safe_address(address) and (
            address.startswith("https://") or self.issuer.startswith("http://")
        )

    def _token(self, address: str, code: str, verifier: str) -> dict[str, Any]:
        def ask() -> dict[str, Any]:
            with self._client() as client:
                told = client.fetch_token(
                    address, code=code, code_verifier=verifier, allow_redirects=False
                )
                return cast("dict[str, Any]", told)

        return _or_silent(ask)

    def _claims(self, id_token: str, keys_address: str) -> dict[str, Any]:
        keys = _asked(keys_address)
        try:
            token = jwt.decode(
                id_token, KeySet.import_key_set(cast("Any", keys)), algorithms=SIGNATURES
            )
            jwt.JWTClaimsRegistry(
                leeway=LEEWAY_SECONDS,
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": self._client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True},
            ).validate(token.claims)
        except (JoseError, ValueError, KeyError, TypeError) as why:
            raise ProviderRefused from why
        if token.claims.get("azp", self._client_id) != self._client_id:
            raise ProviderRefused
        return token.claims


def is_safe_address(address: str) -> bool:
    """https, or plain http to this machine alone."""
    parts = urlsplit(address)
    if parts.scheme == "http":
        return parts.hostname in LOOPBACK
    return parts.scheme == "https" and bool(parts.hostname)


def as_kept(departure: Departure) -> dict[str, str]:
    return asdict(departure)


def _methods(claims: dict[str, Any]) -> frozenset[str]:
    amr = claims.get("amr")
    told = [*(amr if isinstance(amr, list) else []), claims.get("acr")]
    return frozenset(method for method in told if isinstance(method, str))


def _asked(address: str) -> dict[str, Any]:
    def ask() -> dict[str, Any]:
        with requests.get(
            address, timeout=SECONDS_TO_WAIT, allow_redirects=False, stream=True
        ) as reply:
            if reply.status_code != 200:
                raise ProviderSilent
            body = reply.raw.read(LONGEST_REPLY + 1, decode_content=True)
        told = json.loads(body) if len(body) <= LONGEST_REPLY else None
        if not isinstance(told, dict):
            raise ProviderSilent
        return told

    return _or_silent(ask)


def _or_silent(ask: Callable[[], Found]) -> Found:
    try:
        return ask()
    except AuthlibBaseError as why:
        raise ProviderRefused from why
    except (OSError, ValueError, KeyError, TypeError) as why:
        # requests' own errors are OSErrors.
        raise ProviderSilent from why
