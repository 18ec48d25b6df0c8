"""The termbase: how a board says a term in a language, and what it never says."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.foundation.database import take_turns
from advisory.languages.text import clean
from advisory.words import queries, rules
from advisory.words.models import Term


def add_starter_terms(session: Session, *, board_id: UUID) -> None:
    """The English termbase that comes with the product. What is there stays as it is."""
    known = {term.english for term in queries.terms_of(session, board_id, "en")}
    session.add_all(
        Term(
            id=uuid4(),
            board_id=board_id,
            language="en",
            english=english,
            preferred=preferred,
            allowed=[],
            never=list(never),
            note=note,
            revision=1,
        )
        for english, preferred, never, note in rules.starter_terms()
        if english not in known
    )


def set_term(
    session: Session,
    *,
    language: str,
    english: str,
    preferred: str,
    allowed: Iterable[str],
    never: Iterable[str],
    note: str,
    by: Hat,
) -> Term:
    """Adds or changes a term of a language, and makes a new revision of that termbase."""
    take_turns(session, f"terms of {by.board_id} in {language}")
    before = queries.glossary_revision(session, by.board_id, language) or 0
    term = session.scalar(
        select(Term).where(
            Term.board_id == by.board_id, Term.language == language, Term.english == clean(english)
        )
    )
    if term is None:
        term = Term(
            id=uuid4(), board_id=by.board_id, language=language, english=clean(english), revision=0
        )
        session.add(term)
    term.preferred, term.note = clean(preferred), clean(note)
    term.allowed, term.never = _list(allowed), _list(never)
    term.revision, term.changed_by_id = before + 1, by.person_id
    session.flush()
    audit.record(session, f"term changed: {language}", "term", term.id, by=by, board_id=by.board_id)
    return term


def _list(words: Iterable[str]) -> list[str]:
    """Each once, in the order written."""
    return list(dict.fromkeys(word for word in map(clean, words) if word))
