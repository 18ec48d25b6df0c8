"""A team's own list, its answer from the desk or by a one-time link, and what it promised."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from advisory.answers import actions as answer_actions
from advisory.answers import queries as answers
from advisory.answers.models import AnswerState, Ask, CommitmentState, Outcome, Source
from advisory.answers.rules import Written
from advisory.contributions.models import MessageKind
from advisory.feedback import queries as feedback
from advisory.feedback.actions import answering, reading
from advisory.feedback.models import Feedback, State
from advisory.foundation import keys
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import Database, commit, now
from advisory.languages.dates import london
from advisory.people.models import Board, Person, Standing, Team
from advisory.themes import actions as themes
from tests.browser import Browser
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood

RAW = "My raw words about Amal."
RELEASED = "A letter came only in English."
TO_COME = london(now()).date() + timedelta(days=60)


@dataclass
class Desk:
    board: Board
    facilitator: Hat
    team: Team
    lead: Person

    @property
    def lead_hat(self) -> Hat:
        return hat_of(self.lead, self.board, Role.POLICY_LEAD, team=self.team)


@pytest.fixture
def desk(session: Session) -> Desk:
    board = a_board(session)
    facilitator = a_person(session, board, Role.FACILITATOR)
    team = a_team(session, board)
    return Desk(
        board=board,
        facilitator=hat_of(facilitator, board, Role.FACILITATOR),
        team=team,
        lead=a_person(session, board, Role.POLICY_LEAD, team=team),
    )


def put(
    session: Session, desk: Desk, *, team: Team | None = None, released: bool = True
) -> tuple[Feedback, Ask]:
    """Somebody's words, with a released passage, put to the team."""
    item, _ = some_feedback(session, desk.board, words=RAW)
    understood(session, item, desk.facilitator)
    if released:
        themes.release_passage(session, item.contribution, body=RELEASED, by=desk.facilitator)
    ask = answering.route(session, item, team or desk.team, board=desk.board, by=desk.facilitator)
    commit(session)
    return item, ask


def of(ask: Ask) -> str:
    return f"/staff/asks/{ask.id}"


def now_of(database: Database, item: Feedback) -> Feedback:
    with database.reading() as session:
        found = feedback.item(session, item.id)
        assert found is not None
        return found


def test_a_lead_sees_released_passages_and_nothing_else(
    session: Session, browser: Browser, desk: Desk
) -> None:
    item, ask = put(session, desk)
    item.place = "Camden"
    commit(session)
    browser.sign_in(desk.lead)
    for page in (browser.get("/staff/asks"), browser.get(of(ask))):
        assert RELEASED in page.text
        assert "Amal" not in page.text
        assert "Camden" not in page.text


def test_what_a_facilitator_looks_at_comes_last_in_the_list(
    session: Session, browser: Browser, desk: Desk
) -> None:
    _, handed_in = put(session, desk)
    _, waiting = put(session, desk)
    browser.sign_in(desk.lead)
    browser.press(browser.get(of(handed_in)), "Hand in the answer", **answer_fields())
    shown = browser.get("/staff/asks").text
    assert shown.index(of(waiting)) < shown.index(of(handed_in))


def test_without_a_released_passage_the_list_says_so(
    session: Session, browser: Browser, desk: Desk
) -> None:
    _, ask = put(session, desk, released=False)
    browser.sign_in(desk.lead)
    assert "No passage yet" in browser.get("/staff/asks").words
    assert "Amal" not in browser.get(of(ask)).text


def test_another_teams_ask_is_not_there(session: Session, browser: Browser, desk: Desk) -> None:
    other = a_team(session, desk.board, "Other team")
    _, ask = put(session, desk, team=other)
    browser.sign_in(desk.lead)
    assert RELEASED not in browser.get("/staff/asks").text
    assert browser.get(of(ask)).status == 404
    assert browser.post(f"{of(ask)}/acknowledge").status == 404


def test_held_words_leave_the_teams_list(session: Session, browser: Browser, desk: Desk) -> None:
    item, ask = put(session, desk)
    reading.hold(session, item, allegation=False, board=desk.board, by=desk.facilitator)
    commit(session)
    browser.sign_in(desk.lead)
    assert RELEASED not in browser.get("/staff/asks").text
    assert browser.get(of(ask)).status == 404


