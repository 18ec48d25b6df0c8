"""A version of a text as the components of words show it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from advisory.words import rules
from advisory.words.models import Text, Version
from advisory.words.queries.reading import show_version
from advisory.words.rules import Provenance

_METHODS = {
    Provenance.ORIGINAL: "original",
    Provenance.GIST: "gist",
    Provenance.TRANSCRIPT: "transcript",
    Provenance.MACHINE: "machine",
    Provenance.CHECKED: "human",
    Provenance.NOT_CHECKED: "human",
}


@dataclass(frozen=True)
class Said:
    """A version as the components of words want it."""

    text: str
    lang: str
    dir: str
    method: str
    status: str
    provenance: Provenance
    contested_at: datetime | None
    changed_on: date | None = None
    """Since when it is out of date."""


def said(session: Session, version: Version) -> Said:
    shown = show_version(session, version)
    checked = shown.provenance in {Provenance.CHECKED, Provenance.ORIGINAL}
    status = "checked" if checked else "to_check"
    return Said(
        text=shown.body,
        lang=shown.language,
        dir=shown.direction,
        method=_METHODS[shown.provenance],
        status="out_of_date" if shown.out_of_date else status,
        provenance=shown.provenance,
        contested_at=shown.contested_at,
        changed_on=shown.changed_on,
    )


def written_and_english(session: Session, text: Text) -> tuple[Said, Said | None]:
    """The same of what may have been spoken: what a voice says stands for it."""
    first, english = rules.written(text), rules.english(text)
    other = english if english is not None and english is not first else None
    return said(session, first), said(session, other) if other else None


def original_and_english(session: Session, text: Text) -> tuple[Said, Said | None]:
    original, english = rules.original(text), rules.english(text)
    other = english if english is not None and english is not original else None
    return said(session, original), said(session, other) if other else None
