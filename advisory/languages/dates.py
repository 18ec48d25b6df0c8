"""Days and times as people read them: London's, with ASCII digits, never a bare number."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date

from advisory.languages.calendars import Day, ethiopian, solar_hijri
from advisory.languages.catalogues import counted_for_public, current, for_public
from advisory.languages.registry import SecondCalendar

LONDON = ZoneInfo("Europe/London")

_PLAIN = "EEEE d MMMM y"
# Our own order of words where CLDR's is weak or puts the numbers where they can be misread.
_PATTERNS = {
    "ar": "EEEE، d MMMM y",
    "ur": "EEEE، d MMMM y",
    "ti": "EEEE፣ d MMMM y",
    "am": "EEEE፣ d MMMM y",
    "sq": "EEEE, d MMMM y",
    "vi": "EEEE, d MMMM, y",
    "tr": "d MMMM y EEEE",
    "bn": "EEEE, d MMMM y",
    "uk": "EEEE, d MMMM y",
    "es": "EEEE, d 'de' MMMM 'de' y",
    "pt": "EEEE, d 'de' MMMM 'de' y",
}

_MONTHS: dict[SecondCalendar, tuple[str, ...]] = {
    "solar_hijri_iran": (
        *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
        *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
    ),
    "solar_hijri_afghan": (
        *("حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله"),
        *("میزان", "عقرب", "قوس", "جدی", "دلو", "حوت"),
    ),
    "solar_hijri_pashto": (
        *("وری", "غویی", "غبرګولی", "چنګاښ", "زمری", "وږی"),
        *("تله", "لړم", "لیندۍ", "مرغومی", "سلواغه", "کب"),
    ),
    "levantine_months": (
        *("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران"),
        *("تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"),
    ),
}
_ETHIOPIAN_MONTHS = {
    "am": (
        *("መስከረም", "ጥቅምት", "ኅዳር", "ታኅሣሥ", "ጥር", "የካቲት"),
        *("መጋቢት", "ሚያዝያ", "ግንቦት", "ሰኔ", "ሐምሌ", "ነሐሴ", "ጳጉሜን"),
    ),
    "ti": (
        *("መስከረም", "ጥቅምቲ", "ሕዳር", "ታሕሳስ", "ጥሪ", "ለካቲት"),
        *("መጋቢት", "ሚያዝያ", "ግንቦት", "ሰነ", "ሓምለ", "ነሓሰ", "ጳጉሜን"),
    ),
}
# Said after the year, so that nobody takes it for the UK date.
_ERA = {
    "fa": "هجری شمسی",
    "fa-AF": "هجری شمسی",
    "ps": "هجري لمریز",
    "am": "ዓ.ም.",
    "ti": "ብኣቆጻጽራ ግእዝ",
}

# Translators: A time on a twelve-hour clock; %(time)s is like 9:00.
_MORNING = for_public("%(time)s in the morning")
# Translators: A time from 12:00 to 5:59 in the afternoon; %(time)s is like 3:00.
_AFTERNOON = for_public("%(time)s in the afternoon")
# Translators: A time from 6:00 to 9:59 in the evening; %(time)s is like 7:30.
_EVENING = for_public("%(time)s in the evening")
# Translators: A time from 10:00 at night to 4:59; %(time)s is like 11:00.
_NIGHT = for_public("%(time)s at night")

# Translators: Said after a date.
_TODAY = for_public("today")
# Translators: Said after a date.
_TOMORROW = for_public("tomorrow")
# Translators: Said after a date.
_YESTERDAY = for_public("yesterday")
# Translators: Said after a date; %(num)s is 2 or more.
_IN_DAYS = counted_for_public("in %(num)s day", "in %(num)s days")
# Translators: Said after a date; %(num)s is 2 or more.
_DAYS_AGO = counted_for_public("%(num)s day ago", "%(num)s days ago")


class NaiveTime(ValueError):
    """Raised for a datetime that does not say in which zone it is."""


def london(moment: datetime) -> datetime:
    """A moment on London's clock. Raises NaiveTime."""
    if moment.tzinfo is None:
        raise NaiveTime(moment.isoformat())
    return moment.astimezone(LONDON)


def _day_of(day: date) -> date:
    return london(day).date() if isinstance(day, datetime) else day


def day_words(day: date) -> str:
    """Weekday, day, month and year in the current language. A datetime is read in London."""
    spoken = current()
    return format_date(_day_of(day), _PATTERNS.get(spoken.tag, _PLAIN), locale=spoken.babel)


def numeric_date(day: date) -> str:
    """The UK's dd/mm/yyyy. A datetime is read in London."""
    return _day_of(day).strftime("%d/%m/%Y")


def second_calendar(day: date, *, tigrinya: bool = False) -> str | None:
    """The day in the current language's other calendar, None where it has none.

    Tigrinya has one only when asked for: Ethiopian in Ethiopia, not in Eritrea.
    """
    spoken = current()
    day = _day_of(day)
    if spoken.second_calendar is None or (spoken.tag == "ti" and not tigrinya):
        return None
    if spoken.second_calendar == "ethiopian":
        return _said(ethiopian(day), _ETHIOPIAN_MONTHS[spoken.tag], _ERA[spoken.tag])
    months = _MONTHS[spoken.second_calendar]
    if spoken.second_calendar == "levantine_months":
        return _said((day.year, day.month, day.day), months, "")
    return _said(solar_hijri(day), months, _ERA[spoken.tag])


def _said(day: Day, months: tuple[str, ...], era: str) -> str:
    year, month, day_of_month = day
    return f"{day_of_month} {months[month - 1]} {year} {era}".rstrip()


def clock_words(at: time | datetime) -> str:
    """A time with its part of the day, like "9:00 in the morning". A datetime is London's."""
    clock = london(at).time() if isinstance(at, datetime) else at
    return _part_of_day(clock.hour) % {"time": f"{clock.hour % 12 or 12}:{clock.minute:02}"}


def _part_of_day(hour: int) -> str:
    if 5 <= hour < 12:
        return _MORNING
    if 12 <= hour < 18:
        return _AFTERNOON
    return _EVENING if 18 <= hour < 22 else _NIGHT


def in_days(day: date, today: date) -> str:
    """How far a day is: today, tomorrow, in 3 days, 2 days ago."""
    days = (_day_of(day) - _day_of(today)).days
    near = {0: _TODAY, 1: _TOMORROW, -1: _YESTERDAY}.get(days)
    if near is not None:
        return str(near)
    return _IN_DAYS.of(days) if days > 0 else _DAYS_AGO.of(-days)


def month_of(moment: datetime) -> datetime:
    """The beginning of its month, in UTC: all that is left of a moment that was forgotten."""
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
