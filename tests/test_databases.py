"""The tests' own floor: each session and each test gets the kind of database it asked for."""

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.databases import SERVER, NoServer, postgresql_server


def test_the_session_runs_on_the_kind_of_database_asked_for(
    database_kind: str, database_url: str
) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        assert connection.dialect.name == database_kind
    engine.dispose()


def test_another_database_is_empty_and_ones_own(
    database_url: str, another_database_url: str
) -> None:
    assert another_database_url != database_url
    engine = create_engine(another_database_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))
    engine.dispose()


def test_a_server_that_does_not_answer_is_named_not_skipped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(SERVER, "postgresql://nobody@127.0.0.1:1/nowhere")
    with pytest.raises(NoServer, match="does not answer"), postgresql_server():
        pass
