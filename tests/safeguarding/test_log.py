"""The log of a concern: sealed, never changed, and a missing entry is seen."""

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from advisory.app.schema import migrate
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit
from advisory.safeguarding import actions, queries
from advisory.safeguarding.models import Concern, ConcernState, Consent, LogEntry
from advisory.safeguarding.rules import Decision
from tests.building import a_board, a_person, hat_of, some_feedback

DECISION = Decision(
    consent=Consent.REFUSED,
    why="Canary of consent.",
    overriding="Canary of a child.",
    told="Canary of the manager.",
    next_step="Canary of Friday.",
)


@pytest.fixture
def concern(session: Session) -> Concern:
    board = a_board(session)
    lead = a_person(session, board, Role.SAFEGUARDING_LEAD)
    item, _ = some_feedback(session, board, hurt_soon=True)
    found = queries.concern_of(session, item.contribution_id)
    assert found is not None
    by = hat_of(lead, board, Role.SAFEGUARDING_LEAD)
    actions.write_log(session, found, note="Canary one.", by=by)
    session.flush()
    actions.write_log(session, found, note="Two.", by=by, corrects=found.log[0])
    actions.decide(
        session,
        found,
        outcome=ConcernState.PASSED_ON,
        reason="Canary three.",
        decision=DECISION,
        by=by,
    )
    commit(session)
    return found


def test_a_decision_carries_consent_reason_who_was_told_and_what_is_next(
    session: Session, concern: Concern
) -> None:
    decided = next(row for row in concern.log if row.what == "passed_on")
    assert queries.decision_in(session, concern, decided) == DECISION
    assert "Canary" not in repr([vars(row) for row in concern.log])


def test_a_further_entry_says_which_one_it_corrects(concern: Concern) -> None:
    first, second = concern.log[:2]
    assert (second.what, second.corrects_id) == ("corrected", first.id)


@pytest.mark.usefixtures("concern")
def test_no_entry_can_be_changed(session: Session) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(update(LogEntry).values(what="nothing"))


def test_no_entry_can_be_changed_where_migrations_made_the_table(another_database_url: str) -> None:
    migrate(another_database_url)
    engine = Database(another_database_url).engine
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with engine.connect() as connection:
        found = connection.exec_driver_sql(names[engine.dialect.name]).scalars().all()
    engine.dispose()
    assert "concern_log_stays" in found


def test_a_missing_entry_is_seen(session: Session, concern: Concern) -> None:
    assert queries.is_whole(session, concern)
    last = concern.log[-1].id
    session.execute(delete(LogEntry).where(LogEntry.id == last))
    session.expire(concern, ["log"])
    assert not queries.is_whole(session, concern)
