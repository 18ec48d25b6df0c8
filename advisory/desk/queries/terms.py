"""The termbase as a table: every English term beside how one language says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.foundation.access import Hat
from advisory.languages.registry import LANGUAGES
from advisory.words import queries as words
from advisory.words.models import Term


@dataclass(frozen=True)
class Row:
    """`said` is none while nobody has said anything about the term in this language."""

    english: Term
    said: Term | None

    @property
    def as_typed(self) -> dict[str, str]:
        """What a form begins with."""
        if self.said is None:
            return {}
        return {
            "preferred": self.said.preferred,
            "allowed": "\n".join(self.said.allowed),
            "never": "\n".join(self.said.never),
            "note": self.said.note,
        }


def table(session: Session, board_id: UUID, tag: str) -> list[Row]:
    """By the English."""
    english = words.terms_of(session, board_id, "en")
    said = {term.english: term for term in words.terms_of(session, board_id, tag)}
    return [Row(term, said.get(term.english)) for term in english]


def row(session: Session, board_id: UUID, term_id: UUID, tag: str) -> Row | None:
    """By the id of its English; none on another board."""
    return next((row for row in table(session, board_id, tag) if row.english.id == term_id), None)


def languages(session: Session, hat: Hat) -> Sequence[str]:
    """English, then the board's, then what this person knows besides."""
    opened = [language.tag for language, _draft in words.opened_languages(session, hat.board_id)]
    known = [tag for tag in hat.speaks if tag in LANGUAGES]
    return list(dict.fromkeys(["en", *opened, *known]))
