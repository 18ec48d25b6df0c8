"""Reading texts: choosing a version, the translators' list, the set, and the termbase."""

from advisory.words.queries.reading import (
    CANNOT_BE_OPENED,
    OPEN_WORK,
    open_work,
    opened_languages,
    place,
    reading,
    show_version,
    shown,
    version,
)
from advisory.words.queries.sets import (
    authors_since,
    edition_wordings,
    editions,
    languages_without_set,
    newest_edition,
    newest_number,
    published,
    set_texts,
    wording_of,
    wordings_of,
)
from advisory.words.queries.standing import Lack, SetLine, Standing, standing
from advisory.words.queries.terms import glossary_revision, terms_of

__all__ = [
    "CANNOT_BE_OPENED",
    "OPEN_WORK",
    "Lack",
    "SetLine",
    "Standing",
    "authors_since",
    "edition_wordings",
    "editions",
    "glossary_revision",
    "languages_without_set",
    "newest_edition",
    "newest_number",
    "open_work",
    "opened_languages",
    "place",
    "published",
    "reading",
    "set_texts",
    "show_version",
    "shown",
    "standing",
    "terms_of",
    "version",
    "wording_of",
    "wordings_of",
]
