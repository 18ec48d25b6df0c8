"""The tables as migrations make them. Alembic's settings are in pyproject.toml."""

from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData
from sqlalchemy.engine import make_url

import advisory
from advisory.foundation.database import Base

ROOT = Path(__file__).resolve().parents[2]
TABLES_OF_THE_FOUNDATION = ("audit", "browser_sessions", "jobs", "keys")


def whole_schema() -> MetaData:
    """The tables of every room."""
    for name in TABLES_OF_THE_FOUNDATION:
        import_module(f"advisory.foundation.{name}")
    for models in Path(advisory.__path__[0]).glob("*/models*"):
        import_module(f"advisory.{models.parent.name}.models")
    return Base.metadata


def alembic_config(database_url: str) -> Config:
    return Config(toml_file=ROOT / "pyproject.toml", attributes={"database_url": database_url})


def migrate(database_url: str, revision: str = "head") -> None:
    """Brings the tables up to a revision, in one transaction. Makes a SQLite file's folder."""
    path = make_url(database_url).database
    if database_url.startswith("sqlite") and path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(database_url), revision)


def unmigrate(database_url: str, revision: str = "base") -> None:
    command.downgrade(alembic_config(database_url), revision)


def newest() -> str | None:
    """The revision this version of the product needs."""
    return ScriptDirectory.from_config(alembic_config("")).get_current_head()


def known() -> set[str]:
    """The revisions that this version of the product can bring up to its own."""
    return {
        script.revision
        for script in ScriptDirectory.from_config(alembic_config("")).walk_revisions()
    }


def is_current(engine: Engine) -> bool:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest()
