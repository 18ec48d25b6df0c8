"""A team's own list, and its answer from the desk."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from advisory.answers import actions as answer_actions
from advisory.answers import queries as answers
from advisory.answers.models import AnswerState, Outcome, Source
from advisory.answers.rules import Written
from advisory.contributions.models import MessageKind
from advisory.feedback.actions import answering, reading
from advisory.feedback.models import State
from advisory.foundation.database import Database, commit, now
from advisory.people.models import Standing
from tests.browser import Browser
from tests.building import a_team
from tests.desk.teams import RELEASED, TO_COME, Desk, answer_fields, now_of, of, put


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
