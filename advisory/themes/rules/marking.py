"""What may tell who spoke, marked inside the words."""

from collections.abc import Mapping
from dataclasses import dataclass

from advisory.languages.catalogues import for_staff
from advisory.languages.text import ascii_digits
from advisory.themes.rules import telling

TELLING_NAMES: Mapping[str, str] = {
    "telephone": for_staff("a telephone number"),
    "email": for_staff("an e-mail address"),
    "postcode": for_staff("a postcode"),
    "nhs_number": for_staff("an NHS number"),
    "date": for_staff("a date"),
    "name_after_title": for_staff("a name"),
}


@dataclass(frozen=True)
class Piece:
    """A part of a text; `tells` is empty, or says what it may tell ("telephone")."""

    text: str
    tells: str = ""


def marked(text: str) -> list[Piece]:
    """The text cut where something may tell who spoke. Together the pieces are the text."""
    pieces: list[Piece] = []
    end = 0
    for start, stop, kind in sorted(_places(text)):
        if start >= end:
            pieces += [Piece(text[end:start]), Piece(text[start:stop], kind)]
            end = stop
    pieces.append(Piece(text[end:]))
    return [piece for piece in pieces if piece.text]


def _places(text: str) -> list[tuple[int, int, str]]:
    plain = ascii_digits(text)
    places = []
    for found in telling(text):
        start = plain.find(found.piece)
        while start >= 0:
            places.append((start, start + len(found.piece), found.kind))
            start = plain.find(found.piece, start + len(found.piece))
    return places