def test_a_team_acknowledges_once_however_often_it_taps(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, ask = put(session, desk)
    browser.sign_in(desk.lead)
    page = browser.get(of(ask))
    browser.press(page, "We have it")
    assert browser.press(page, "We have it").status == 200
    assert now_of(database, item).state is State.ACKNOWLEDGED


def test_a_team_hands_back_with_a_reason(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, ask = put(session, desk)
    browser.sign_in(desk.lead)
    page = browser.get(of(ask))
    refused = browser.press(page, "Hand it back", reason="")
    assert refused.status == 422
    browser.press(page, "Hand it back", reason="The hospital decides this.")
    assert now_of(database, item).state is State.RETURNED
    assert RELEASED not in browser.get("/staff/asks").text


def answer_fields(**changed: str) -> dict[str, Any]:
    return {
        "heard": "Letters come in English.",
        "outcome": "change_planned",
        "will": "We will add a line in six languages.",
        "by_on": TO_COME.isoformat(),
        **changed,
    }


def test_a_draft_is_kept_and_handed_in(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, ask = put(session, desk)
    browser.sign_in(desk.lead)
    kept = browser.press(browser.get(of(ask)), "Save the draft", **answer_fields())
    assert "We will add a line in six languages." in kept.text
    assert "words a sentence" in kept.words
    assert now_of(database, item).state is State.IN_PROGRESS
    done = browser.press(kept, "Hand in the answer")
    assert "with a facilitator" in done.words
    found = now_of(database, item)
    assert found.state is State.ANSWER_REVIEW
    with database.reading() as reader:
        (answer,) = answers.answers_to(reader, item.contribution_id)
        assert (answer.state, answer.source) == (AnswerState.IN_REVIEW, Source.DESK)
        assert (answer.outcome, answer.by_on) == (Outcome.CHANGE_PLANNED, TO_COME)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"by_on": ""}, "Choose the day."),
        ({"by_on": "2020-01-01"}, "This day is over."),
        ({"by_on": "soon"}, "Write a whole date"),
        ({"outcome": ""}, "Choose what you will do"),
        ({"outcome": "change_made", "by_on": ""}, "Write how."),
        ({"will": " "}, "Write the answer."),
        ({"will": "w" * 100_000}, "This is too long."),
    ],
)
def test_an_answer_that_lacks_something_comes_back_whole(
    session: Session, browser: Browser, desk: Desk, changed: dict[str, str], why: str
) -> None:
    _, ask = put(session, desk)
    browser.sign_in(desk.lead)
    page = browser.press(browser.get(of(ask)), "Hand in the answer", **answer_fields(**changed))
    assert page.status == 422
    assert why in page.words
    assert "Letters come in English." in page.text


def test_two_tabs_hand_in_once_and_lose_no_words(
    session: Session, browser: Browser, desk: Desk
) -> None:
    _, ask = put(session, desk)
    browser.sign_in(desk.lead)
    page = browser.get(of(ask))
    browser.press(page, "Hand in the answer", **answer_fields())
    late = browser.press(page, "Hand in the answer", **answer_fields(will="My second try."))
    assert late.status == 422
    assert "My second try." in late.text


