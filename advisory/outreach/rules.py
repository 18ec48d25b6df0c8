"""Who helps at a kiosk, when it clears itself, and what a poster says."""

import secrets
from datetime import datetime, timedelta

from advisory.consultations.rules.entering import interpreter

CLEARS_AFTER = timedelta(minutes=10)
"""As on every phone: after so long without a touch nothing of the words is shown."""


def is_idle(touched_at: datetime, at: datetime) -> bool:
    return at - touched_at >= CLEARS_AFTER


def agreed(through: str) -> str:
    """What the timeline says of the yes: who heard it and when stands beside it."""
    return f"agreed aloud: {interpreter(through)}"


MOST_LANGUAGES = 6
"""On one poster; more would be too small to read from the other side of a room."""
MARKS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter or digit that looks like another."""


def new_mark() -> str:
    return "".join(secrets.choice(MARKS) for _ in range(3))


def poster_path(mark: str, tag: str) -> str:
    """Short enough to type from a wall, and for a small QR code."""
    return f"/p/{mark}-{tag}"


def read_poster_path(written: str) -> tuple[str, str]:
    """The poster's mark, and the language of the part that was scanned."""
    mark, _, tag = written.partition("-")
    return mark, tag
