"""Accepted means kept: once, sealed, with its dates."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.contributions import queries as kept
from advisory.contributions import rules as codes
from advisory.contributions.actions import Told, open_by_code
from advisory.feedback.actions import accepting
from advisory.feedback.actions.accepting import About
from advisory.feedback.models import Feedback, Owed, State
from advisory.foundation.audit import first_broken_entry
from advisory.foundation.database import commit
from advisory.words import queries as words
from advisory.words.models import Version
from advisory.words.rules import original
from tests.building import a_board, some_feedback


def test_words_come_back_with_their_code(session: Session) -> None:
    board = a_board(session)
    feedback, digits = some_feedback(session, board, words="رسالة العيادة", language="ar")
    commit(session)
    found = open_by_code(session, digits)
    assert found is not None
    assert found.id == feedback.contribution_id
    version = original(found.messages[0].text)
    assert words.reading(session, version) == "رسالة العيادة"


def test_words_are_not_readable_in_the_table(session: Session) -> None:
    some_feedback(session, a_board(session), words="canary in the coal mine")
    commit(session)
    version = session.scalars(select(Version)).one()
    assert version.body is None
    assert version.sealed is not None
    assert b"canary" not in version.sealed


def test_the_same_form_twice_keeps_once_and_gives_the_same_code(session: Session) -> None:
    board = a_board(session)
    token = codes.new_form_token()
    told = Told(words="The desk asked for papers.", speaks="en", reads="en")
    first = accepting.accept(session, told, About(), board=board, token=token)
    commit(session)
    again = accepting.accept(session, told, About(), board=board, token=token)
    commit(session)
    assert again.repeated
    assert again.digits == first.digits
    assert session.scalar(select(func.count()).select_from(Feedback)) == 1


def test_the_same_form_with_other_words_adds_them(session: Session) -> None:
    board = a_board(session)
    token = codes.new_form_token()
    for said in ("The desk asked for papers.", "The desk asked for papers. Twice."):
        told = Told(words=said, speaks="en", reads="en")
        accepted = accepting.accept(session, told, About(), board=board, token=token)
        commit(session)
    contribution = kept.contribution(session, accepted.feedback.contribution_id)
    assert contribution is not None
    assert [m.position for m in contribution.messages] == [1, 2]


def test_an_item_owes_a_first_reading_understanding_and_news(session: Session) -> None:
    feedback, _digits = some_feedback(session, a_board(session))
    assert feedback.state is State.RECEIVED
    assert {due.owed for due in feedback.dues} == {Owed.FIRST_READING, Owed.UNDERSTOOD, Owed.NEWS}
    assert feedback.due_at == min(due.due_at for due in feedback.dues)


def test_what_may_hurt_somebody_is_held_at_once(session: Session) -> None:
    feedback, _digits = some_feedback(session, a_board(session), hurt_soon=True)
    assert feedback.held


def test_the_audit_chain_follows(session: Session) -> None:
    board = a_board(session)
    for _ in range(3):
        some_feedback(session, board)
        commit(session)
    assert first_broken_entry(session) is None