def test_an_answer_sent_back_says_why_and_can_be_changed(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, ask = put(session, desk)
    written = Written(heard="", will="Perhaps.", outcome=Outcome.INFORMATION_GIVEN)
    answer = answering.hand_in(session, item, written, ask=ask, board=desk.board, by=desk.lead_hat)
    answering.send_back(session, item, answer, note="Say when.", by=desk.facilitator)
    commit(session)
    browser.sign_in(desk.lead)
    page = browser.get(of(ask))
    assert "Say when." in page.words
    assert "Perhaps." in page.text
    browser.press(page, "Hand in the answer", will="In May.")
    assert now_of(database, item).state is State.ANSWER_REVIEW


def test_only_an_agreed_team_is_late(session: Session, browser: Browser, desk: Desk) -> None:
    desk.team.standing = Standing.OUTSIDE
    _, ask = put(session, desk)
    ask.answer_by = now() - timedelta(days=30)
    commit(session)
    browser.sign_in(desk.lead)
    assert "late" not in browser.get("/staff/asks").words
    desk.team.standing = Standing.AGREED
    commit(session)
    assert "late" in browser.get("/staff/asks").words


def link_of(session: Session, desk: Desk) -> tuple[Feedback, Ask, str]:
    """A team without account has a one-time link in its letter."""
    team = a_team(
        session,
        desk.board,
        "Hospital office",
        standing=Standing.ASKED_BY_LETTER,
        email="office@hospital.example",
    )
    item, ask = put(session, desk, team=team)
    link = answers.open_link(session, ask.id, now())
    assert link is not None
    url = f"/staff/answer/{link.id}/{keys.keyring(session).link_token(link.id)}"
    commit(session)
    return item, ask, url


def test_a_link_answers_once_without_an_account(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, _, url = link_of(session, desk)
    page = browser.get(url)
    assert RELEASED in page.text
    assert now_of(database, item).state is State.ROUTED
    page = browser.press(page, "We have it")
    assert now_of(database, item).state is State.ACKNOWLEDGED
    done = browser.press(page, "Hand in the answer", **answer_fields())
    assert "Your answer is with us" in done.words
    assert RELEASED not in browser.get(url).text
    with database.reading() as reader:
        (answer,) = answers.answers_to(reader, item.contribution_id)
        assert (answer.source, answer.written_by_id) == (Source.LINK, None)


def test_a_link_with_another_secret_opens_nothing(
    session: Session, browser: Browser, desk: Desk
) -> None:
    _, _, url = link_of(session, desk)
    wrong = url[:-1] + ("0" if url[-1] != "0" else "1")
    assert browser.get(wrong).status == 404
    assert browser.post(f"{wrong}/acknowledge").status == 404


def test_a_link_whose_time_is_over_says_so(session: Session, browser: Browser, desk: Desk) -> None:
    _, ask, url = link_of(session, desk)
    link = answers.open_link(session, ask.id, now())
    assert link is not None
    link.ends_at = now() - timedelta(minutes=1)
    commit(session)
    page = browser.get(url)
    assert "does not open any more" in page.words
    assert RELEASED not in page.text


def test_a_link_hands_back_too(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, _, url = link_of(session, desk)
    page = browser.press(browser.get(url), "Hand it back", reason="Not ours.")
    assert "Handed back" in page.words
    assert now_of(database, item).state is State.RETURNED


def test_an_answer_sent_back_to_a_team_without_account_brings_a_new_link(
    session: Session, browser: Browser, desk: Desk
) -> None:
    item, ask, url = link_of(session, desk)
    browser.press(browser.get(url), "Hand in the answer", **answer_fields())
    session.expire_all()
    (answer,) = answers.answers_to(session, item.contribution_id)
    answering.send_back(session, item, answer, note="Say when.", by=desk.facilitator)
    assert answers.open_link(session, ask.id, now()) is not None


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


def test_a_translated_text_that_did_not_change_keeps_its_translation(
    session: Session, desk: Desk
) -> None:
    item, ask = put(session, desk)
    written = Written(heard="Letters.", will="Perhaps.", outcome=Outcome.INFORMATION_GIVEN)
    first = answer_actions.write_answer(
        session, item.contribution, written, ask=ask, state=AnswerState.DRAFT, by=None
    )
    before = first.heard_id, first.will_id
    changed = Written(heard="Letters.", will="In May.", outcome=Outcome.INFORMATION_GIVEN)
    again = answer_actions.write_answer(
        session, item.contribution, changed, ask=ask, state=AnswerState.DRAFT, by=None
    )
    assert again.id == first.id
    assert (again.heard_id == before[0], again.will_id == before[1]) == (True, False)


def test_a_question_to_the_person_stops_the_team_from_handing_in(
    session: Session, browser: Browser, desk: Desk
) -> None:
    item, ask = put(session, desk)
    answering.acknowledge(session, item, ask, by=desk.lead_hat)
    reading.ask_member(
        session, item, question="Which clinic?", board=desk.board, by=desk.facilitator
    )
    assert item.contribution.messages[-1].kind is MessageKind.QUESTION
    commit(session)
    browser.sign_in(desk.lead)
    assert "stands still" in browser.get(of(ask)).words
