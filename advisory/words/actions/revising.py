"""New words for a text of the board's own, asked one thing: did the meaning change?"""

from datetime import datetime

from sqlalchemy.orm import Session

from advisory.foundation.access import Hat, allow
from advisory.foundation.database import now
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.words import rules
from advisory.words.actions.putting import note, put
from advisory.words.models import Method, Status, Text, Version, Wording

_HAD_WORDS = {Status.CHECKED, Status.TO_CHECK}


def revise_text(
    session: Session,
    text: Text,
    *,
    body: str,
    by: Hat,
    meaning_changed: bool = True,
    due_at: datetime | None = None,
) -> bool:
    """False when it says this already. Never for what a person said: those words stay.

    When the meaning changed, every other version is out of date and anybody may take it.
    """
    allow(text.data_key_id is None and text.board_id == by.board_id)
    first = rules.original(text)
    if clean(body) == first.body:
        return False
    _remember(session, first, first=True)
    text.revision += 1
    first.revision, first.translator_id, first.checker_id = text.revision, by.person_id, None
    put(session, first, body)
    session.add(_wording(first, meaning_changed=meaning_changed))
    if meaning_changed:
        text.meaning_revision, text.meaning_changed_on = text.revision, london(now()).date()
        for version in text.versions:
            _put_out_of_date(session, version, due_at)
    note(session, "revised, new meaning" if meaning_changed else "revised", first, by)
    return True


def _put_out_of_date(session: Session, version: Version, due_at: datetime | None) -> None:
    if version.method is Method.ORIGINAL:
        return
    if version.status is Status.MISSING:
        version.revision, version.due_at = version.text.revision, version.due_at or due_at
        return
    if version.status in _HAD_WORDS:
        _remember(session, version)
        version.status = Status.OUT_OF_DATE
        version.translator_id = version.checker_id = None
        version.asked_at = now()
    version.due_at = version.due_at or due_at


def _remember(session: Session, version: Version, *, first: bool = False) -> None:
    """Keeps the wording that goes. An original's is kept when it comes, but for its very first."""
    if not first or version.revision == 1:
        session.add(_wording(version, meaning_changed=first))


def _wording(version: Version, *, meaning_changed: bool) -> Wording:
    return Wording(
        text_id=version.text.id,
        language=version.language,
        revision=version.revision,
        body=version.body or "",
        meaning_changed=meaning_changed,
        translator_id=version.translator_id,
        checker_id=version.checker_id,
        glossary_revision=version.glossary_revision,
        written_on=london(version.changed_at).date(),
    )
