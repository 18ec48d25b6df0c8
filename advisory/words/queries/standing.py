"""How the set stands: what members read, what waits, and what is missing in which language."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.languages.registry import LANGUAGES, Language
from advisory.languages.safety import message_of
from advisory.words import rules
from advisory.words.models import Edition, Status, Text, TextKind
from advisory.words.queries.reading import opened_languages
from advisory.words.queries.sets import (
    authors_since,
    edition_wordings,
    newest_edition,
    set_texts,
)


@dataclass(frozen=True)
class SetLine:
    """One text. `changes` is empty when members read this wording already."""

    name: str
    kind: TextKind
    english: str
    revision: int
    text: Text | None
    """None while it stands as it came with the product."""
    changes: Sequence[rules.Piece]


@dataclass(frozen=True)
class Lack:
    """A language in which texts of the set are not ready: how many, and how far each is."""

    language: Language
    is_opened: bool
    names: Sequence[str]
    states: Mapping[Status, int]


@dataclass(frozen=True)
class Standing:
    lines: Sequence[SetLine]
    lacks: Sequence[Lack]
    edition: Edition | None
    is_new: bool
    seen: str
    authors: frozenset[UUID | None]
    """Who wrote English that is not published: another person publishes it."""

    @property
    def missing(self) -> list[Lack]:
        """What keeps the set from being published."""
        return [lack for lack in self.lacks if lack.is_opened]

    @property
    def later(self) -> list[Lack]:
        """Languages that cannot be opened before these are published."""
        return [lack for lack in self.lacks if not lack.is_opened]

    def line(self, name: str) -> SetLine | None:
        return next((line for line in self.lines if line.name == name), None)


def standing(session: Session, board_id: UUID) -> Standing:
    """The same number of queries for one changed text and for all of them."""
    texts = set_texts(session, board_id)
    edition = newest_edition(session, board_id)
    before = edition_wordings(session, edition)
    opened = [language.tag for language, _draft in opened_languages(session, board_id)]
    written = authors_since(session, rules.published_revisions(texts, before))
    shown = {name: row.body for (name, tag), row in before.items() if tag == "en"}
    return Standing(
        lines=[_line(name, texts.get(name), shown.get(name)) for name in rules.SET],
        lacks=_lacks(texts, opened),
        edition=edition,
        is_new=rules.is_new(texts, before),
        seen=rules.fingerprint(texts),
        authors=frozenset(row.translator_id for row in written),
    )


def _line(name: str, text: Text | None, published: str | None) -> SetLine:
    shipped = message_of(name)
    english = (rules.original(text).body or "") if text else shipped
    shown = shipped if published is None else published
    return SetLine(
        name=name,
        kind=rules.SET[name],
        english=english,
        revision=text.revision if text else 1,
        text=text,
        changes=() if english == shown else rules.word_changes(shown, english),
    )


def _lacks(texts: Mapping[str, Text], opened: Sequence[str]) -> list[Lack]:
    order = [*opened, *(tag for tag in LANGUAGES if tag not in opened)]
    lacking = rules.lacking(texts, order)
    return [
        Lack(LANGUAGES[tag], tag in opened, names, _states(texts, names, tag))
        for tag, names in lacking.items()
    ]


def _states(texts: Mapping[str, Text], names: Sequence[str], tag: str) -> Mapping[Status, int]:
    return Counter(
        version.status
        for name in names
        for version in texts[name].versions
        if version.language == tag
    )
