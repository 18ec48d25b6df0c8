"""Which letters there are, how one is written, and when it is tried again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from advisory.languages.catalogues import for_public, for_staff, speaking
from advisory.languages.registry import Language
from advisory.languages.text import isolate
from advisory.letters.models import Delivery, Letter
from advisory.letters.ports import Value, render

LEASE = timedelta(minutes=5)
RESTS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
MOST_TRIES = 8
LONGEST_WAIT = timedelta(days=3)
WORRYING_TRIES = 3


class UnknownKind(KeyError):
    """No such letter: a fault of ours, found when it is put into the outbox."""


@dataclass(frozen=True)
class LetterKind:
    """A neutral letter says neither who writes nor about what; anybody may see it on a phone."""

    kind: str
    neutral: bool
    subject: str
    template: str


def _for_members(kind: str) -> LetterKind:
    return LetterKind(kind, True, for_public("There is news."), f"letters/public/{kind}.txt")


def _for_staff(kind: str, subject: str) -> LetterKind:
    return LetterKind(kind, False, subject, f"letters/staff/{kind}.txt")


KINDS: Mapping[str, LetterKind] = {
    letter.kind: letter
    for letter in (
        _for_members("news"),
        _for_members("question_for_you"),
        _for_members("reminder"),
        _for_staff("invitation", for_staff("%(board)s: your invitation")),
        _for_staff("asked", for_staff("%(board)s: %(reference)s is for your team")),
        _for_staff("answer_due_soon", for_staff("%(board)s: %(reference)s needs an answer soon")),
        _for_staff("answer_late", for_staff("%(board)s: the answer to %(reference)s is late")),
        _for_staff("late_climbed", for_staff("%(board)s: %(reference)s is late and now with you")),
        _for_staff("concern", for_staff("%(board)s: please sign in")),
        _for_staff("translation_asked", for_staff("%(board)s: a translation is asked of you")),
        _for_staff("handed_back", for_staff("%(board)s: %(reference)s was handed back")),
        _for_staff(
            "answer_to_review", for_staff("%(board)s: an answer to %(reference)s to review")
        ),
        _for_staff("commitment_due", for_staff("%(board)s: did the planned change happen?")),
        _for_staff("letter_dead", for_staff("%(board)s: letters did not arrive")),
        _for_staff("outside_told", for_staff("%(board)s: a notice will be published")),
    )
}


@dataclass(frozen=True)
class Written:
    """A letter in the recipient's words, ready for its envelope. `language` is a tag."""

    to: str
    language: str
    subject: str
    text: str


Writer = Callable[[Session, Letter], Written | None]
"""Reads what the letter is about and writes it, changing no row. None: the recipient is gone."""

WRITERS: dict[str, Writer] = {}


def letter_kind(kind: str) -> LetterKind:
    """Raises UnknownKind."""
    if kind not in KINDS:
        raise UnknownKind(kind)
    return KINDS[kind]


def register(kind: str, writer: Writer) -> None:
    """The room that knows what this kind is about says how to write it. Raises UnknownKind."""
    WRITERS[letter_kind(kind).kind] = writer


def write(kind: str, *, to: str, language: str, **values: Value) -> Written:
    """The letter's words. Its template says which values it needs; `link` is kept as it is."""
    chosen = letter_kind(kind)
    with speaking(language) as spoken:
        said = {name: _inserted(name, value, spoken) for name, value in values.items()}
        subject = str(chosen.subject) % said
    return Written(to, language, subject, render(chosen.template, language, said))


def _inserted(name: str, value: Value, language: Language) -> Value:
    if not isinstance(value, str) or name == "link":
        return value
    value = " ".join(value.split())
    turns = language.direction == "rtl" or not value.isascii()
    return isolate(value) if turns else value


def envelope(letter: Letter, written: Written, *, sender: str, at: datetime) -> EmailMessage:
    """The message. A repeat carries the same Message-ID, so that a receiver can drop it."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = Address(addr_spec=written.to)
    message["Subject"] = written.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id(letter.dedupe_key, sender)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = written.language
    message.set_content(written.text)
    return message


def message_id(dedupe_key: str, sender: str) -> str:
    domain = sender.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{sha256(dedupe_key.encode()).hexdigest()[:40]}@{domain}>"


def rest_after(tries: int, chance: float) -> timedelta:
    """How long a letter rests after so many tries; `chance` (0 to 1) spreads them by a fifth."""
    return RESTS[min(tries, len(RESTS)) - 1] * (1 + chance / 5)


def is_given_up(letter: Letter, at: datetime) -> bool:
    return letter.tries >= MOST_TRIES or at - letter.due_at >= LONGEST_WAIT


def may_be_retried(letter: Letter) -> bool:
    return letter.delivery in {Delivery.PENDING, Delivery.DEAD}
