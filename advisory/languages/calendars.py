"""A day in the Ethiopian and the Solar Hijri calendar, by arithmetic."""

from datetime import date

_JULIAN_DAY_OF_ORDINAL_ZERO = 1721425
_ETHIOPIAN_EPOCH = 1723856
_DAYS_IN_FOUR_YEARS = 1461
_DAYS_IN_33_YEARS = 12053
_LONG_MONTHS_DAYS = 186

Day = tuple[int, int, int]


def ethiopian(day: date) -> Day:
    """Year, month (13 of them) and day of the month."""
    cycles, rest = divmod(
        day.toordinal() + _JULIAN_DAY_OF_ORDINAL_ZERO - _ETHIOPIAN_EPOCH, _DAYS_IN_FOUR_YEARS
    )
    leap_day = rest // (_DAYS_IN_FOUR_YEARS - 1)
    day_of_year = rest % 365 + 365 * leap_day
    year = 4 * cycles + rest // 365 - leap_day
    return year, day_of_year // 30 + 1, day_of_year % 30 + 1


def solar_hijri(day: date) -> Day:
    """Year, month and day by the 33-year cycle, which is right from 2015 to 2045 at least."""
    leap_days = (day.year + 3) // 4 - (day.year + 99) // 100 + (day.year + 399) // 400
    days = 355666 + 365 * day.year + leap_days + day.timetuple().tm_yday
    # The constant counts from the year -1595, so that every number stays positive.
    year, days = -1595 + 33 * (days // _DAYS_IN_33_YEARS), days % _DAYS_IN_33_YEARS
    year, days = year + 4 * (days // _DAYS_IN_FOUR_YEARS), days % _DAYS_IN_FOUR_YEARS
    if days > 365:
        year, days = year + (days - 1) // 365, (days - 1) % 365
    if days < _LONG_MONTHS_DAYS:
        return year, days // 31 + 1, days % 31 + 1
    days -= _LONG_MONTHS_DAYS
    return year, days // 30 + 7, days % 30 + 1
