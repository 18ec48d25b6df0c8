"""How words get into a version: cleaned, sealed when their text has a key, and noted."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from advisory.foundation import audit, keys
from advisory.foundation.access import Hat
from advisory.foundation.database import now
from advisory.languages.text import clean
from advisory.words import queries, rules
from advisory.words.models import Method, Status, Text, Version


def add_version(session: Session, text: Text, language: str, method: Method) -> Version:
    version = Version(
        id=uuid4(),
        language=language,
        direction=rules.direction(language),
        method=method,
        status=Status.MISSING,
        revision=text.revision,
        changed_at=now(),
    )
    text.versions.append(version)
    session.add(version)
    return version


def put(session: Session, version: Version, body: str) -> None:
    body = clean(body)
    version.direction = rules.direction(version.language, body)
    version.changed_at = _day()
    # A version that says "to check" has no words until here: asking for the key must not write it.
    with session.no_autoflush:
        data_key = version.text.data_key
        if data_key is None:
            version.body = body
        else:
            version.sealed = keys.seal(session, data_key, queries.place(version), body)


def _day() -> datetime:
    """Today without the time: what people say keeps no second."""
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


def note(session: Session, what: str, version: Version, by: Hat) -> None:
    # The log outlives the words: of a person's it must not keep the language they were in.
    is_sealed = version.text.data_key_id is not None
    audit.record(
        session,
        what if is_sealed else f"{what}: {version.language}",
        "text",
        version.text_id,
        by=by,
        board_id=by.board_id,
    )
