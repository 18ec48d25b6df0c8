"""Which letters there are, how one is written, and when it is tried again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from pathlib import PurePosixPath

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

    neutral: bool
    template: str
    subject: str

    @property
    def kind(self) -> str:
        return PurePosixPath(self.template).stem


def _for_members(template: str) -> LetterKind:
    return LetterKind(True, template, for_public("There is news."))


def _for_staff(template: str, subject: str) -> LetterKind:
    return LetterKind(False, template, subject)


KINDS: Mapping[str, LetterKind] = {
    letter.kind: letter
    for letter in (
        _for_members("letters/public/news.txt"),
        _for_members("letters/public/question_for_you.txt"),
        _for_members("letters/public/reminder.txt"),
        _for_staff("letters/staff/invitation.txt", for_staff("%(board)s: your invitation")),
        _for_staff(
            "letters/staff/door_changed.txt",
            for_staff("%(board)s: how you sign in was changed"),
        ),
        _for_staff(
            "letters/staff/asked.txt", for_staff("%(board)s: %(reference)s is for your team")
        ),
        _for_staff(
            "letters/staff/answer_due_soon.txt",
            for_staff("%(board)s: %(reference)s needs an answer soon"),
        ),
        _for_staff(
            "letters/staff/answer_late.txt",
            for_staff("%(board)s: the answer to %(reference)s is late"),
        ),
        _for_staff(
            "letters/staff/late_climbed.txt",
            for_staff("%(board)s: %(reference)s is late and now with you"),
        ),
        _for_staff("letters/staff/concern.txt", for_staff("%(board)s: please sign in")),
        _for_staff("letters/staff/contact_asked.txt", for_staff("%(board)s: please sign in")),
        _for_staff("letters/staff/contact_decided.txt", for_staff("%(board)s: please sign in")),
        _for_staff("letters/staff/hand_over.txt", for_staff("%(board)s: please sign in")),
        _for_staff(
            "letters/staff/translation_asked.txt",
            for_staff("%(board)s: a translation is asked of you"),
        ),
        _for_staff(
            "letters/staff/handed_back.txt", for_staff("%(board)s: %(reference)s was handed back")
        ),
        _for_staff(
            "letters/staff/answer_to_review.txt",
            for_staff("%(board)s: an answer to %(reference)s to review"),
        ),
        _for_staff(
            "letters/staff/commitment_due.txt",
            for_staff("%(board)s: did the planned change happen?"),
        ),
        _for_staff("letters/staff/letter_dead.txt", for_staff("%(board)s: letters did not arrive")),
        _for_staff(
            "letters/staff/outside_told.txt", for_staff("%(board)s: a notice will be published")
        ),
        _for_staff("letters/staff/spam_told.txt", for_staff("%(board)s: please look at something")),
    )
}


@dataclass(frozen=True)
class Written:
    """A letter in the recipient's words, ready for its envelope. `language` is a tag."""

    to: str
    language: str
    subject: str
    text: str


def letter_kind(kind: str) -> LetterKind:
    """Raises UnknownKind."""
    if kind not in KINDS:
        raise UnknownKind(kind)
    return KINDS[kind]


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
