"""Who may wear which hat, and what opens the door to staff."""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from advisory.foundation.access import Access, Entry, Hat, Role
from advisory.foundation.keys import Keyring
from advisory.languages.catalogues import for_staff
from advisory.languages.text import ascii_digits, clean
from advisory.people.models import Grant, Invitation, Passkey, Person

ROLE_NAMES: dict[Role, str] = {
    Role.FACILITATOR: for_staff("Facilitator"),
    Role.TRANSLATOR: for_staff("Translator"),
    Role.POLICY_LEAD: for_staff("Policy lead"),
    Role.SAFEGUARDING_LEAD: for_staff("Safeguarding lead"),
    Role.OUTSIDE_PERSON: for_staff("Outside person"),
    Role.ADMINISTRATOR: for_staff("Administrator"),
}

# ── Hats ─────────────────────────────────────────────────────────────────────────────────────────

_ORDER = list(Role)


def is_active(person: Person) -> bool:
    return person.disabled_at is None


def has_joined(person: Person) -> bool:
    """Has set a password: before that nobody can count on this person."""
    return is_active(person) and person.password_hash is not None


def holds(grant: Grant, on: date) -> bool:
    """The last day counts."""
    return grant.from_on <= on and (grant.to_on is None or on <= grant.to_on)


def current_grants(person: Person, on: date) -> list[Grant]:
    """What the person may do on this day, in the order of the roles; nothing when disabled."""
    if not is_active(person):
        return []
    held = [grant for grant in person.grants if holds(grant, on)]
    return sorted(held, key=lambda grant: (_ORDER.index(grant.role), grant.from_on, grant.id))


def hat_for(
    person: Person, grants: Iterable[Grant], access: Access, wanted: Role | None
) -> Hat | None:
    """The wanted role if the page admits it, else the first grant that it admits."""
    if access.entry is not Entry.STAFF:
        return None
    admitted = [grant for grant in grants if grant.role in access.roles]
    if not admitted:
        return None
    worn = next((grant for grant in admitted if grant.role is wanted), admitted[0])
    others = {
        grant.role
        for grant in grants
        if grant.board_id == worn.board_id and grant.role is not worn.role
    }
    return Hat(
        person_id=person.id,
        name=person.name,
        role=worn.role,
        board_id=worn.board_id,
        team_id=worn.team_id,
        speaks=tuple(person.speaks),
        is_woman=person.is_woman,
        others=frozenset(others),
    )


# ── Passwords: OWASP's floor for Argon2id, and the floor of ASVS 5.0 6.2 for their length ────────

SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 256
ENOUGH_GUESSES = 10**10
"""Fewer than this many tries are at hand for somebody who steals the hashes."""

MOST_JUDGED = 72
"""Judging takes longer than it is worth for more characters."""

PRODUCT_WORDS = ("advisory", "community", "voice", "password", "health", "board")

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_HASH_OF_NOBODY = _hasher.hash(secrets.token_urlsafe(32))


def email_as_kept(email: str) -> str:
    """One form for an address, however a phone's keyboard wrote it."""
    return clean(email).replace(" ", "").lower()


def password_problem(password: str, *, own: Iterable[str] = ()) -> str | None:
    """What is wrong with a new password. `own`: the person's name, e-mail address, board."""
    if len(password) < SHORTEST_PASSWORD:
        return for_staff("Use 15 characters or more. Four words that do not belong together do.")
    if len(password) > LONGEST_PASSWORD:
        return for_staff("Use 256 characters or fewer.")
    if guesses(password, own=own) < ENOUGH_GUESSES:
        return for_staff("This is easy to guess. Use four words that do not belong together.")
    return None


def guesses(password: str, *, own: Iterable[str] = ()) -> int:
    """About how many tries find it, when common passwords and what is known come first."""
    unknown = unicodedata.normalize("NFKC", password).casefold()
    for word in _words_of((*PRODUCT_WORDS, *own)):
        unknown = unknown.replace(word, "")
    return int(zxcvbn(unknown[:MOST_JUDGED])["guesses"]) if unknown.strip() else 0


def _words_of(texts: Iterable[str]) -> list[str]:
    words = {word for text in texts for word in re.split(r"[\W_]+", text.casefold())}
    return sorted((word for word in words if len(word) >= 4), key=lambda word: (-len(word), word))


def hash_password(password: str) -> str:
    return _hasher.hash(unicodedata.normalize("NFKC", password))


def password_opens(password_hash: str | None, password: str) -> bool:
    """The same work for somebody who does not exist, so that time tells nothing."""
    try:
        _hasher.verify(password_hash or _HASH_OF_NOBODY, unicodedata.normalize("NFKC", password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def password_mark(person: Person) -> str:
    """Changes with the password: what a half-finished sign-in is bound to."""
    return sha256((person.password_hash or "").encode()).hexdigest()[:24]


# ── Misses ───────────────────────────────────────────────────────────────────────────────────────

MOST_MISSES = 5
LOCKED_FOR = timedelta(minutes=15)


def is_locked(person: Person, at: datetime) -> bool:
    return person.locked_until is not None and at < person.locked_until


# ── The second factor: RFC 6238, six digits, 30 seconds, one step early or late ──────────────────

STEP_SECONDS = 30
DRIFT = 1


def new_secret() -> str:
    return pyotp.random_base32()


def secret_in_groups(secret: str) -> str:
    """For typing into an app by hand."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def enrolment_uri(secret: str, *, email: str, house: str) -> str:
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=house)


def accepted_step(secret: str, number: str, *, at: datetime, last_step: int) -> int | None:
    """The time step whose number this is, if it is near and later than the last one used."""
    typed = "".join(ascii_digits(clean(number)).split())
    generator = pyotp.TOTP(secret, interval=STEP_SECONDS)
    now_step = int(at.timestamp()) // STEP_SECONDS
    for step in range(now_step - DRIFT, now_step + DRIFT + 1):
        right = generator.at(step * STEP_SECONDS)
        if compare_digest(right.encode(), typed.encode()) and step > last_step:
            return step
    return None


def has_second_factor(person: Person) -> bool:
    return person.second_factor is not None or bool(person.passkeys)


def may_lose(person: Person, passkey: Passkey) -> bool:
    """The last second factor stays: nobody comes in with the password alone."""
    others = [other for other in person.passkeys if other.id != passkey.id]
    return person.second_factor is not None or bool(others)


MOST_PASSKEYS = 20
PASSKEY_QUESTION_LASTS = timedelta(minutes=3)

RECOVERY_CODES = 10
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None})


def long_key() -> str:
    """120 random bits in six groups of four, without letters that look alike."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(6))


def key_as_typed(text: str) -> str:
    """A long key in one form: case, hyphens, spaces and look-alikes do not matter."""
    return "".join(ascii_digits(clean(text)).upper().translate(_MISTAKEN).split())


def kept_key(ring: Keyring, key: str) -> str:
    """120 random bits need no slow hash; the pepper keeps a stolen table useless."""
    return ring.peppered(key_as_typed(key)).hex()


# ── Invitations ──────────────────────────────────────────────────────────────────────────────────

INVITATION_LASTS = timedelta(days=7)


def is_open(invitation: Invitation, at: datetime) -> bool:
    """Used once, for seven days, by a person who still works here."""
    return (
        invitation.used_at is None
        and at < invitation.ends_at
        and invitation.person.disabled_at is None
    )
