"""What every test may ask for. `--database` says which kind of database the session runs on."""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from hypothesis import settings

from tests.databases import KINDS, SERVER, NoServer, fresh_database, postgresql_server

# A slow machine proves nothing about an example.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

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
