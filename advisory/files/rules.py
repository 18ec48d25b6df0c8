"""How many files, and what people are told of one that is not taken."""

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from advisory.files.models import File, SoundPart
from advisory.files.ports.decoding import Kind, Remade, Why
from advisory.languages.catalogues import for_public

MOST = {Kind.PICTURE: 3, Kind.SOUND: 1}
TYPES = {Kind.PICTURE: "image/jpeg", Kind.SOUND: "audio/mp4"}

MOST_PART = 64 * 1024
MOST_PARTS = 64
"""Of one recording: far more than two minutes from any phone."""
MOST_RECORDINGS = 3
"""Under one form: the one that is there, one made again, one in another window."""
NAMED = re.compile(r"([0-9a-f]{32})\.([0-9]{1,2})")
"""A recording as its form names it, with how many parts it has."""

NOT_WHOLE = for_public("Your sound did not arrive. Please record it again.")
# Translators: A person may add at most so much to their words.
TOO_MANY = for_public("You can add 3 pictures and 1 sound.")
NOT_KEPT = for_public("We cannot keep this file now. Try again in a minute.")
_NO_PICTURE = for_public("We cannot use this file. Choose a photo.")
_NO_SOUND = for_public("We cannot use this file. Choose a sound.")
_TOLD = {
    Why.TOO_BIG: for_public("This file is too big. Choose a smaller one."),
    Why.TOO_LONG: for_public("This sound is longer than 2 minutes. Choose a shorter one."),
    Why.FILM: for_public("We cannot use a film. Choose a sound."),
}


def told(why: Why, kind: Kind) -> object:
    """The sentence for a person whose file is not taken."""
    return _TOLD.get(why) or (_NO_PICTURE if kind is Kind.PICTURE else _NO_SOUND)


def may_add(there: Iterable[File], adding: Iterable[Kind]) -> bool:
    count = Counter([*(file.kind for file in there), *adding])
    return all(count[kind] <= most for kind, most in MOST.items())


def place_of(file: File) -> str:
    """Where sealed bytes belong: bound into the seal, so that no row can show another's."""
    return f"files.place/{file.id}"


def digest(made: Iterable[Remade]) -> str:
    """Tells the same files from others, for a form that arrives twice; "" without any."""
    return "".join(sha256(one.content).hexdigest()[:16] for one in made)


def part_of(part: SoundPart) -> str:
    """As `place_of`: no part can stand in another's place."""
    return f"sound_parts.sealed/{part.form_token_hash}/{part.recording}/{part.number}"


def named(recording: str) -> tuple[str, int] | None:
    """Which recording, in how many parts; None when a form names none."""
    found = NAMED.fullmatch(recording)
    return (found[1], int(found[2])) if found else None
