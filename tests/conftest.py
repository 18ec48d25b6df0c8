"""What every test may ask for. `--database` says which kind of database the session runs on."""

import os
import warnings
from collections.abc import Iterator
from contextlib import ExitStack

import hypothesis
import pytest
from flask import Flask
from sqlalchemy.orm import Session

import config
from advisory.app.front_door import open_doors
from advisory.app.schema import whole_schema
from advisory.foundation.database import Database
from advisory.foundation.keys import make_keys
from advisory.foundation.printing import can_make_pdf
from advisory.languages.catalogues import reading_from
from tests.browser import Browser
from tests.databases import KINDS, SERVER, NoServer, fresh_database, postgresql_server
from tests.real_words import NotHere
from tests.real_words import folder as real_texts

# A slow machine proves nothing about an example.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

DATABASES = {"database_url", "another_database_url"}
NEEDS = {"real_texts": lambda: real_texts().is_dir(), "pango": can_make_pdf}
"""What a marked test cannot do without, and whether it is on this machine."""
SERVER_OF_THE_SESSION = pytest.StashKey[ExitStack]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=KINDS, default="sqlite", help="the kind of database to test on"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Starts the PostgreSQL server once, before the workers, who inherit its address."""
    is_worker = hasattr(config, "workerinput")
    if is_worker or config.getoption("database") != "postgresql":
        return
    stack = ExitStack()
    config.stash[SERVER_OF_THE_SESSION] = stack
    stack.callback(_restore_address, os.environ.get(SERVER))
    try:
        os.environ[SERVER] = stack.enter_context(postgresql_server())
    except NoServer as why:
        raise pytest.UsageError(str(why)) from why


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what would tell nothing new, and what this machine cannot; that is named."""
    idle = [item for item in items if config.getoption("database") != KINDS[0] and _is_once(item)]
    asked_for = {mark.name for item in items for mark in item.iter_markers()} & set(NEEDS)
    lacking = {name for name in asked_for if not NEEDS[name]()}
    blind = [item for item in items if lacking & {mark.name for mark in item.iter_markers()}]
    for item in blind:
        warnings.warn(f"not run without what it needs: {item.nodeid}", NotHere, stacklevel=2)
    config.hook.pytest_deselected(items=[*idle, *blind])
    items[:] = [item for item in items if item not in {*idle, *blind}]


def _is_once(item: pytest.Item) -> bool:
    """Marked so, or without a database at all: asking again on another kind tells nothing new."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("once")) or fixtures.isdisjoint(DATABASES)


def pytest_unconfigure(config: pytest.Config) -> None:
    if (stack := config.stash.get(SERVER_OF_THE_SESSION, None)) is not None:
        stack.close()


def _restore_address(address: str | None) -> None:
    if address is None:
        os.environ.pop(SERVER, None)
    else:
        os.environ[SERVER] = address


@pytest.fixture(scope="session")
def database_kind(pytestconfig: pytest.Config) -> str:
    return str(pytestconfig.getoption("database"))


@pytest.fixture(scope="session")
def database_url(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database for this session, or for this worker of it."""
    with fresh_database(database_kind, tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture
def another_database_url(
    database_kind: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """An empty database for one test: migrations, restores, concurrency."""
    with fresh_database(database_kind, tmp_path_factory.mktemp("database")) as url:
        yield url


# ── Fixtures of the app: its tables, a session per test, a browser that checks every page ────────


@pytest.fixture(autouse=True)
def untranslated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Pages speak English in every language, so that a translator can change a word in peace.

    The walks, and the tests of the catalogues, read the real ones.
    """
    room = request.path.relative_to(request.config.rootpath).parts[1]
    if room in {"walks", "languages", "architecture"}:
        yield
        return
    with reading_from(tmp_path_factory.getbasetemp() / "no-translations"):
        yield


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> config.Settings:
    home = tmp_path_factory.mktemp("home")
    make_keys(home / "keys")
    return config.read(
        {
            "ADVISORY_HOME": str(home),
            "ADVISORY_DATABASE_URL": database_url,
            "ADVISORY_BASE_URL": "http://127.0.0.1:8000",
        }
    )


@pytest.fixture(scope="session")
def app(settings: config.Settings) -> Iterator[Flask]:
    """The whole app on the session's database, built once."""
    app = open_doors(settings)
    app.testing = True
    database: Database = app.extensions["database"]
    whole_schema().create_all(database.engine)
    yield app
    database.engine.dispose()


@pytest.fixture
def database(app: Flask) -> Iterator[Database]:
    """The app's database, emptied after the test."""
    database: Database = app.extensions["database"]
    yield database
    with database.engine.execution_options(writes=True).begin() as connection:
        for table in reversed(whole_schema().sorted_tables):
            connection.execute(table.delete())


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session; `commit(session)` lets other transactions see what it did."""
    with database.writing() as session:
        yield session


@pytest.fixture
def browser(app: Flask, database: Database) -> Browser:
    """A browser without script that checks each page. Commit first what it should see."""
    return Browser(app)
