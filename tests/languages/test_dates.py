from datetime import UTC, date, datetime, time
from itertools import pairwise

import pytest

from advisory.languages.calendars import ethiopian, solar_hijri
from advisory.languages.catalogues import speaking
from advisory.languages.dates import (
    NaiveTime,
    clock_words,
    day_words,
    in_days,
    numeric_date,
    second_calendar,
)
from advisory.languages.registry import LANGUAGES

NOVEMBER = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (date(2026, 11, 22), (2019, 3, 13)),
        (date(2026, 1, 1), (2018, 4, 23)),
        (date(2026, 9, 11), (2019, 1, 1)),
        (date(2027, 9, 11), (2019, 13, 6)),
        (date(2027, 9, 12), (2020, 1, 1)),
        (date(2024, 2, 29), (2016, 6, 21)),
    ],
)
def test_the_ethiopian_calendar(day: date, there: tuple[int, int, int]) -> None:
    assert ethiopian(day) == there


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (date(2026, 11, 22), (1405, 9, 1)),
        (date(2026, 1, 1), (1404, 10, 11)),
        (date(2026, 3, 21), (1405, 1, 1)),
        (date(2025, 3, 20), (1403, 12, 30)),
        (date(2025, 3, 21), (1404, 1, 1)),
        (date(2024, 3, 20), (1403, 1, 1)),
        (date(2026, 9, 11), (1405, 6, 20)),
        (date(2024, 2, 29), (1402, 12, 10)),
    ],
)
def test_the_solar_hijri_calendar(day: date, there: tuple[int, int, int]) -> None:
    assert solar_hijri(day) == there


def test_both_calendars_count_every_day_of_thirty_years_once() -> None:
    first, last = date(2015, 1, 1).toordinal(), date(2045, 12, 31).toordinal()
    days = [date.fromordinal(ordinal) for ordinal in range(first, last + 1)]
    for convert in (ethiopian, solar_hijri):
        converted = [convert(day) for day in days]
        assert converted == sorted(set(converted))
        for (year, month, day), (next_year, next_month, next_day) in pairwise(converted):
            same_month = (year, month) == (next_year, next_month)
            assert next_day == (day + 1 if same_month else 1)


@pytest.mark.parametrize(
    ("tag", "first", "second"),
    [
        ("en", "Sunday 22 November 2026", None),
        ("ar", "الأحد، 22 نوفمبر 2026", "22 تشرين الثاني 2026"),
        ("fa", "یکشنبه 22 نوامبر 2026", "1 آذر 1405 هجری شمسی"),
        ("fa-AF", "یکشنبه 22 نومبر 2026", "1 قوس 1405 هجری شمسی"),
        ("ps", "يونۍ 22 نومبر 2026", "1 لیندۍ 1405 هجري لمریز"),
        ("am", "እሑድ፣ 22 ኖቬምበር 2026", "13 ኅዳር 2019 ዓ.ም."),
        ("ti", "ሰንበት፣ 22 ሕዳር 2026", None),
        ("es", "domingo, 22 de noviembre de 2026", None),
    ],
)
def test_a_day_in_words_and_in_the_other_calendar(tag: str, first: str, second: str | None) -> None:
    with speaking(tag):
        assert day_words(NOVEMBER) == first
        assert second_calendar(NOVEMBER) == second


def test_tigrinya_has_the_ethiopian_calendar_when_asked() -> None:
    with speaking("ti"):
        assert second_calendar(NOVEMBER, tigrinya=True) == "13 ሕዳር 2019 ብኣቆጻጽራ ግእዝ"


def test_every_language_prints_its_days_with_ascii_digits() -> None:
    for tag in LANGUAGES:
        with speaking(tag):
            assert "22" in day_words(NOVEMBER)
            assert "2026" in day_words(NOVEMBER)


def test_the_uk_date_is_day_month_year() -> None:
    assert numeric_date(date(2026, 2, 3)) == "03/02/2026"


def test_a_late_summer_evening_in_utc_is_tomorrow_in_london() -> None:
    moment = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert day_words(moment) == "Thursday 2 July 2026"
    assert clock_words(moment) == "12:30 at night"


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(NaiveTime):
        day_words(datetime(2026, 7, 1, 23, 30))  # noqa: DTZ001 - the fault under test


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (time(0, 5), "12:05 at night"),
        (time(4, 59), "4:59 at night"),
        (time(5, 0), "5:00 in the morning"),
        (time(9, 0), "9:00 in the morning"),
        (time(12, 0), "12:00 in the afternoon"),
        (time(17, 59), "5:59 in the afternoon"),
        (time(18, 0), "6:00 in the evening"),
        (time(22, 0), "10:00 at night"),
    ],
)
def test_a_time_says_its_part_of_the_day(clock: time, words: str) -> None:
    assert clock_words(clock) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (22, "today"),
        (23, "tomorrow"),
        (21, "yesterday"),
        (25, "in 3 days"),
        (20, "2 days ago"),
    ],
)
def test_how_far_a_day_is(day: int, words: str) -> None:
    assert in_days(date(2026, 11, day), NOVEMBER) == words
