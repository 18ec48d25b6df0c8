"""What staff noted before it was sealed (migration 0015) is sealed with the words it is about."""

from pathlib import Path

from click.testing import Result
from sqlalchemy import create_engine, text

from advisory.app import house, schema
from advisory.contributions import queries as kept
from advisory.feedback.actions import ending
from tests.app.conftest import Advisory
from tests.feedback.story import NOTED, Story, notes, readable

BEFORE = "0014"
CLEAR = {
    "asks": ["return_reason"],
    "answers": ["evidence", "source_note", "review_note"],
    "commitments": ["evidence"],
    "legal_holds": ["reason"],
}


def in_the_clear(url: str) -> set[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            value
            for table, columns in CLEAR.items()
            for row in connection.execute(text(f"SELECT {', '.join(columns)} FROM {table}"))  # noqa: S608 - names that stand above
            for value in row
            if value
        }
    engine.dispose()
    return found


def test_old_notes_are_sealed_open_again_and_go_with_the_words(
    ready: str, home: Path, advisory: Advisory
) -> None:
    with house.opened() as database, database.transaction() as session:
        story = Story(session)
    schema.unmigrate(ready, BEFORE)
    assert in_the_clear(ready) == NOTED
    key = home / "keys" / "words.key"
    refused = _without(key, advisory)
    assert (refused.exit_code, key.name in refused.stderr) == (2, True)
    assert in_the_clear(ready) == NOTED
    assert advisory("migrate").exit_code == 0
    with house.opened() as database, database.transaction() as session:
        assert readable(session) == set()
        assert notes(session, story) == NOTED
        found = kept.contribution(session, story.item.contribution_id)
        assert found is not None
        ending.delete_everything(session, found)
    schema.unmigrate(ready, BEFORE)
    assert in_the_clear(ready) == set()
    assert advisory("migrate").exit_code == 0


def _without(key: Path, advisory: Advisory) -> Result:
    away = key.rename(key.with_name("away"))
    refused = advisory("migrate")
    away.rename(key)
    return refused
