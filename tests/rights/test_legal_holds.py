"""A court may ask that something is kept: two people stand behind it, and the clocks wait."""

import pytest
from sqlalchemy.orm import Session
from time_machine import Traveller

from advisory.contributions import actions as contributions
from advisory.feedback.actions import ending
from advisory.feedback.models import Feedback, State
from advisory.foundation.access import Hat, Refused
from advisory.foundation.database import Database, commit
from advisory.people.models import Board
from advisory.rights.actions.letting_go import let_go
from advisory.rights.jobs import what_is_over
from advisory.rights.models import Kept
from tests.rights.stories import after, an_ended_item, kinds


def test_a_legal_hold_stops_the_clock_at_once_and_ends_unless_a_second_person_confirms(
    session: Session, database: Database, board: Board, by: Hat, clock: Traveller
) -> None:
    item = an_ended_item(session, board, by)
    commit(session)
    after(clock, 91)
    with database.transaction() as asking:
        found = asking.get_one(Feedback, item.id)
        hold = contributions.ask_legal_hold(
            asking, found.contribution, reason="A court asks.", by=by
        )
        with pytest.raises(Refused):
            contributions.confirm_legal_hold(asking, hold, by=by)
    assert kinds(database) == []
    after(clock, 91 + 15)
    assert Kept.WORDS in kinds(database)


def test_a_hold_that_comes_between_list_and_run_is_in_time(
    session: Session, database: Database, board: Board, by: Hat, clock: Traveller
) -> None:
    item = an_ended_item(session, board, by)
    commit(session)
    after(clock, 91)
    due = what_is_over(database)
    with database.transaction() as asking:
        found = asking.get_one(Feedback, item.id)
        contributions.ask_legal_hold(asking, found.contribution, reason="A court.", by=by)
    with database.transaction() as late:
        assert not any(let_go(late, row) for row in due)


def test_a_confirmed_legal_hold_lasts_until_somebody_ends_it(
    session: Session,
    database: Database,
    board: Board,
    by: Hat,
    administrator: Hat,
    clock: Traveller,
) -> None:
    item = an_ended_item(session, board, by)
    hold = contributions.ask_legal_hold(session, item.contribution, reason="A court.", by=by)
    contributions.confirm_legal_hold(session, hold, by=administrator)
    commit(session)
    after(clock, 900)
    assert Kept.WORDS not in kinds(database)
    with database.transaction() as later:
        contributions.end_legal_hold(later, later.get_one(type(hold), hold.id), by=by)
    assert Kept.WORDS in kinds(database)


def test_a_person_may_delete_their_words_whoever_holds_them(
    session: Session, database: Database, board: Board, by: Hat
) -> None:
    item = an_ended_item(session, board, by)
    contributions.ask_legal_hold(session, item.contribution, reason="A court.", by=by)
    ending.delete_everything(session, item.contribution)
    assert item.state is State.DELETED_BY_MEMBER
