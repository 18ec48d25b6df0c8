"""Reading files: what belongs to a form or a contribution, and the opened bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from advisory.files.models import File, SoundPart
from advisory.files.ports.stores import NotThere, store
from advisory.files.rules import named, part_of, place_of
from advisory.foundation import keys
from advisory.foundation.database import now

_IN_ORDER = (File.turn, File.kind, File.position, File.id)


def files_of(session: Session, data_key_id: UUID) -> list[File]:
    """Of one contribution, in the order they came."""
    mine = select(File).where(File.data_key_id == data_key_id)
    return list(session.scalars(mine.order_by(*_IN_ORDER)))


def keys_with_files(session: Session, data_key_ids: Iterable[UUID]) -> dict[UUID, list[File]]:
    """By data key: for lists, in one query."""
    rows = session.scalars(
        select(File).where(File.data_key_id.in_(set(data_key_ids))).order_by(*_IN_ORDER)
    )
    found: dict[UUID, list[File]] = {}
    for row in rows:
        if row.data_key_id is not None:
            found.setdefault(row.data_key_id, []).append(row)
    return found


def files_of_form(session: Session, form_token_hash: str) -> list[File]:
    """Not sent yet."""
    return files_of_forms(session, (form_token_hash,))


def files_of_forms(session: Session, form_token_hashes: Iterable[str]) -> list[File]:
    """The same of several, in one query."""
    mine = File.form_token_hash.in_(set(form_token_hashes))
    waiting = select(File).where(mine, File.ends_at > now())
    return list(session.scalars(waiting.order_by(*_IN_ORDER)))


def file(session: Session, file_id: UUID) -> File | None:
    return session.scalar(select(File).where(File.id == file_id).options(joinedload(File.data_key)))


def content_of(session: Session, row: File) -> bytes:
    """The picture or sound itself. Raises NotThere, keys.SealBroken or keys.Erased."""
    assert row.data_key is not None  # noqa: S101 - it was sent; else its form has the key
    sealed = store(session).read(row.place)
    return keys.unseal_bytes(session, row.data_key, place_of(row), sealed)


def content_of_form(session: Session, row: File, key: bytes) -> bytes:
    """The same before it is sent. Raises NotThere or keys.SealBroken."""
    return keys.unseal_with(key, place_of(row), store(session).read(row.place))


def parts_of_form(
    session: Session, form_token_hash: str, recording: str | None = None
) -> list[SoundPart]:
    """Of its recordings on the way, or of one of them, in their order."""
    mine = SoundPart.form_token_hash == form_token_hash, SoundPart.ends_at > now()
    wanted = select(SoundPart).where(*mine).order_by(SoundPart.recording, SoundPart.number)
    if recording is not None:
        wanted = wanted.where(SoundPart.recording == recording)
    return list(session.scalars(wanted))


def recorded(session: Session, form_token_hash: str, key: bytes, recording: str) -> bytes | None:
    """The sound of a recording that a form names, all its parts in one.

    Empty once it was made a file. None while a part is missing. Raises keys.SealBroken.
    """
    known = named(recording)
    if known is None:
        return None
    parts = parts_of_form(session, form_token_hash, known[0])
    if parts and parts[0].sealed is None:
        return b""
    if [part.number for part in parts] != list(range(known[1])) or not parts:
        return None
    return b"".join(keys.unseal_with(key, part_of(part), part.sealed or b"") for part in parts)


@dataclass(frozen=True)
class Checked:
    """How many open, which do not and why, and how many bytes no row names."""

    opened: int
    troubled: list[tuple[str, str]]
    strangers: int


def check(session: Session) -> Checked:
    """Reads and unseals every file, so that a copy put back proves itself."""
    rows = session.scalars(select(File).options(joinedload(File.data_key)).order_by(File.id)).all()
    troubled = [(row.place, trouble) for row in rows if (trouble := _trouble(session, row))]
    named = {row.place for row in rows}
    lying = sum(place not in named for place, _at in store(session).places())
    return Checked(len(rows) - len(troubled), troubled, lying)


def _trouble(session: Session, row: File) -> str:
    try:
        if row.data_key is None:
            # Not sent yet: only the form has its key. That the bytes are the same can be seen.
            store(session).read(row.place)
        else:
            content_of(session, row)
    except NotThere:
        return "is missing or was changed"
    except keys.SealBroken:
        return "was sealed elsewhere"
    except keys.Erased:
        return "has no key any more"
    return ""


def places(session: Session) -> set[str]:
    return set(session.scalars(select(File.place)))
