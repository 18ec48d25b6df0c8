"""The code: 16 digits in 4 groups = 5 locator + 10 secret + 1 check digit (Damm).

Stored as locator and Argon2id (own salt, OWASP floor: t=2, 19 MiB, p=1) of HMAC(pepper, secret).
A miss does the same work as a hit. Misses per code: 20 a month, then one a day; opening it does
not give them back, or whoever guesses beside a person who reads often would have more of them.
"""

import secrets
from base64 import urlsafe_b64encode
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerificationError
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from advisory.contributions.models import Code, ConsentTo, Contribution, LegalHold
from advisory.foundation.access import Hat
from advisory.foundation.keys import Keyring
from advisory.languages import safety
from advisory.languages.text import ascii_digits

LENGTH, LOCATOR = 16, 5
DECOY = "none"
"""The locator of a row that belongs to nobody: nobody can type it."""
MISSES_A_MONTH = 20
KEPT_FOR = timedelta(hours=24)
TRIES_A_MINUTE = 600

# The quasigroup of H. M. Damm (2004): finds every single wrong digit and every neighbour swap.
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1, type=Type.ID)


@dataclass(frozen=True)
class Digits:
    """A code that a person holds. Never kept, never logged."""

    locator: str
    secret: str

    @property
    def groups(self) -> tuple[str, ...]:
        whole = self.locator + self.secret
        whole += check_digit(whole)
        return tuple(whole[at : at + 4] for at in range(0, LENGTH, 4))

    def __repr__(self) -> str:
        return "Digits(hidden)"


class NotSixteen(Exception):
    """`count` digits were found instead of 16."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__()


class OneIsWrong(Exception):
    """Sixteen digits, but the check digit says that one is wrong or two are swapped."""


def check_digit(digits: str) -> str:
    row = 0
    for digit in digits:
        row = int(_DAMM[row][int(digit)])
    return str(row)


def new_digits() -> Digits:
    whole = "".join(secrets.choice("0123456789") for _ in range(LENGTH - 1))
    return Digits(whole[:LOCATOR], whole[LOCATOR:])


def read_digits(typed: str) -> Digits:
    """A code from what was typed: digits of any script, spaces and marks ignored.

    Raises NotSixteen or OneIsWrong; neither costs a try.
    """
    digits = "".join(mark for mark in ascii_digits(typed) if mark.isascii() and mark.isdecimal())
    if len(digits) != LENGTH:
        raise NotSixteen(len(digits))
    if check_digit(digits[:-1]) != digits[-1]:
        raise OneIsWrong
    return Digits(digits[:LOCATOR], digits[LOCATOR:-1])


def hash_secret(keyring: Keyring, secret: str) -> str:
    return _hasher.hash(keyring.peppered(secret))


@dataclass(frozen=True)
class PreparedCode:
    """A code with its slow hash, made before the database waits for a writer."""

    digits: Digits
    secret_hash: str = field(repr=False)

    def at(self, locator: str) -> "PreparedCode":
        """The same secret elsewhere: the hash covers the secret alone."""
        return PreparedCode(Digits(locator, self.digits.secret), self.secret_hash)


def prepare_code(keyring: Keyring) -> PreparedCode:
    digits = new_digits()
    return PreparedCode(digits, hash_secret(keyring, digits.secret))


_DUMMY = _hasher.hash(b"nobody's secret")


def opens(keyring: Keyring, secret_hash: str | None, secret: str) -> bool:
    """Whether the secret belongs to the hash; the same work when there is none."""
    try:
        _hasher.verify(secret_hash or _DUMMY, keyring.peppered(secret))
    except VerificationError:
        return False
    return bool(secret_hash)


@dataclass(frozen=True)
class Tried:
    """What the slow comparison said of a typed code. The limit of misses is not asked yet."""

    digits: Digits
    secret_hash: str | None = field(repr=False)
    fits: bool


def may_try(code: Code, today: date) -> bool:
    """Twenty misses a month, after that one try a day."""
    if code.misses_month != month_of(today) or code.misses < MISSES_A_MONTH:
        return True
    return code.missed_on != today


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


class Throttle:
    """At most so many tries a minute in this process; no address is looked at."""

    def __init__(self, tries: int = TRIES_A_MINUTE) -> None:
        self._tries = tries
        self._times: deque[datetime] = deque()

    def admits(self, at: datetime) -> bool:
        while self._times and at - self._times[0] > timedelta(minutes=1):
            self._times.popleft()
        if len(self._times) >= self._tries:
            return False
        self._times.append(at)
        return True


def new_form_token() -> str:
    """What a form carries: makes sending twice keep once, and opens the draft it belongs to."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def part_token(token: str, part: str) -> str:
    """What one question of a form carries for its sound: it opens nothing but that."""
    made = HKDF(SHA256(), 24, salt=None, info=f"part of a form/{part}".encode())
    return urlsafe_b64encode(made.derive(token.encode())).decode()


def token_key(token: str) -> bytes:
    """A key that only the holder of the form's token has."""
    return HKDF(SHA256(), 32, salt=None, info=b"form token").derive(token.encode())


def may_read(hat: Hat, contribution: Contribution, *, declared: bool) -> bool:
    """The person's wishes hold for every reader: a woman; not from my country (`declared`)."""
    if contribution.wants_woman and not hat.is_woman:
        return False
    return declared or not contribution.not_my_country


# ── What a person allows ─────────────────────────────────────────────────────────────────────────

CONSENT_WORDINGS: Mapping[ConsentTo, str] = {
    ConsentTo.BEING_READ: safety.PROMISE,
    ConsentTo.QUOTE: safety.USE_WORDS,
    ConsentTo.COUNT: safety.MAY_COUNT,
    ConsentTo.CONTACT: safety.MAY_CONTACT,
    ConsentTo.ASK_AGAIN: safety.MAY_ASK_AGAIN,
}
CHOSEN_LATER = (ConsentTo.QUOTE, ConsentTo.COUNT, ConsentTo.ASK_AGAIN)
"""What the holder of the code may change at any time. An address speaks for itself."""


def revision_of(to: ConsentTo, language: str, sentence: str) -> str:
    """Another word in the sentence makes another revision."""
    return f"{to}/{language}/{sha256(sentence.encode()).hexdigest()[:12]}"


CONFIRM_WITHIN = timedelta(days=14)


def is_in_force(hold: LegalHold, on: date) -> bool:
    """Until it is ended; one that nobody else confirmed ends by itself."""
    if hold.ended_on is not None:
        return False
    return hold.confirmed_by_id is not None or on <= hold.asked_on + CONFIRM_WITHIN
