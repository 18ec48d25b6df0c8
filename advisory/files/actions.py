"""Keeping files: sealed, stored, and only then a row. Forgetting: the row, then the bytes."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from advisory.files import queries, rules
from advisory.files.models import File, SoundPart
from advisory.files.ports.decoding import Remade
from advisory.files.ports.stores import NotKept, store
from advisory.foundation import keys
from advisory.foundation.access import Impossible
from advisory.foundation.database import now
from advisory.foundation.keys import DataKey
from advisory.languages.dates import london

_UNNEEDED = "unneeded files"


def keep_for_form(
    session: Session,
    made: Iterable[Remade],
    *,
    form_token_hash: str,
    key: bytes,
    ends_at: datetime,
) -> list[File]:
    """Files that wait with the words of a draft, sealed under the form's key.

    Raises Impossible when there are too many, NotKept when the store is full.
    """
    there = queries.files_of_form(session, form_token_hash)
    adding = list(made)
    if not rules.may_add(there, [one.kind for one in adding]):
        raise Impossible(rules.TOO_MANY)
    for row in there:
        row.ends_at = ends_at
    kept = []
    for position, one in enumerate(adding, start=len(there)):
        row = _row(one, position)
        row.form_token_hash, row.ends_at = form_token_hash, ends_at
        _put(session, row, keys.seal_with(key, rules.place_of(row), one.content))
        kept.append(row)
    return kept


def give(
    session: Session, *, form_token_hash: str, key: bytes, data_key: DataKey, turn: int
) -> list[File]:
    """What waited with a form belongs to a contribution now: sealed anew under its key."""
    waiting = queries.files_of_form(session, form_token_hash)
    for row in waiting:
        content = queries.content_of_form(session, row, key)
        _remove_after(session, row.place)
        _put(session, row, keys.seal_bytes(session, data_key, rules.place_of(row), content))
        row.data_key, row.turn = data_key, turn
        row.form_token_hash = row.ends_at = None
    return waiting


def keep_for_key(session: Session, made: Remade, *, data_key: DataKey) -> File:
    """One that is ours: of no turn. Raises NotKept when the store is full."""
    row = _row(made, 0)
    row.data_key = data_key
    _put(session, row, keys.seal_bytes(session, data_key, rules.place_of(row), made.content))
    session.flush()
    return row


def delete_file(session: Session, row: File) -> None:
    """The person takes one back: gone from the table, and from the store when that is sure."""
    session.delete(row)
    _remove_after(session, row.place)


def forget(session: Session, data_key_id: UUID) -> None:
    """All of one contribution. Its key was destroyed first, so nobody can read what lingers."""
    for row in queries.files_of(session, data_key_id):
        delete_file(session, row)


def forget_old(session: Session) -> None:
    """Files and parts of sound that waited with a form whose 24 hours are over."""
    for row in session.scalars(select(File).where(File.ends_at < now())).all():
        delete_file(session, row)
    session.execute(delete(SoundPart).where(SoundPart.ends_at < now()))


class NotTheSame(Exception):
    """A part of a recording is not what its sender says it is, or another is in its place."""


def keep_part(
    session: Session,
    content: bytes,
    *,
    recording: str,
    number: int,
    digest: str,
    form_token_hash: str,
    key: bytes,
    ends_at: datetime,
) -> None:
    """Keeps one part of a recording, whatever its order; the same again changes nothing.

    `digest` is its SHA-256. Raises NotTheSame, or Impossible when a form brings too much.
    """
    if sha256(content).hexdigest() != digest:
        raise NotTheSame
    there = queries.parts_of_form(session, form_token_hash)
    mine = {part.number: part for part in there if part.recording == recording}
    if (before := mine.get(number)) is not None:
        if before.sealed is not None and _content(before, key) != content:
            raise NotTheSame
        return
    others = {part.recording for part in there} - {recording}
    too_much = len(content) > rules.MOST_PART or number >= rules.MOST_PARTS
    if too_much or len(others) >= rules.MOST_RECORDINGS or _is_used(mine):
        raise Impossible(rules.TOO_MANY)
    part = SoundPart(
        id=uuid4(),
        form_token_hash=form_token_hash,
        recording=recording,
        number=number,
        ends_at=ends_at,
    )
    part.sealed = keys.seal_with(key, rules.part_of(part), content)
    session.add(part)
    session.flush()


def _content(part: SoundPart, key: bytes) -> bytes:
    return keys.unseal_with(key, rules.part_of(part), part.sealed or b"")


def _is_used(parts: dict[int, SoundPart]) -> bool:
    return any(part.sealed is None for part in parts.values())


def drop_recording(session: Session, form_token_hash: str, recording: str) -> None:
    """The person takes it back before sending, or records it again."""
    mine = SoundPart.form_token_hash == form_token_hash
    session.execute(delete(SoundPart).where(mine, SoundPart.recording == recording))


def use_recording(session: Session, form_token_hash: str, recording: str) -> None:
    """It is a file now: its parts go, and a mark stays for the form that comes again."""
    known = rules.named(recording)
    for part in queries.parts_of_form(session, form_token_hash, known[0]) if known else ():
        part.sealed = None
        if part.number:
            session.delete(part)


def _row(made: Remade, position: int) -> File:
    return File(
        id=uuid4(),
        kind=made.kind,
        turn=0,
        position=position,
        width=made.width,
        height=made.height,
        seconds=made.seconds,
        made_on=london(now()).date(),
    )


def _put(session: Session, row: File, sealed: bytes) -> None:
    """The bytes are safe before the row says so: a kill leaves bytes that nobody names."""
    row.place, row.sealed_size = store(session).put(sealed), len(sealed)
    session.add(row)


def _remove_after(session: Session, place: str) -> None:
    """Not before the transaction is sure; what cannot be removed then, the sweeper removes."""
    if _UNNEEDED not in session.info:
        session.info[_UNNEEDED] = []
        event.listen(session, "after_commit", _remove_unneeded)
        event.listen(session, "after_rollback", _keep_all)
    session.info[_UNNEEDED].append(place)


def _remove_unneeded(session: Session) -> None:
    for place in session.info[_UNNEEDED]:
        with suppress(NotKept):
            store(session).remove(place)
    session.info[_UNNEEDED].clear()


def _keep_all(session: Session) -> None:
    session.info[_UNNEEDED].clear()


def sweep(session: Session, *, before: datetime) -> int:
    """Removes bytes that no row names and that came before a time; returns how many.

    A write that was cut off left them, or a removal that did not succeed.
    """
    kept, named = store(session), queries.places(session)
    strangers = [place for place, at in kept.places() if at < before and place not in named]
    for place in strangers:
        kept.remove(place)
    return len(strangers)
