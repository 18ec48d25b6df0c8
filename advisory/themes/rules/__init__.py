"""What might still tell who spoke: shown to the facilitator before a passage is released."""

import re
from dataclasses import dataclass

from advisory.languages.text import ascii_digits

_TELLING = (
    ("telephone", re.compile(r"(?:\+|\b0)\d[\d\s().-]{7,}\d")),
    ("email", re.compile(r"\S+@\S+\.\S+")),
    ("postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)),
    ("nhs_number", re.compile(r"\b\d{3}\s?\d{3}\s?\d{4}\b")),
    ("date", re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")),
    ("name_after_title", re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+[A-Z]\w+")),
)


@dataclass(frozen=True)
class Telling:
    """Something found that could tell who or where: its kind, and the piece of text."""

    kind: str
    piece: str


def telling(text: str) -> list[Telling]:
    """Advice, never a promise: a person reads before anything is released."""
    plain = ascii_digits(text)
    return [
        Telling(kind, found.group().strip())
        for kind, pattern in _TELLING
        for found in pattern.finditer(plain)
    ]
