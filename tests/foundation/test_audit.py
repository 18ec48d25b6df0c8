"""The log of what was done cannot be quietly edited."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
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


ENTRIES = 12
numbers = st.integers(min_value=1, max_value=ENTRIES)
tampering = st.one_of(
    st.tuples(st.just("edit"), numbers, st.sampled_from(sorted(FORGED))),
    st.tuples(st.just("delete"), numbers, st.none()),
    st.tuples(st.just("swap"), numbers, numbers),
    st.tuples(st.just("insert"), numbers, st.booleans()),
    st.tuples(st.just("cut"), numbers, st.booleans()),
)


def columns(row: AuditEntry) -> dict[str, object]:
    return {name: getattr(row, name) for name in (*FORGED, "hash")}


def swap(rows: dict[int, AuditEntry], number: int, more: int) -> int | None:
    one, other = columns(rows[number]), columns(rows[more])
    for row, content in ((rows[number], other), (rows[more], one)):
        for name, value in content.items():
            setattr(row, name, value)
    return min(number, more) if number != more else None


def insert(session: Session, rows: dict[int, AuditEntry], number: int, *, well: bool) -> int:
    for later in sorted((n for n in rows if n > number), reverse=True):
        rows[later].number = later + 1
        session.flush()
    forged = AuditEntry(number=number + 1, **(columns(rows[number]) | {"what": "forged"}))
    if well:
        forged.hash = entry_hash(rows[number].hash, forged)
    session.add(forged)
    # Chained on as the house does it, the first that does not follow is the next, if there is one.
    return number + 1 + (1 if well and number < ENTRIES else 0)


def tamper(session: Session, how: str, number: int, more: object) -> int | None:
    """Does it as somebody with the whole table in hand; the entry that must be named."""
    rows = {row.number: row for row in session.scalars(select(AuditEntry))}
    match how:
        case "edit":
            setattr(rows[number], str(more), FORGED[str(more)])
            return number
        case "delete":
            session.delete(rows[number])
            return number if number == ENTRIES else number + 1
        case "swap":
            assert isinstance(more, int)
            return swap(rows, number, more)
        case "insert":
            return insert(session, rows, number, well=bool(more))
        case _:
            for later in range(number, ENTRIES + 1):
                session.delete(rows[later])
            if more:  # and the head that would tell
                session.execute(delete(AuditHead))
                return 1 if number > 1 else None
            return number


@given(tampering)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_to_the_chain_is_named(
    database: Database, done: tuple[str, int, object]
) -> None:
    with database.writing() as session:
        if session.get(AuditEntry, ENTRIES) is None:
            some_entries(session, ENTRIES)
        named = tamper(session, *done)
        session.flush()
        session.expire_all()
        assert first_broken_entry(session) == named
        session.rollback()


def test_two_may_write_the_first_entry_at_once(database: Database) -> None:
    def write(number: int) -> None:
        with database.transaction() as session:
            audit.record(session, f"step {number}", "feedback", None)

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(8)))
    with database.reading() as session:
        assert first_broken_entry(session) is None
        assert session.get_one(AuditHead, 1).number == 8
