from datetime import date, time
from uuid import uuid4

import pytest

from advisory.boards import rules
from advisory.boards.rules import Part, Piece
from advisory.clocks.models import Clock, Unit
from advisory.clocks.rules import DEFAULTS
from advisory.foundation.access import Role
from advisory.help.models import HelpNumber
from advisory.languages.registry import LANGUAGES
from advisory.people.models import Person, Standing, Team

TODAY = date(2026, 11, 23)
ADA = Person(id=uuid4(), name="Ada", password_hash="joined")
LEYLA = Person(id=uuid4(), name="Leyla", password_hash="joined")
INVITED = Person(id=uuid4(), name="Noor", password_hash=None)
TEAM = Team(id=uuid4(), name="Access team", standing=Standing.OUTSIDE)
CHECKED = HelpNumber(id=uuid4(), number="111", checked_on=date(2026, 10, 23))
FORGOTTEN = HelpNumber(id=uuid4(), number="116", checked_on=date(2026, 10, 22))


def pieces(
    *,
    readers: tuple[Person, ...] = (ADA,),
    leads: tuple[Person, ...] = (ADA,),
    outside: tuple[Person, ...] = (LEYLA,),
    has_hours: bool = True,
    numbers: tuple[HelpNumber, ...] = (CHECKED,),
    languages: tuple[str, ...] = ("en",),
    fallback: Team | None = TEAM,
) -> dict[Part, Piece]:
    found = rules.checklist(
        holders={
            Role.FACILITATOR: list(readers),
            Role.SAFEGUARDING_LEAD: list(leads),
            Role.OUTSIDE_PERSON: list(outside),
        },
        has_hours=has_hours,
        numbers=numbers,
        languages=[(LANGUAGES[tag], False) for tag in languages],
        fallback=fallback,
        on=TODAY,
    )
    return {piece.part: piece for piece in found}


def missing(found: dict[Part, Piece]) -> list[Part]:
    return [part for part, piece in found.items() if not piece.ready]


def test_the_smallest_board_is_one_person_and_the_outside_person() -> None:
    found = pieces()
    assert list(found) == list(Part)
    assert rules.is_complete(found.values())


def test_the_outside_person_is_another_human_than_the_facilitator() -> None:
    found = pieces(outside=(ADA,))
    assert missing(found) == [Part.OUTSIDE]
    assert "another person" in found[Part.OUTSIDE].found


def test_two_facilitators_who_are_each_others_outside_person_are_none() -> None:
    assert missing(pieces(readers=(ADA, LEYLA), outside=(LEYLA, ADA))) == [Part.OUTSIDE]


def test_somebody_who_was_only_invited_does_not_count() -> None:
    found = pieces(readers=(INVITED,), leads=(INVITED,), outside=(INVITED,))
    assert missing(found) == [Part.READER, Part.SAFEGUARDING, Part.OUTSIDE]
    assert found[Part.READER].tone == "warn"
    assert found[Part.SAFEGUARDING].names == ("Noor",)


def test_a_reader_without_hours_does_not_count() -> None:
    assert missing(pieces(has_hours=False)) == [Part.READER]


def test_nobody_at_all_is_missing_and_not_begun() -> None:
    found = pieces(readers=(), leads=(), outside=(), fallback=None, languages=(), numbers=())
    assert missing(found) == list(Part)
    assert {piece.tone for piece in found.values()} == {"bad"}


def test_one_number_that_nobody_rang_for_32_days_keeps_sending_closed() -> None:
    found = pieces(numbers=(CHECKED, FORGOTTEN))
    assert missing(found) == [Part.HELP]
    assert str(found[Part.HELP].found) == "1 of 2 checked"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", []),
        ("10:00 to 17:00", [(time(10), time(17))]),
        ("10:00–13:00, 14:30–24:00", [(time(10), time(13)), (time(14, 30), time(0))]),
        ("9.15-12.45; 13:00 - 14:00", [(time(9, 15), time(12, 45)), (time(13), time(14))]),
        ("١٠:٠٠ – ١٧:٠٠", [(time(10), time(17))]),
    ],
)
def test_hours_are_read_as_people_write_them(written: str, read: list[tuple[time, time]]) -> None:
    assert rules.stretches(written) == read


@pytest.mark.parametrize(
    "written", ["ten to five", "10 to 17", "25:00 to 26:00", "10:00", "9" * 99]
)
def test_hours_that_nobody_can_read_are_refused(written: str) -> None:
    with pytest.raises(rules.UnreadableHours):
        rules.stretches(written)


def test_hours_are_written_as_they_are_read() -> None:
    spans = [(time(10), time(13)), (time(14), time(0))]
    assert rules.stretches(rules.hours_as_written(spans)) == spans


def test_a_team_stands_under_itself_and_every_team_above() -> None:
    top = Team(id=uuid4(), name="Top")
    middle = Team(id=uuid4(), name="Middle", parent=top)
    low = Team(id=uuid4(), name="Low", parent=middle)
    assert rules.is_under(low, top)
    assert rules.is_under(low, low)
    assert not rules.is_under(top, low)


def test_every_clock_has_a_name_and_a_length_in_words() -> None:
    assert set(rules.CLOCK_NAMES) == set(Clock)
    said = {rules.lasts(standard.amount, standard.unit) for standard in DEFAULTS.values()}
    assert {"10 open days", "24 hours", "1 open day", "90 days"} <= {str(words) for words in said}
    assert str(rules.lasts(0, Unit.OPEN_DAYS)) == "the same open day"
