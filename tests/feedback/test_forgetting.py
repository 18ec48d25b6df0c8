"""Erased means erased: nothing of a person can be read in any table, file or log."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from advisory.answers import queries as asked
from advisory.answers.models import Answer, Outcome
from advisory.app.schema import whole_schema
from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.feedback.actions import ending
from advisory.feedback.jobs import forget_old
from advisory.feedback.models import Feedback, State
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Database, commit
from advisory.letters.models import Letter
from advisory.noticeboard import queries as noticeboard_queries
from tests.feedback.story import (
    CANARY,
    NOTED,
    SEALED_NOTES,
    SPOKEN,
    Story,
    every_value,
    notes,
    readable,
)


@pytest.fixture
def erased(session: Session, database: Database) -> Story:
    story = Story(session)
    commit(session)
    assert readable(session) == set()
    assert notes(session, story) == NOTED
    written = {(table, column) for table, column, value in every_value(session) if value}
    assert written >= SEALED_NOTES, "the test sees nothing"
    contribution_id = story.item.contribution_id
    session.rollback()
    with database.transaction() as deleting:
        found = kept.contribution(deleting, contribution_id)
        assert found is not None
        ending.delete_everything(deleting, found)
    session.rollback()
    session.expire_all()
    return story


def test_nothing_can_be_read_in_any_column(session: Session, erased: Story) -> None:
    assert readable(session) == set()


def test_nothing_that_was_sealed_is_left_but_what_kept_somebody_safe(
    session: Session, erased: Story
) -> None:
    sealed = {
        (table, column)
        for table, column, value in every_value(session)
        if isinstance(value, bytes)
        and value
        and (column.startswith("sealed") or column == "wrapped")
    }
    assert sealed == {("concern_log", "sealed"), ("data_keys", "wrapped")}
    live = [v for t, c, v in every_value(session) if (t, c) == ("data_keys", "wrapped") and v]
    assert len(live) == 1


def test_nothing_tells_the_language_the_place_or_the_day(session: Session, erased: Story) -> None:
    session.refresh(erased.item)
    assert erased.item.state is State.DELETED_BY_MEMBER
    assert erased.item.place is None
    told = {
        (table, column)
        for table, column, value in every_value(session)
        if table != "persons" and SPOKEN in str(value).split()
    }
    assert told == set()
    assert erased.item.contribution.made_on.day == 1


def test_the_log_never_names_a_language_or_a_kind(session: Session, erased: Story) -> None:
    about_words = {"feedback", "text", "contribution", "concern"}
    entries = session.scalars(select(AuditEntry).where(AuditEntry.about.in_(about_words)))
    told = {entry.what for entry in entries}
    assert told
    assert not {what for what in told if SPOKEN in what or "allegation" in what}


def test_no_byte_of_the_files_can_be_read(
    session: Session, database: Database, erased: Story
) -> None:
    """Pages in the write-ahead log outlive the rows until the job that tidies has run."""
    session.rollback()
    forget_old(database)
    path = database.engine.url.database
    files = Path(path or "").parent.glob("*.sqlite3*") if _is_file(database) else []
    for file in files:
        assert CANARY.encode() not in file.read_bytes(), file.name


def _is_file(database: Database) -> bool:
    return database.engine.dialect.name == "sqlite"


def test_the_code_the_letters_and_the_asks_lead_nowhere(session: Session, erased: Story) -> None:
    assert contributions.open_by_code(session, erased.digits) is None
    assert asked.asks_of(session, erased.item.contribution_id) == []
    assert asked.commitments_of(session, erased.item.contribution_id) == []
    assert session.scalars(select(Letter).where(Letter.contact_id.is_not(None))).all() == []


def test_a_tombstone_holds_a_number_the_topic_the_month_and_the_outcome(
    session: Session, erased: Story
) -> None:
    row = session.execute(select(Feedback.__table__)).mappings().one()
    told = {name for name, value in row.items() if value not in (None, 0, False, "", row["id"])}
    assert told - {"board_id", "contribution_id"} == {
        *("reference", "state", "column", "kind", "topic_id", "urgency"),
        *("promised_on", "arrived_on", "closed_on"),
    }
    assert {row[name].day for name in ("promised_on", "arrived_on", "closed_on")} == {1}
    for table in ("feedback_events", "dues", "asks", "commitments", "quotes", "legal_holds"):
        assert session.execute(select(whole_schema().tables[table])).all() == [], table
    answered = session.execute(select(Answer.__table__)).mappings().all()
    assert {outcome["outcome"] for outcome in answered} == {Outcome.CHANGE_PLANNED}
    assert {outcome["written_by_id"] for outcome in answered} == {None}
    moments = {answer["written_at"] for answer in answered}
    assert {(at.day, at.hour, at.minute) for at in moments} == {(1, 0, 0)}


def test_a_quote_leaves_the_noticeboard_and_the_notice_stays(
    session: Session, erased: Story
) -> None:
    (notice,) = noticeboard_queries.published(session, erased.board.id)
    session.refresh(notice, ["quotes"])
    assert notice.quotes == []


# ── Every room that holds something of a contribution can forget it ──────────────────────────────

HOLDERS = {"contributions", "data_keys", "texts"}
# Words of the board itself, in the board's own texts.
OWN_WORDS = {"topics", "services", "signposts", "notices", "help_numbers", "away_notes", "closures"}
OWN_WORDS |= {"consultations", "questions", "question_options", "meetings", "agenda_items"}
OWN_WORDS |= {"terms_of_reference", "shows_of_hands"}
# Their second factor has a key of its own; a member of the board has no contribution; no code
# leads to what phones say at a meeting.
NOT_OF_A_PERSON = {"persons", "members", "floors"}


def leads_to_words(table: Table) -> bool:
    return any(key.column.table.name in HOLDERS for key in table.foreign_keys)


def test_each_room_that_holds_something_has_a_forget() -> None:
    rooms = {
        mapper.class_.__module__.split(".")[1]
        for mapper in Feedback.registry.mappers
        if leads_to_words(_table(mapper.local_table))
        and _table(mapper.local_table).name not in OWN_WORDS | NOT_OF_A_PERSON
    }
    assert {"contributions", "words", "answers", "themes", "safeguarding", "feedback"} <= rooms
    for room in sorted(rooms):
        module = "advisory.feedback.actions.ending" if room == "feedback" else _actions(room)
        assert inspect.isfunction(getattr(import_module(module), "forget", None)), room


def _table(found: object) -> Table:
    assert isinstance(found, Table)
    return found


def _actions(room: str) -> str:
    return f"advisory.{room}.actions"
