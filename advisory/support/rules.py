"""What people asked for, counted; what is still missing; and when two bookings overlap."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from advisory.languages.text import clean
from advisory.meetings.models import Guest, Meeting, Standing, Support
from advisory.meetings.rules.coming import Needs
from advisory.support.models import Arrangement, Booked, InterpreterBooking, Voice

ACTIVE = {Booked.REQUESTED, Booked.CONFIRMED}
ARRANGED = (
    Support.CHILDCARE,
    Support.TRAVEL,
    Support.FOOD,
    Support.QUIET_ROOM,
    Support.PHONE_CREDIT,
)
"""All but interpreters, who are booked one by one."""
NEXT: Mapping[Booked, tuple[Booked, ...]] = {
    Booked.REQUESTED: (Booked.CONFIRMED, Booked.FREED),
    Booked.CONFIRMED: (Booked.DONE, Booked.NO_SHOW, Booked.FREED),
    Booked.NO_SHOW: (Booked.DONE,),
    Booked.DONE: (Booked.NO_SHOW,),
    Booked.FREED: (),
}
AFTERWARDS = {Booked.DONE, Booked.NO_SHOW}


@dataclass(frozen=True)
class Spoken:
    """How many would like an interpreter of one language. Never who."""

    language: str
    count: int
    women: int
    men: int
    dialects: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    languages: tuple[Spoken, ...]
    supports: Mapping[Support, int]


def with_a_place(guests: Iterable[Guest]) -> list[Guest]:
    """Those who may come; who waits is counted once they move up."""
    return [guest for guest in guests if guest.standing is not Standing.WAITING]


def counted(asked: Iterable[Needs]) -> Wanted:
    asked = list(asked)
    spoken = [needs for needs in asked if needs.interpreter or needs.woman or needs.man]
    languages = Counter(needs.speaks for needs in spoken)
    return Wanted(
        tuple(_spoken(language, spoken) for language, _ in languages.most_common()),
        {support: sum(needs.wants(support) for needs in asked) for support in ARRANGED},
    )


def _spoken(language: str, asked: Iterable[Needs]) -> Spoken:
    here = [needs for needs in asked if needs.speaks == language]
    dialects = {clean(needs.dialect) for needs in here} - {""}
    return Spoken(
        language,
        len(here),
        sum(needs.woman and not needs.man for needs in here),
        sum(needs.man and not needs.woman for needs in here),
        tuple(sorted(dialects)),
    )


def missing(spoken: Spoken, bookings: Iterable[InterpreterBooking]) -> set[Voice]:
    """Which interpreters nobody is booked for yet: anybody at all, or a woman, or a man."""
    there = {row.voice for row in bookings if row.language == spoken.language and _comes(row)}
    asked = {Voice.WOMAN: spoken.women, Voice.MAN: spoken.men}
    lacking = {voice for voice, count in asked.items() if count and voice not in there}
    return lacking if there else lacking or {Voice.ANYBODY}


def is_enough(arranged: Arrangement | None, count: int) -> bool:
    return count <= (arranged.enough_for if arranged else 0)


def _comes(booking: InterpreterBooking) -> bool:
    return booking.standing in ACTIVE or booking.standing is Booked.DONE


def must_be_asked_again(booking: InterpreterBooking) -> bool:
    """The meeting moved after they said yes."""
    return booking.standing is Booked.CONFIRMED and booking.confirmed_for != booking.meeting.changes


def same_interpreter(one: str, other: str) -> bool:
    return " ".join(clean(one).casefold().split()) == " ".join(clean(other).casefold().split())


def overlap(one: Meeting, other: Meeting) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def overlapping(
    name: str, meeting: Meeting, others: Sequence[InterpreterBooking]
) -> list[InterpreterBooking]:
    """Other bookings of the same person at the same time."""
    return [
        row
        for row in others
        if row.standing in ACTIVE
        and not row.is_agency
        and same_interpreter(row.name, name)
        and overlap(row.meeting, meeting)
    ]


def may_become(booking: InterpreterBooking, standing: Booked, *, begun: bool) -> bool:
    """Whether somebody came is known once it has begun."""
    if standing is Booked.CONFIRMED and must_be_asked_again(booking):
        return True
    return standing in NEXT[booking.standing] and (begun or standing not in AFTERWARDS)
