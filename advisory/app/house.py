"""Opens the database with everything the rooms find in it: keys, the way out, the address."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

import config
from advisory.app import schema
from advisory.app.refusals import NotReady, refuse_unsafe_places
from advisory.files.ports.stores import StoreWrong, choose_store
from advisory.foundation import rotation
from advisory.foundation.database import Database
from advisory.foundation.keys import (
    DataKey,
    Purpose,
    SealBroken,
    keyring,
    make_keys,
    read_keys,
    unseal_with,
    wrapped_place,
)
from advisory.letters.ports import MailUrlWrong, choose_post
from advisory.themes.ports.drafting import DrafterWrong, choose_drafter
from advisory.words.ports import EngineWrong, choose_engine

__all__ = [
    "NO_ANSWER",
    "NotReady",
    "keys_that_do_not_open",
    "make_missing_keys",
    "open_database",
    "opened",
]

NO_ANSWER = "The database does not answer: see ADVISORY_DATABASE_URL."


def open_database(settings: config.Settings | None = None) -> Database:
    """The database of the settings. Raises ConfigurationError, KeysMissing, NotReady."""
    settings = settings or config.read()
    try:
        post = choose_post(settings)
        files = choose_store(settings.files_folder, settings.files_url, settings.files_secret)
        choose_engine(settings)
        choose_drafter(settings)
    except (MailUrlWrong, StoreWrong, EngineWrong, DrafterWrong) as why:
        raise config.ConfigurationError(str(why)) from why
    return Database(
        settings.database_url,
        keyring=read_keys(settings.keys_folder),
        post=post,
        files=files,
        base_url=settings.base_url,
    )


@contextmanager
def opened(
    settings: config.Settings | None = None, *, with_its_keys: bool = True
) -> Iterator[Database]:
    """As open_database, with the tables of this version and its own keys; closed at the end."""
    settings = settings or config.read()
    refuse_unsafe_places(settings)
    database = open_database(settings)
    try:
        _refuse_old_tables(database)
        if with_its_keys:
            _refuse_other_keys(database)
        yield database
    finally:
        database.engine.dispose()


def _refuse_old_tables(database: Database) -> None:
    try:
        current = schema.is_current(database.engine)
    except OperationalError as why:
        raise NotReady(NO_ANSWER) from why
    if not current:
        raise NotReady("The database is not of this version: run `advisory migrate`.")


def make_missing_keys(settings: config.Settings) -> None:
    """Only where nobody is harmed by new keys: in production `advisory keys make` is asked for."""
    if not settings.production:
        make_keys(settings.keys_folder)


def keys_that_do_not_open(session: Session) -> list[str]:
    """Which versions of the wrapping keys are missing here or are others; one try for each."""
    return [
        f"{purpose} {version}"
        for purpose, version in sorted(rotation.in_use(session))
        if not _opens(session, purpose, version)
    ]


def _opens(session: Session, purpose: Purpose, version: int) -> bool:
    kept = select(DataKey).where(
        DataKey.purpose == purpose, DataKey.version == version, DataKey.wrapped.is_not(None)
    )
    data_key = session.scalars(kept.order_by(DataKey.id).limit(1)).one()
    try:
        wrapping = keyring(session).wrapping[purpose].of(version)
        unseal_with(wrapping, wrapped_place(data_key.id), data_key.wrapped or b"")
    except SealBroken:
        return False
    return True


def _refuse_other_keys(database: Database) -> None:
    with database.reading() as session:
        strangers = keys_that_do_not_open(session)
    if strangers:
        raise NotReady(
            f"These keys are missing or not this database's: {', '.join(strangers)}: "
            "put back the key files from your copy."
        )
