"""What letters to staff and teams say, and where their links lead."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers.models import Ask, Outcome
from advisory.answers.rules import Written
from advisory.desk.jobs import tell_translators
from advisory.feedback.actions import answering, climbing, reading
from advisory.feedback.models import Feedback, Owed
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import Database, commit, now
from advisory.languages.dates import london
from advisory.letters import rules
from advisory.letters.jobs import WRITERS
from advisory.letters.models import Letter
from advisory.noticeboard import actions as noticeboard
from advisory.noticeboard.actions import Proposed
from advisory.people.models import Board, Person, Profile, Standing, Team
from advisory.safeguarding import queries as safeguarding
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood

HERE = "https://board.example"


@dataclass
class House:
    board: Board
    reader: Person
    facilitator: Hat
    team: Team
    lead: Person


@pytest.fixture
def house(session: Session) -> House:
    session.info["base_url"] = HERE
    board = a_board(session, profile=Profile.SMALL)
    reader = a_person(session, board, Role.FACILITATOR, name="Fay")
    team = a_team(session, board)
    return House(
        board=board,
        reader=reader,
        facilitator=hat_of(reader, board, Role.FACILITATOR),
        team=team,
        lead=a_person(session, board, Role.POLICY_LEAD, team=team),
    )


def put(session: Session, house: House, team: Team | None = None) -> tuple[Feedback, Ask]:
    item, _ = some_feedback(session, house.board, words="Nobody must read this in a letter.")
    understood(session, item, house.facilitator)
    ask = answering.route(
        session, item, team or house.team, board=house.board, by=house.facilitator
    )
    return item, ask


def letters(session: Session, kind: str) -> list[Letter]:
    session.flush()
    return list(session.scalars(select(Letter).where(Letter.kind == kind)))


def the_text(session: Session, kind: str, person: Person | None = None) -> str:
    """The words of the only letter of this kind (to this person)."""
    (letter,) = [
        row for row in letters(session, kind) if person is None or row.person_id == person.id
    ]
    written = WRITERS[kind](session, letter)
    assert written is not None
    assert "Nobody must read this" not in written.text
    return written.text


def test_every_kind_of_letter_to_staff_has_a_writer() -> None:
    to_staff = {kind for kind, letter in rules.KINDS.items() if not letter.neutral}
    assert to_staff - {"invitation"} <= set(WRITERS)


def test_a_lead_is_asked_with_a_link_to_their_page(session: Session, house: House) -> None:
    item, ask = put(session, house)
    text = the_text(session, "asked")
    assert f"F-{item.reference}" in text
    assert f"{HERE}/staff/asks/{ask.id}" in text
    assert "without an account" not in text


def test_a_team_without_account_is_asked_with_a_one_time_link(
    session: Session, house: House
) -> None:
    office = a_team(
        session,
        house.board,
        "Hospital office",
        standing=Standing.ASKED_BY_LETTER,
        email="office@hospital.example",
    )
    _, ask = put(session, house, office)
    link = answers.open_link(session, ask.id, now())
    assert link is not None
    text = the_text(session, "asked")
    assert f"{HERE}/staff/answer/{link.id}/" in text
    assert "without an account" in text


def test_nobody_is_asked_for_what_was_deleted_meanwhile(session: Session, house: House) -> None:
    _, ask = put(session, house)
    ask.closed_at = now()
    (letter,) = letters(session, "asked")
    assert WRITERS["asked"](session, letter) is None


def test_a_late_answer_leads_the_lead_and_the_facilitator_to_their_own_pages(
    session: Session, house: House
) -> None:
    item, ask = put(session, house)
    _make_late(item, by=timedelta(hours=1))
    session.flush()
    climbing.climb_overdue(session)
    assert f"/staff/asks/{ask.id}" in the_text(session, "answer_late", house.lead)
    assert f"/staff/inbox/{item.id}" in the_text(session, "answer_late", house.reader)


def test_what_is_very_late_tells_the_parent_team(session: Session, house: House) -> None:
    parent = a_team(session, house.board, "Directorate")
    above = a_person(session, house.board, Role.POLICY_LEAD, team=parent)
    house.team.parent_id = parent.id
    item, _ = put(session, house)
    _make_late(item, by=timedelta(days=60))
    session.flush()
    climbing.climb_overdue(session)
    assert "next in line" in the_text(session, "late_climbed", above)


def _make_late(item: Feedback, *, by: timedelta) -> None:
    for due in item.dues:
        if due.owed is Owed.ANSWER:
            due.due_at = now() - by
            due.very_late_at = now() - by / 4 if by > timedelta(days=1) else now() + by


def test_a_handed_back_item_names_the_team(session: Session, house: House) -> None:
    item, ask = put(session, house)
    answering.hand_back(session, item, ask, reason="Not ours.", board=house.board, by=None)
    text = the_text(session, "handed_back")
    assert "Access team handed back" in text
    assert f"/staff/inbox/{item.id}" in text


def _written(outcome: Outcome = Outcome.INFORMATION_GIVEN) -> Written:
    by_on = london(now()).date() if outcome is Outcome.CHANGE_PLANNED else None
    return Written(heard="", will="Nobody must read this either.", outcome=outcome, by_on=by_on)


def test_an_answer_to_review_leads_to_its_review(session: Session, house: House) -> None:
    item, ask = put(session, house)
    answering.hand_in(session, item, _written(), ask=ask, board=house.board, by=None)
    assert f"/staff/inbox/{item.id}/review" in the_text(session, "answer_to_review")


def test_an_answer_sent_back_asks_the_lead_again(session: Session, house: House) -> None:
    item, ask = put(session, house)
    answer = answering.hand_in(session, item, _written(), ask=ask, board=house.board, by=None)
    answering.send_back(session, item, answer, note="When?", by=house.facilitator)
    assert f"/staff/asks/{ask.id}" in the_text(session, "answer_due_soon")


def test_a_promise_is_asked_about_on_its_day_once(session: Session, house: House) -> None:
    item, ask = put(session, house)
    plan = _written(Outcome.CHANGE_PLANNED)
    answer = answering.hand_in(session, item, plan, ask=ask, board=house.board, by=None)
    answering.send(session, item, answer, by=house.facilitator)
    session.flush()
    assert [climbing.ask_about_promises(session) for _ in range(2)] == [1, 0]
    (row,) = answers.commitments(session, house.board.id)
    assert f"/staff/commitments/{row.id}" in the_text(session, "commitment_due")


def test_a_concern_calls_without_saying_why(session: Session, house: House) -> None:
    lead = a_person(session, house.board, Role.SAFEGUARDING_LEAD)
    item, _ = some_feedback(
        session, house.board, words="Nobody must read this in a letter.", hurt_soon=True
    )
    row = safeguarding.concern_of(session, item.contribution_id)
    assert row is not None
    text = the_text(session, "concern", lead)
    assert f"/staff/concerns/{row.id}" in text
    assert f"F-{item.reference}" not in text


def test_the_outside_person_is_told_of_a_notice_approved_alone(
    session: Session, house: House
) -> None:
    outside = a_person(session, house.board, Role.OUTSIDE_PERSON)
    proposed = Proposed(
        title="Letters", said="You said", did="We did", outcome=Outcome.INFORMATION_GIVEN
    )
    notice = noticeboard.propose(session, proposed, board=house.board, by=house.facilitator)
    noticeboard.approve(session, notice, board=house.board, by=house.facilitator)
    assert f"/staff/notices/{notice.id}" in the_text(session, "outside_told", outside)


def test_translators_are_told_once_a_day_and_never_of_held_words(
    session: Session, database: Database, house: House
) -> None:
    translator = a_person(session, house.board, Role.TRANSLATOR, speaks=["ar"])
    for _ in range(2):
        item, _ = some_feedback(session, house.board, words="مرحبا", language="ar")
        reading.ask_translator(session, item, board=house.board, by=house.facilitator)
    commit(session)
    assert [tell_translators(database), tell_translators(database)] == [1, 0]
    assert "/staff/translate" in the_text(session, "translation_asked", translator)


def test_held_words_tell_no_translator(session: Session, database: Database, house: House) -> None:
    a_person(session, house.board, Role.TRANSLATOR, speaks=["ar"])
    item, _ = some_feedback(session, house.board, words="مرحبا", language="ar")
    reading.ask_translator(session, item, board=house.board, by=house.facilitator)
    reading.hold(session, item, allegation=False, board=house.board, by=house.facilitator)
    commit(session)
    assert tell_translators(database) == 0


@pytest.mark.parametrize("kind", ["answer_late", "answer_to_review", "handed_back"])
def test_a_letter_about_nothing_is_dropped(session: Session, house: House, kind: str) -> None:
    letter = Letter(
        id=uuid4(),
        board_id=house.board.id,
        kind=kind,
        person_id=house.reader.id,
        about={"feedback_id": str(uuid4())},
    )
    write: Callable[[Session, Letter], rules.Written | None] = WRITERS[kind]
    assert write(session, letter) is None
