"""Opens the database with everything the rooms find in it: keys, the way out, the address."""

from sqlalchemy.exc import OperationalError

import config
from advisory.app import schema
from advisory.foundation.database import Database
from advisory.foundation.keys import make_keys, read_keys
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


def open_current_database(settings: config.Settings | None = None) -> Database:
    """As open_database, and its tables are those of this version of the product."""
    settings = settings or config.read()
    database = open_database(settings)
    try:
        current = schema.is_current(database.engine)
    except OperationalError as why:
        raise NotReady("The database does not answer: see ADVISORY_DATABASE_URL.") from why
    if not current:
        raise NotReady("The database is not of this version: run `advisory migrate`.")
    return database


def make_missing_keys(settings: config.Settings) -> None:
    """Only where nobody is harmed by new keys: in production `advisory keys make` is asked for."""
    if not settings.production:
        make_keys(settings.keys_folder)
