"""A number is checked again after 31 days."""

from datetime import date, timedelta

from advisory.help.models import HelpNumber

CHECK_EVERY = timedelta(days=31)


def is_checked(number: HelpNumber, on: date) -> bool:
    return number.checked_on is not None and on - number.checked_on <= CHECK_EVERY
