"""What must be there before sending opens, and how the pages read and say what is set."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from advisory.boards.models import SafetySignOff
from advisory.clocks.models import Clock, Unit
from advisory.foundation.access import Role
from advisory.help.models import HelpNumber
from advisory.help.rules import is_checked
from advisory.languages.catalogues import LazyCount, counted_for_staff, for_staff
from advisory.languages.registry import Language
from advisory.languages.signing import SafetyString
from advisory.languages.text import ascii_digits
from advisory.people.models import Person, Team
from advisory.people.rules import has_joined
from advisory.words.models import Method, Status, Text

# ── The opening checklist ────────────────────────────────────────────────────────────────────────


class Part(StrEnum):
    READER = "reader"
    SAFEGUARDING = "safeguarding"
    OUTSIDE = "outside"
    HELP = "help"
    LANGUAGE = "language"
    FALLBACK = "fallback"


TITLES: dict[Part, str] = {
    Part.READER: for_staff("A reader with hours"),
    Part.SAFEGUARDING: for_staff("A safeguarding lead"),
    Part.OUTSIDE: for_staff("The outside person"),
    Part.HELP: for_staff("Help numbers"),
    Part.LANGUAGE: for_staff("An opened language"),
    Part.FALLBACK: for_staff("A team for words that fit nowhere"),
}
REASONS: dict[Part, str] = {
    Part.READER: for_staff(
        "A facilitator who has joined, and the hours of reading. People see them before they send."
    ),
    Part.SAFEGUARDING: for_staff(
        "Somebody who looks the same open day when a person may be hurt. "
        "On a small board this can be you, with the outside person as deputy."
    ),
    Part.OUTSIDE: for_staff(
        "A trustee or a partner who does not read the inbox. "
        "Hears what is said about you, and sees what was done."
    ),
    Part.HELP: for_staff(
        "Ring each number and say when you did. A number is checked again after 31 days."
    ),
    Part.LANGUAGE: for_staff(
        "People choose from the opened languages. One is enough to begin, also English."
    ),
    Part.FALLBACK: for_staff("Without it, words that no rule fits would wait with nobody."),
}


@dataclass(frozen=True)
class Piece:
    """One thing of the checklist; `found` says in a few words what is there."""

    part: Part
    ready: bool
    found: str
    begun: bool = False
    """Somebody has started on it: invited, some numbers checked."""
    names: tuple[str, ...] = ()

    @property
    def tone(self) -> str:
        return "good" if self.ready else ("warn" if self.begun else "bad")


READY = for_staff("Ready")
MISSING = for_staff("Missing")
INVITED = for_staff("Invited, not joined yet")


def checklist(
    *,
    holders: dict[Role, list[Person]],
    has_hours: bool,
    numbers: Collection[HelpNumber],
    languages: Collection[tuple[Language, bool]],
    fallback: Team | None,
    on: date,
) -> tuple[Piece, ...]:
    """The six pieces, in their order. `holders`: who holds each role today."""
    readers = holders.get(Role.FACILITATOR, [])
    return (
        _reader(readers, has_hours=has_hours),
        _person(Part.SAFEGUARDING, holders.get(Role.SAFEGUARDING_LEAD, [])),
        _outside(holders.get(Role.OUTSIDE_PERSON, []), readers),
        _help(numbers, on),
        _language(languages),
        _fallback(fallback),
    )


def is_complete(pieces: Iterable[Piece]) -> bool:
    return all(piece.ready for piece in pieces)


def _reader(readers: Sequence[Person], *, has_hours: bool) -> Piece:
    if readers and not has_hours:
        return Piece(Part.READER, ready=False, found=for_staff("No hours yet"), begun=True)
    return _person(Part.READER, readers)


def _person(part: Part, persons: Sequence[Person]) -> Piece:
    joined = [person for person in persons if has_joined(person)]
    if joined:
        return Piece(part, ready=True, found=READY, names=_names(joined))
    found = INVITED if persons else MISSING
    return Piece(part, ready=False, found=found, begun=bool(persons), names=_names(persons))


def _outside(persons: Sequence[Person], readers: Sequence[Person]) -> Piece:
    """Never fewer than two humans: who reads the inbox is not outside it."""
    reading = {reader.id for reader in readers}
    others = [person for person in persons if person.id not in reading]
    if persons and not others:
        found = for_staff("Must be another person than the facilitator")
        return Piece(Part.OUTSIDE, ready=False, found=found, names=_names(persons))
    return _person(Part.OUTSIDE, others)


def _help(numbers: Collection[HelpNumber], on: date) -> Piece:
    checked = sum(is_checked(number, on) for number in numbers)
    if not numbers:
        return Piece(Part.HELP, ready=False, found=MISSING)
    found = for_staff("%(checked)s of %(all)s checked") % {"checked": checked, "all": len(numbers)}
    return Piece(Part.HELP, ready=checked == len(numbers), found=found, begun=checked > 0)


def _language(languages: Collection[tuple[Language, bool]]) -> Piece:
    names = tuple(language.own_name for language, _as_draft in languages)
    found = READY if names else MISSING
    return Piece(Part.LANGUAGE, ready=bool(names), found=found, names=names)


def _fallback(team: Team | None) -> Piece:
    if team is None:
        return Piece(Part.FALLBACK, ready=False, found=MISSING)
    return Piece(Part.FALLBACK, ready=True, found=READY, names=(team.name,))


def _names(persons: Iterable[Person]) -> tuple[str, ...]:
    return tuple(person.name for person in persons)


# ── Teams ────────────────────────────────────────────────────────────────────────────────────────


def is_under(team: Team, above: Team) -> bool:
    """Whether `above` is the team itself or a parent of it, however far up."""
    seen: set[object] = set()
    step: Team | None = team
    while step is not None and step.id not in seen:
        if step.id == above.id:
            return True
        seen.add(step.id)
        step = step.parent
    return False


# ── Weekly hours, written as "10:00 to 13:00, 14:00 to 17:00" ────────────────────────────────────

WEEKDAYS: tuple[str, ...] = (
    for_staff("Monday"),
    for_staff("Tuesday"),
    for_staff("Wednesday"),
    for_staff("Thursday"),
    for_staff("Friday"),
    for_staff("Saturday"),
    for_staff("Sunday"),
)
_STRETCH = re.compile(r"(\d{1,2})[:.](\d{2})\D{1,6}(\d{1,2})[:.](\d{2})")
MIDNIGHT = time(0, 0)


class UnreadableHours(ValueError):
    """Raised for hours that are not written like 10:00 to 17:00."""


def stretches(text: str) -> list[tuple[time, time]]:
    """The stretches of one day; 24:00 is the midnight that ends it. Raises UnreadableHours."""
    parts = [part for part in re.split(r"[,;،]", ascii_digits(text)) if part.strip()]
    return [_stretch(part.strip()) for part in parts]


def _stretch(part: str) -> tuple[time, time]:
    found = _STRETCH.fullmatch(part)
    if found is None:
        raise UnreadableHours
    hour, minute, last_hour, last_minute = map(int, found.groups())
    if (last_hour, last_minute) == (24, 0):
        last_hour = 0
    try:
        return time(hour, minute), time(last_hour, last_minute)
    except ValueError as wrong:
        raise UnreadableHours from wrong


def hours_as_written(spans: Iterable[tuple[time, time]]) -> str:
    """The other way round: what the form shows for a day."""
    return ", ".join(f"{opens:%H:%M}–{_last(closes)}" for opens, closes in spans)


def _last(closes: time) -> str:
    return "24:00" if closes == MIDNIGHT else f"{closes:%H:%M}"


# ── Clocks ───────────────────────────────────────────────────────────────────────────────────────

CLOCK_NAMES: dict[Clock, str] = {
    Clock.FIRST_READING: for_staff("First reading of new words"),
    Clock.UNDERSTOOD: for_staff("Somebody has understood the words"),
    Clock.HELD_SEEN: for_staff("Safeguarding: somebody has looked"),
    Clock.HELD_DECIDED: for_staff("Safeguarding: it is clear what to do"),
    Clock.ACKNOWLEDGE: for_staff("The team says that it has it"),
    Clock.ANSWER: for_staff("The team’s answer to one person"),
    Clock.ANSWER_THEME: for_staff("The team’s answer to a theme or a recommendation"),
    Clock.REMIND_1: for_staff("“Did this answer you?”: first reminder"),
    Clock.REMIND_2: for_staff("“Did this answer you?”: second reminder"),
    Clock.REMIND_3: for_staff("“Did this answer you?”: third reminder"),
    Clock.CLOSE_QUIETLY: for_staff("No reply: finished quietly after the last reminder"),
    Clock.REOPEN_UNTIL: for_staff("How long the person can ask again"),
    Clock.NEEDS_MEMBER_PAUSE: for_staff("The longest wait for a reply from the person"),
    Clock.CHANGE_CHECK: for_staff("A promised change is asked about again"),
}
_LASTS: dict[Unit, LazyCount] = {
    Unit.OPEN_DAYS: counted_for_staff("%(num)s open day", "%(num)s open days"),
    Unit.HOURS: counted_for_staff("%(num)s hour", "%(num)s hours"),
    Unit.DAYS: counted_for_staff("%(num)s day", "%(num)s days"),
}
SAME_DAY = for_staff("the same open day")


def lasts(amount: int, unit: Unit) -> str:
    """How long a clock runs, in plain words."""
    if amount == 0 and unit is Unit.OPEN_DAYS:
        return SAME_DAY
    return _LASTS[unit].of(amount)


# ── The versions of a name, a number's note, a ready answer ──────────────────────────────────────


@dataclass(frozen=True)
class Rendering:
    """How far a text is in one opened language."""

    language: Language
    word: str
    tone: str


NOT_ASKED = for_staff("Missing")
OVERTAKEN = for_staff(
    "Somebody changed this text while you wrote. Your words are still here: compare, then keep."
)
_STATES: dict[Status, tuple[str, str]] = {
    Status.MISSING: (for_staff("Asked for"), "warn"),
    Status.DRAFT: (for_staff("Being translated"), "warn"),
    Status.TO_CHECK: (for_staff("Not checked yet"), "warn"),
    Status.CHECKED: (for_staff("Checked"), "good"),
    Status.OUT_OF_DATE: (for_staff("The English has changed"), "warn"),
}
_ORIGINAL = (for_staff("Original"), "good")
_BY_COMPUTER = (for_staff("By a computer"), "bad")


def state_of(status: Status) -> str:
    """How far a version is, in a word or two."""
    return _STATES[status][0]


def renderings(text: Text, languages: Iterable[Language]) -> list[Rendering]:
    """One line for each language, in its order."""
    return [Rendering(language, *_standing(text, language.tag)) for language in languages]


def _standing(text: Text, tag: str) -> tuple[str, str]:
    found = {
        version.method: version
        for version in text.versions
        if version.language == tag and version.method is not Method.GIST
    }
    if Method.ORIGINAL in found:
        return _ORIGINAL
    by_person = found.get(Method.HUMAN) or found.get(Method.HUMAN_FROM_MACHINE)
    if by_person is not None:
        return _STATES[by_person.status]
    return _BY_COMPUTER if found else (NOT_ASKED, "bad")


def languages_without(text: Text, languages: Iterable[Language]) -> list[Language]:
    """Opened languages in which nobody has been asked for this text."""
    return [
        language for language in languages if _standing(text, language.tag) == (NOT_ASKED, "bad")
    ]


@dataclass(frozen=True)
class SafetyWords:
    """Each safety sentence of a language with who read it, None where nobody has."""

    strings: Sequence[tuple[SafetyString, SafetySignOff | None]]
    needed: bool
    """False for English, and for a catalogue that came with a sign-off of its own."""

    @property
    def signed(self) -> int:
        return sum(row is not None for _string, row in self.strings)

    @property
    def is_whole(self) -> bool:
        return not self.needed or self.signed == len(self.strings)

    @property
    def waiting(self) -> list[SafetyString]:
        """Translated, and read by nobody yet."""
        return [string for string, row in self.strings if row is None and string.translation]

    @property
    def rounds(self) -> list[tuple[SafetySignOff, int]]:
        """Who read when and how, with how many sentences: the last one first."""
        rows = [row for _string, row in self.strings if row is not None]
        counted = Counter(map(_round_of, rows))
        once = {_round_of(row): row for row in rows}
        return [(once[key], counted[key]) for key in sorted(once, reverse=True)]


def _round_of(row: SafetySignOff) -> tuple[date, str, str, str]:
    return row.checked_on, row.checked_by, row.signed_on.value, row.sheet
