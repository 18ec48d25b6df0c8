"""A new version of a wrapping key: the data keys are wrapped anew, the words stay as they are.

The new key file is there before the first data key moves, and the old one until `retire` finds
nothing under it; whoever runs meanwhile opens both. Killed half-way, the next run goes on.
"""

import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.database import Database
from advisory.foundation.keys import (
    DataKey,
    Purpose,
    SealBroken,
    key_file,
    keyring,
    make_next_version,
    seal_with,
    unseal_with,
    versions_of,
    wrapped_place,
)

BATCH = 50
"""Data keys in one transaction: short enough that nobody who writes notices."""
REST = timedelta(minutes=10)
"""Longer than any request: whoever took the old key to wrap with has ended."""


class StillNeeded(Exception):
    """Says in one sentence why a version cannot be removed yet."""


def in_use(session: Session) -> dict[tuple[Purpose, int], int]:
    """How many living data keys each version of each purpose wraps."""
    living = (
        select(DataKey.purpose, DataKey.version, func.count())
        .where(DataKey.wrapped.is_not(None))
        .group_by(DataKey.purpose, DataKey.version)
    )
    return {(purpose, version): count for purpose, version, count in session.execute(living)}


def unfinished(session: Session) -> list[Purpose]:
    """Purposes of which a rotation was begun and not ended."""
    wrapping = keyring(session).wrapping
    return sorted(
        {purpose for purpose, version in in_use(session) if version < wrapping[purpose].newest()[0]}
    )


def begin(folder: Path, purposes: list[Purpose]) -> None:
    for purpose in purposes:
        make_next_version(folder, purpose)


def rewrap(database: Database, purpose: Purpose) -> tuple[int, list[UUID]]:
    """Wraps everything under the newest version. How many moved, and which do not open."""
    moved, broken = 0, []
    last = UUID(int=0)
    while True:
        with database.transaction() as session:
            batch = _older(session, purpose, last)
            for data_key in batch:
                try:
                    moved += _wrap_anew(session, data_key)
                except SealBroken:
                    broken.append(data_key.id)
        if not batch:
            break
        last = batch[-1].id
    with database.transaction() as session:
        audit.record(session, f"keys_rotated: {purpose}", "key", None, role="operator")
    return moved, broken


def _older(session: Session, purpose: Purpose, after: UUID) -> list[DataKey]:
    version, _key = keyring(session).wrapping[purpose].newest()
    return list(
        session.scalars(
            select(DataKey)
            .where(
                DataKey.purpose == purpose,
                DataKey.version < version,
                DataKey.wrapped.is_not(None),
                DataKey.id > after,
            )
            .order_by(DataKey.id)
            .limit(BATCH)
        )
    )


def _wrap_anew(session: Session, data_key: DataKey) -> int:
    wrapping, place = keyring(session).wrapping[data_key.purpose], wrapped_place(data_key.id)
    key = unseal_with(wrapping.of(data_key.version), place, data_key.wrapped or b"")
    version, newest = wrapping.newest()
    # Compared again while it is written: a key destroyed meanwhile must not come back.
    changed = session.execute(
        update(DataKey)
        .where(DataKey.id == data_key.id, DataKey.wrapped == data_key.wrapped)
        .values(version=version, wrapped=seal_with(newest, place, key))
        .returning(DataKey.id)
        .execution_options(synchronize_session=False)
    )
    return len(changed.all())


def retire(database: Database, folder: Path, purpose: Purpose) -> list[int]:
    """Removes the files of older versions that wrap nothing. Raises StillNeeded."""
    versions = versions_of(folder, purpose)
    _number, newest = versions[-1]
    old = [number for number, _path in versions[:-1]]
    if old and time.time() - newest.stat().st_mtime < REST.total_seconds():
        minutes = REST // timedelta(minutes=1)
        raise StillNeeded(
            f"The new {purpose} key is younger than {minutes} minutes, and somebody may still be "
            "writing with the old one: try again then."
        )
    with database.transaction() as session:
        if database.engine.dialect.name == "postgresql":
            session.execute(text("LOCK TABLE data_keys IN SHARE ROW EXCLUSIVE MODE"))
        wrapped = in_use(session)
        for number in old:
            if count := wrapped.get((purpose, number)):
                raise StillNeeded(
                    f"Version {number} of the {purpose} key still wraps {count} data keys: "
                    f"run `advisory keys rotate --purpose {purpose}` first."
                )
        for number in old:
            key_file(folder, purpose, number).unlink()
            audit.record(session, f"key_retired: {purpose}", "key", None, role="operator")
    return old
