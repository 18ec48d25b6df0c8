"""Speaking a text: kept by one person, approved by another, gone with what it was about."""

from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from advisory.files import actions as files
from advisory.files.models import File
from advisory.files.ports.decoding import Remade
from advisory.foundation import audit, keys
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now
from advisory.foundation.keys import DataKey, Purpose
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.sounds import queries, rules
from advisory.sounds.models import Spoken


def keep_spoken(
    session: Session,
    made: Remade,
    *,
    about: str,
    language: str,
    words: str,
    data_key: DataKey | None,
    by: Hat,
) -> Spoken:
    """Replaces what was there. Words for everybody have no key: their sound gets one of its own.

    Raises NotKept when there is no room for it.
    """
    allow(language in {*by.speaks, "en"})
    before = queries.spoken_of(session, by.board_id, about, language)
    if before is not None:
        drop_spoken(session, before, by=by)
        session.flush()
    key = data_key or keys.make_data_key(session, Purpose.WORDS)
    spoken = Spoken(
        id=uuid4(),
        board_id=by.board_id,
        about=about,
        language=language,
        mark=rules.mark_of(keys.keyring(session), words),
        is_open=data_key is None,
        file=files.keep_for_key(session, made, data_key=key),
        made_by_id=by.person_id,
        made_on=london(now()).date(),
    )
    session.add(spoken)
    session.flush()
    _note(session, "spoken", spoken, by)
    return spoken


def approve_spoken(session: Session, spoken: Spoken, *, words: str, by: Hat) -> None:
    """A second person has heard it: it says these words. Raises Impossible when they changed."""
    allow(rules.may_approve(by, spoken))
    if spoken.mark != rules.mark_of(keys.keyring(session), words):
        raise Impossible(for_staff("The words have changed since. It must be spoken again."))
    spoken.approved_by_id, spoken.approved_on = by.person_id, london(now()).date()
    _note(session, "spoken words approved", spoken, by)


def drop_spoken(session: Session, spoken: Spoken, *, by: Hat) -> None:
    """It is not right, or is spoken again."""
    allow(spoken.board_id == by.board_id and spoken.language in {*by.speaks, "en"})
    _note(session, "spoken words dropped", spoken, by)
    file, is_open = spoken.file, spoken.is_open
    session.delete(spoken)
    session.flush()
    if is_open and file.data_key is not None:
        keys.destroy(file.data_key)
    files.delete_file(session, file)


def forget(session: Session, data_key_id: UUID) -> None:
    """What was spoken for one person; the sounds themselves go with their files."""
    mine = select(File.id).where(File.data_key_id == data_key_id)
    session.execute(delete(Spoken).where(Spoken.file_id.in_(mine)))


def _note(session: Session, what: str, spoken: Spoken, by: Hat) -> None:
    # The log outlives an answer: it must not keep the language it was in.
    told = f"{what}: {spoken.language}" if spoken.is_open else what
    audit.record(session, told, "sound", spoken.id, by=by, board_id=by.board_id)
