"""What a team promised, until people can see it."""

from datetime import date

from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers.models import CommitmentState, Outcome
from advisory.answers.rules import Written
from advisory.feedback.actions import answering
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit
from tests.browser import Browser
from tests.building import a_person, a_team
from tests.desk.teams import TO_COME, Desk, put


def promised(session: Session, desk: Desk) -> None:
    item, ask = put(session, desk)
    written = Written(
        heard="",
        will="We will add a line.",
        outcome=Outcome.CHANGE_PLANNED,
        by_on=date(2027, 1, 29),
    )
    answer = answering.hand_in(session, item, written, ask=ask, board=desk.board, by=desk.lead_hat)
    answering.send(session, item, answer, by=desk.facilitator)
    commit(session)


def test_a_promise_is_settled_with_what_people_can_see(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    promised(session, desk)
    browser.sign_in(desk.lead)
    page = browser.get(browser.get("/staff/commitments").link("We will add a line."))
    assert browser.press(page, "Keep this", came="happened").status == 422
    browser.press(page, "Keep this", came="happened", evidence="See the letter of May.")
    assert "No open promise" in browser.get("/staff/commitments").words


def test_a_promise_gets_a_new_day(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    promised(session, desk)
    browser.sign_in(desk.lead)
    page = browser.get(browser.get("/staff/commitments").link("We will add a line."))
    assert browser.press(page, "Keep this", came="later").status == 422
    browser.press(page, "Keep this", came="later", again_on=TO_COME.isoformat())
    with database.reading() as reader:
        (row,) = answers.commitments(reader, desk.board.id)
        assert (row.state, row.due_on) == (CommitmentState.PROMISED, TO_COME)


def test_another_teams_promise_is_not_there(session: Session, browser: Browser, desk: Desk) -> None:
    promised(session, desk)
    (row,) = answers.commitments(session, desk.board.id)
    stranger = a_person(
        session, desk.board, Role.POLICY_LEAD, team=a_team(session, desk.board, "Other team")
    )
    commit(session)
    browser.sign_in(stranger)
    assert browser.get(f"/staff/commitments/{row.id}").status == 404
