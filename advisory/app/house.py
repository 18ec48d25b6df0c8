"""Opens the database with everything the rooms find in it: keys, the way out, the address."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

import config
from advisory.app import schema
from advisory.foundation.database import Database
from advisory.foundation.keys import (
    DataKey,
    Keyring,
    Purpose,
    SealBroken,
    keyring,
    make_keys,
    read_keys,
    unseal_with,
)
from advisory.letters.ports import MailUrlWrong, choose_post


class NotReady(Exception):
    """Says in one sentence what to do before this can start."""


def open_database(settings: config.Settings | None = None) -> Database:
    """The database of the settings. Raises ConfigurationError, KeysMissing, NotReady."""
    settings = settings or config.read()
    try:
        post = choose_post(settings)
    except MailUrlWrong as why:
        raise config.ConfigurationError(str(why)) from why
    return Database(
        settings.database_url,
        keyring=read_keys(settings.keys_folder),
        post=post,
        base_url=settings.base_url,
    )


@contextmanager
def opened(settings: config.Settings | None = None) -> Iterator[Database]:
    """As open_database, with the tables of this version of the product; closed at the end."""
    settings = settings or config.read()
    database = open_database(settings)
    try:
        _refuse_old_tables(database)
        yield database
    finally:
        database.engine.dispose()


def _refuse_old_tables(database: Database) -> None:
    try:
        current = schema.is_current(database.engine)
    except OperationalError as why:
        raise NotReady("The database does not answer: see ADVISORY_DATABASE_URL.") from why
    if not current:
        raise NotReady("The database is not of this version: run `advisory migrate`.")


def make_missing_keys(settings: config.Settings) -> None:
    """Only where nobody is harmed by new keys: in production `advisory keys make` is asked for."""
    if not settings.production:
        make_keys(settings.keys_folder)


def purposes_that_do_not_open(session: Session) -> list[str]:
    """Whose data keys were wrapped by other keys than those in the folder; one try for each."""
    ring = keyring(session)
    strangers = []
    for purpose in Purpose:
        kept = select(DataKey).where(DataKey.purpose == purpose, DataKey.wrapped.is_not(None))
        data_key = session.scalars(kept.limit(1)).first()
        if data_key is not None and not _opens(ring, data_key):
            strangers.append(purpose.value)
    return strangers


def _opens(ring: Keyring, data_key: DataKey) -> bool:
    place = f"data_keys.wrapped/{data_key.id}"
    try:
        unseal_with(ring.wrapping[data_key.purpose], place, data_key.wrapped or b"")
    except SealBroken:
        return False
    return True
