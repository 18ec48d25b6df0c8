"""What people answered has its time too; what was counted of it stays and is nobody's."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from time_machine import Traveller

from advisory.consultations.models import Response
from advisory.consultations.queries.responses import ANSWERED, tallies
from advisory.consultations.rules.lifecycle import ended_on
from advisory.contributions import actions as contributions
from advisory.foundation.access import Hat
from advisory.foundation.database import Base, Database, commit
from advisory.foundation.keys import DataKey
from advisory.people.models import Board
from advisory.rights.jobs import let_go_of_all, what_is_over
from advisory.rights.models import Kept
from advisory.safeguarding import actions as safeguarding
from advisory.safeguarding.models import ConcernState
from advisory.themes import actions as themes
from advisory.themes.models import Passage
from advisory.voting.models import Statement, Voter
from advisory.voting.queries import polls
from advisory.voting.rules.asking import Heard
from tests.consultations.making import an_open_one
from tests.rights.stories import BEGINNING, after
from tests.voting.making import SENTENCES, TRAINS, answered, poll_of, statement


class Asked:
    def __init__(self, session: Session, board: Board, by: Hat) -> None:
        self.session, self.board, self.by = session, board, by
        self.own = an_open_one(session, board, by, template=SENTENCES)
        self.question, self.poll = poll_of(self.own)
        self.trains = statement(self.poll, TRAINS).id
        kept = answered(session, board, self.own, {TRAINS: "agree"}, added="More benches.")
        self.response = kept.response
        themes.release_passage(session, kept.response.contribution, body="Benches.", by=by)
        self.days = (ended_on(self.own) - BEGINNING.date()).days
        commit(session)


@pytest.fixture
def asked(session: Session, board: Board, by: Hat, clock: Traveller) -> Asked:
    return Asked(session, board, by)


def over(database: Database) -> list[tuple[Kept, date]]:
    return [(row.kept, row.ended_on) for row in what_is_over(database) if row.kept is Kept.WORDS]


def rows(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_answers_go_90_days_after_what_was_owed_and_counts_stay(
    asked: Asked, database: Database, clock: Traveller
) -> None:
    after(clock, asked.days + 90)
    assert over(database) == []
    after(clock, asked.days + 91)
    assert over(database) == [(Kept.WORDS, ended_on(asked.own))]
    let_go_of_all(database)
    with database.reading() as session:
        assert [rows(session, table) for table in (Response, Voter, Passage)] == [0, 0, 0]
        assert rows(session, Statement) == 3
        key = session.get_one(DataKey, asked.response.contribution.data_key_id)
        assert key.wrapped is None
        counted = tallies(session, asked.own.id)[asked.question.id]
        assert counted[ANSWERED] == {"en": 1}
        assert polls.heard_of(session, asked.poll.id)[asked.trains] == Heard(agreed=1)
    assert over(database) == []


def test_what_is_held_for_safety_or_by_law_waits(
    asked: Asked, database: Database, clock: Traveller
) -> None:
    whose = asked.response.contribution
    concern = safeguarding.flag(asked.session, whose, board=asked.board, by=asked.by)
    concern.state = ConcernState.PASSED_ON
    commit(asked.session)
    after(clock, asked.days + 400)
    assert over(database) == []
    concern.withheld = False
    contributions.ask_legal_hold(asked.session, whose, reason="A court.", by=asked.by)
    commit(asked.session)
    assert over(database) == []
    after(clock, asked.days + 420)
    assert len(over(database)) == 1
