"""Everything has its time: what is over goes by itself, and nothing goes before."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session
from time_machine import Traveller

from advisory.answers.models import AnswerLink, Commitment, CommitmentState, Outcome
from advisory.answers.rules import Written
from advisory.contributions import actions as contributions
from advisory.contributions import rules as codes
from advisory.contributions.actions import attaching
from advisory.contributions.models import Contact
from advisory.feedback.actions import answering, ending, reading, spam
from advisory.feedback.models import Feedback, State
from advisory.feedback.rules import Move
from advisory.files.ports.decoding import Kind, Remade
from advisory.foundation.access import Hat, Impossible, Refused, Role
from advisory.foundation.database import Database, commit, now
from advisory.foundation.jobs import JobRun, run_due
from advisory.foundation.keys import DataKey
from advisory.letters import actions as letters
from advisory.letters.models import Delivery, Letter
from advisory.people import actions as people
from advisory.people.models import Board, Invitation, Person
from advisory.rights.actions.letting_go import LETTING_GO, let_go
from advisory.rights.actions.settings import change_time
from advisory.rights.commands import retention
from advisory.rights.jobs import JOBS, let_go_of_all, what_is_over
from advisory.rights.models import Kept
from advisory.rights.queries.times import KEEPERS
from advisory.rights.rules import Over
from advisory.safeguarding import actions as safeguarding
from advisory.safeguarding import queries as concerns
from advisory.safeguarding.models import Concern, ConcernState, LogEntry
from tests.building import a_person, a_team, hat_of, some_feedback, understood
from tests.rights.stories import BEGINNING, after, an_ended_item, kinds, state_of


def test_words_go_90_days_after_the_end_and_the_address_after_30(
    session: Session, database: Database, board: Board, by: Hat, clock: Traveller
) -> None:
    item = an_ended_item(session, board, by)
    commit(session)
    after(clock, 30)
    assert kinds(database) == []
    after(clock, 31)
    assert kinds(database) == [Kept.CONTACT]
    let_go_of_all(database)
    with database.reading() as looking:
        assert looking.scalars(select(Contact)).all() == []
    after(clock, 90)
    assert let_go_of_all(database) == []
    after(clock, 91)
    assert [row.kept for row in let_go_of_all(database)] == [Kept.WORDS]
    with database.reading() as looking:
        gone = looking.get_one(Feedback, item.id)
        assert gone.state is State.ERASED
        assert gone.closed_on is not None
        assert gone.closed_on.day == 1
        assert all(key.wrapped is None for key in looking.scalars(select(DataKey)))


def test_words_are_never_kept_shorter_than_the_person_may_ask_again(
    session: Session,
    database: Database,
    board: Board,
    by: Hat,
    administrator: Hat,
    clock: Traveller,
) -> None:
    an_ended_item(session, board, by)
    today = BEGINNING.date()
    change_time(session, board, kept=Kept.WORDS, days=5, from_on=today, by=administrator)
    commit(session)
    after(clock, 90)
    assert Kept.WORDS not in kinds(database)
    after(clock, 91)
    assert Kept.WORDS in kinds(database)


def test_a_setting_counts_from_its_day(
    session: Session,
    database: Database,
    board: Board,
    by: Hat,
    administrator: Hat,
    clock: Traveller,
) -> None:
    an_ended_item(session, board, by)
    start = date(2026, 4, 20)
    change_time(
        session, board, kept=Kept.CONTACT, days=45, from_on=BEGINNING.date(), by=administrator
    )
    change_time(session, board, kept=Kept.CONTACT, days=5, from_on=start, by=administrator)
    commit(session)
    after(clock, 40)
    assert kinds(database) == []
    clock.move_to(datetime(2026, 4, 20, 12, tzinfo=UTC))
    assert kinds(database) == [Kept.CONTACT]


def test_only_an_administrator_sets_how_long(session: Session, board: Board, by: Hat) -> None:
    with pytest.raises(Refused):
        change_time(session, board, kept=Kept.WORDS, days=5, from_on=date(2026, 3, 2), by=by)


@pytest.fixture
def everything(
    session: Session, board: Board, by: Hat, administrator: Hat, clock: Traveller
) -> dict[Kept, object]:
    """One row of each kind, all of them over after some years."""
    item = an_ended_item(session, board, by)
    other, _code = some_feedback(session, board, hurt_soon=True)
    outside = hat_of(a_person(session, board, Role.OUTSIDE_PERSON), board, Role.OUTSIDE_PERSON)
    concern = concerns.concern_of(session, other.contribution_id)
    assert concern is not None
    safeguarding.decide(session, concern, outcome=ConcernState.CLEARED, reason="No.", by=outside)
    reading.release(session, other, by=outside)
    ending.delete_everything(session, other.contribution)
    asked, _code = some_feedback(session, board)
    understood(session, asked, by)
    token = codes.new_form_token()
    attaching.attach_to_form(session, [Remade(Kind.SOUND, b"a voice", seconds=3)], token=token)
    [voice] = attaching.attach_waiting(session, asked.contribution, token=token)
    team = a_team(session, board)
    ask = answering.route(session, asked, team, board=board, by=by)
    link = AnswerLink(id=uuid4(), ask_id=ask.id, made_at=now(), ends_at=now() + timedelta(9))
    gone = a_person(session, board, Role.TRANSLATOR, name="Gone")
    people.disable(session, gone, by=administrator)
    invitation = Invitation(
        id=uuid4(), person_id=gone.id, made_at=now(), ends_at=now() + timedelta(days=3)
    )
    session.add_all([link, invitation])
    session.flush()
    for letter in session.scalars(select(Letter)):
        letters.mark_sent(session, letter)
    commit(session)
    return {
        Kept.SOUND: voice.id,
        Kept.CONTACT: item.id,
        Kept.WORDS: item.id,
        Kept.CONCERNS: concern.id,
        Kept.LINKS: link.id,
        Kept.STAFF: gone.id,
    }


def test_the_dry_run_prints_exactly_what_the_real_run_does(
    database: Database, everything: dict[Kept, object], clock: Traveller
) -> None:
    after(clock, 2300)
    run = CliRunner()
    planned = run.invoke(retention, ["--dry-run"], obj=lambda: database)
    assert run.invoke(retention, ["--dry-run"], obj=lambda: database).output == planned.output
    real = run.invoke(retention, [], obj=lambda: database)
    assert (planned.exit_code, real.exit_code) == (0, 0)
    assert planned.output == real.output
    told = {line.split()[0] for line in planned.output.splitlines()}
    assert told == {kept.value for kept in KEEPERS}
    for kept, row_id in everything.items():
        assert f"{kept:9} {row_id} " in planned.output
    assert run.invoke(retention, [], obj=lambda: database).output == ""


def test_each_kind_on_the_list_can_be_let_go_of() -> None:
    assert KEEPERS.keys() == LETTING_GO.keys()


def test_after_30_days_without_a_worker_one_run_catches_up(
    session: Session, database: Database, everything: dict[Kept, object], clock: Traveller
) -> None:
    assert run_due(database, JOBS) == ["let go of what is over"]
    after(clock, 200)
    due = what_is_over(database)
    assert {Kept.CONTACT, Kept.WORDS, Kept.LINKS} <= {row.kept for row in due}
    assert run_due(database, JOBS) == ["let go of what is over"]
    assert what_is_over(database) == []
    assert run_due(database, JOBS) == []
    with database.reading() as looking:
        assert looking.scalars(select(JobRun)).one().due_at == now() + timedelta(days=1)


def test_nothing_is_let_go_of_twice(
    database: Database, everything: dict[Kept, object], clock: Traveller
) -> None:
    after(clock, 2300)
    due = what_is_over(database)
    let_go_of_all(database)
    for row in due:
        with database.transaction() as again:
            assert not let_go(again, row), row


def test_an_ended_account_loses_its_name_and_keeps_its_id(
    session: Session, database: Database, everything: dict[Kept, object], clock: Traveller
) -> None:
    after(clock, 366)
    let_go_of_all(database)
    with database.reading() as looking:
        gone = looking.get_one(Person, everything[Kept.STAFF])
        assert (gone.name, gone.speaks, gone.password_hash) == ("Former member of staff", [], None)
        assert gone.email.endswith("@gone.invalid")
        assert looking.scalars(select(Invitation)).all() == []


def test_the_safeguarding_log_goes_with_its_key_and_not_before_its_time(
    database: Database, everything: dict[Kept, object], clock: Traveller
) -> None:
    after(clock, 2190)
    let_go_of_all(database)
    with database.reading() as looking:
        assert len(looking.scalars(select(LogEntry)).all()) > 0
    after(clock, 2191)
    let_go_of_all(database)
    with database.reading() as looking:
        assert looking.scalars(select(Concern)).all() == []
        assert looking.scalars(select(LogEntry)).all() == []


# ── What does not go ─────────────────────────────────────────────────────────────────────────────


def test_a_held_item_is_never_erased(
    session: Session, database: Database, board: Board, by: Hat, clock: Traveller
) -> None:
    item = an_ended_item(session, board, by)
    reading.hold(session, item, allegation=False, board=board, by=by)
    commit(session)
    after(clock, 2300)
    assert {Kept.WORDS, Kept.CONTACT} & set(kinds(database)) == set()


def test_words_wait_for_a_promised_change(
    session: Session, database: Database, board: Board, by: Hat, clock: Traveller
) -> None:
    item, _code = some_feedback(session, board)
    understood(session, item, by)
    ask = answering.route(session, item, a_team(session, board), board=board, by=by)
    plan = Written(heard="", will="May.", outcome=Outcome.CHANGE_PLANNED, by_on=date(2027, 5, 3))
    answer = answering.hand_in(session, item, plan, ask=ask, board=board, by=None)
    answering.send(session, item, answer, by=by)
    ending.close_quietly(session, item)
    commit(session)
    after(clock, 400)
    assert Kept.WORDS not in kinds(database)
    with database.transaction() as later:
        row = later.scalars(select(Commitment)).one()
        row.state, row.next_ask_on = CommitmentState.LAPSED, None
    assert Kept.WORDS in kinds(database)


def test_what_is_not_finished_has_no_end(
    session: Session, database: Database, board: Board, clock: Traveller
) -> None:
    some_feedback(session, board)
    commit(session)
    after(clock, 300)
    assert Kept.WORDS not in kinds(database)


def test_merged_words_wait_for_those_they_went_into_and_the_other_way_round(
    session: Session, database: Database, board: Board, by: Hat, clock: Traveller
) -> None:
    one, _code = some_feedback(session, board)
    two, _code = some_feedback(session, board)
    understood(session, one, by)
    understood(session, two, by)
    ending.merge(session, one, two, by=by)
    commit(session)
    after(clock, 200)
    assert Kept.WORDS not in kinds(database)
    with database.transaction() as later:
        ending.out_of_remit(
            later, later.get_one(Feedback, two.id), reason="No.", board=board, by=by
        )
        contributions.ask_legal_hold(
            later, later.get_one(Feedback, one.id).contribution, reason="A court asks.", by=by
        )
    after(clock, 200 + 10)
    assert Kept.WORDS not in kinds(database)
    after(clock, 200 + 91)
    assert kinds(database).count(Kept.WORDS) == 2
    let_go_of_all(database)
    assert {state_of(database, one), state_of(database, two)} == {State.ERASED}


def test_what_was_called_spam_goes_as_ended_words_do(
    session: Session, database: Database, board: Board, by: Hat, clock: Traveller
) -> None:
    item, _code = some_feedback(session, board)
    reading.take(session, item, by=by)
    spam.quarantine(session, item, by=by)
    second = hat_of(a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR)
    spam.reject_spam(session, item, board=board, by=second)
    commit(session)
    after(clock, 91)
    assert [row.kept for row in let_go_of_all(database)] == [Kept.WORDS]
    assert state_of(database, item) is State.ERASED


def test_a_person_who_came_back_between_list_and_run_keeps_their_words(
    session: Session, database: Database, board: Board, by: Hat, clock: Traveller
) -> None:
    item = an_ended_item(session, board, by)
    commit(session)
    after(clock, 90)
    (row,) = [row for row in _due_tomorrow(database, clock) if row.kept is Kept.WORDS]
    with database.transaction() as coming:
        answering.reopen(coming, coming.get_one(Feedback, item.id), board=board)
    with database.transaction() as late:
        assert not let_go(late, row)
    assert state_of(database, item) is State.REOPENED


def test_words_that_came_back_and_ended_again_get_their_whole_time(
    session: Session, database: Database, board: Board, by: Hat, clock: Traveller
) -> None:
    item = an_ended_item(session, board, by)
    commit(session)
    after(clock, 90)
    (row,) = [row for row in _due_tomorrow(database, clock) if row.kept is Kept.WORDS]
    with database.transaction() as coming:
        found = coming.get_one(Feedback, item.id)
        answering.reopen(coming, found, board=board)
        ending.out_of_remit(coming, found, reason="Still not ours.", board=board, by=by)
    with database.transaction() as late:
        assert not let_go(late, row)


def _due_tomorrow(database: Database, clock: Traveller) -> list[Over]:
    after(clock, 91)
    due = what_is_over(database)
    after(clock, 90)
    return due


def test_an_open_account_is_never_forgotten(session: Session, board: Board, by: Hat) -> None:
    with pytest.raises(Impossible):
        people.forget_person(session, session.get_one(Person, by.person_id))


def test_letters_that_wait_are_not_let_go_of(
    session: Session, database: Database, board: Board, by: Hat, clock: Traveller
) -> None:
    letters.enqueue(
        session,
        board_id=board.id,
        kind="letter_dead",
        about={},
        dedupe_key="waits",
        person_id=by.person_id,
    )
    commit(session)
    after(clock, 400)
    assert Kept.LETTERS not in kinds(database)
    with database.transaction() as later:
        later.scalars(select(Letter)).one().delivery = Delivery.SENT
    assert Kept.LETTERS in kinds(database)


def test_the_table_of_moves_lets_every_ended_state_be_erased() -> None:
    from advisory.feedback.rules import ENDED, may_move  # noqa: PLC0415 - beside what it asks

    assert all(may_move(state, Move.ERASE) for state in (*ENDED, State.REJECTED_SPAM))
