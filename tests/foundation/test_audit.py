"""The log of what was done cannot be quietly edited."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.audit import AuditEntry, AuditHead, entry_hash, first_broken_entry
from advisory.foundation.database import Database, commit, now


def some_entries(session: Session, count: int = 5) -> None:
    for number in range(count):
        audit.record(session, f"step {number}", "feedback", uuid4(), role="facilitator")
    commit(session)


def test_an_untouched_chain_is_whole(session: Session) -> None:
    some_entries(session)
    assert first_broken_entry(session) is None


def test_an_edited_entry_is_named(session: Session) -> None:
    some_entries(session)
    session.execute(update(AuditEntry).where(AuditEntry.number == 3).values(what="nothing"))
    assert first_broken_entry(session) == 3


@pytest.mark.parametrize("number", [1, 3])
def test_a_missing_entry_is_named(session: Session, number: int) -> None:
    some_entries(session)
    session.execute(delete(AuditEntry).where(AuditEntry.number == number))
    assert first_broken_entry(session) == number + 1


def test_a_cut_end_is_noticed(session: Session) -> None:
    some_entries(session)
    session.execute(delete(AuditEntry).where(AuditEntry.number == 5))
    assert first_broken_entry(session) == 5


def test_what_is_rolled_back_leaves_no_entry(database: Database) -> None:
    with database.writing() as session:
        audit.record(session, "never", "feedback", None)
        session.rollback()
    with database.writing() as session:
        some_entries(session, 1)
        assert [entry.what for entry in session.scalars(select(AuditEntry))] == ["step 0"]


def test_an_anonymous_act_keeps_no_second(session: Session) -> None:
    audit.record(session, "arrived", "feedback", None, coarse=True)
    commit(session)
    at = session.scalars(select(AuditEntry)).one().at
    assert (at.hour, at.minute, at.second) == (0, 0, 0)


FORGED: dict[str, object] = {
    "at": now() - timedelta(days=1),
    "board_id": uuid4(),
    "person_id": uuid4(),
    "role": "administrator",
    "what": "nothing",
    "about": "code",
    "about_id": uuid4(),
}


@pytest.mark.parametrize("column", list(FORGED))
def test_no_column_of_an_entry_can_be_edited(session: Session, column: str) -> None:
    some_entries(session)
    forged = {column: FORGED[column]}
    session.execute(update(AuditEntry).where(AuditEntry.number == 3).values(forged))
    session.expire_all()
    assert first_broken_entry(session) == 3


def test_an_entry_taken_out_is_noticed_when_the_rest_is_chained_anew(session: Session) -> None:
    some_entries(session)
    kept = [row for row in session.scalars(select(AuditEntry)) if row.number != 3]
    session.execute(delete(AuditEntry).where(AuditEntry.number == 3))
    previous = ""
    for entry in sorted(kept, key=lambda row: row.number):
        entry.hash = previous = entry_hash(previous, entry)
    session.execute(update(AuditHead).values(hash=previous))
    assert first_broken_entry(session) == 4
