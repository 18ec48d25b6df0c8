"""From the desk to a team and back, through the pages."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from advisory.answers.models import AnswerLink
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit, now
from advisory.foundation.keys import keyring
from advisory.noticeboard import actions as noticeboard
from advisory.recommendations import queries
from advisory.recommendations.actions import telling
from advisory.recommendations.models import Recommendation, Stage
from advisory.recommendations.rules import number_of
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, a_team, hat_of
from tests.recommendations.making import ASK, CONTENT, WILL, Voices, a_recommendation

IN_MAY: dict[str, Any] = {"stance": "partly", "will": WILL, "by_on": "2099-05-03"}


def now_of(database: Database, story: Voices) -> Recommendation:
    with database.reading() as session:
        found = queries.recommendation(session, story.own.id)
        assert found is not None
        return found


def linked(seen: Seen, part: str) -> list[str]:
    """Where the page leads, of the links that hold this."""
    return [url for link in seen.all("a") if part in (url := link.get("href") or "")]


def test_from_a_theme_to_the_team_and_back(
    browser: Browser, session: Session, database: Database
) -> None:
    story = Voices(session)
    commit(session)
    browser.sign_in(story.first)
    seen = browser.get(f"/staff/sense/themes/{story.theme.id}")
    (write,) = linked(seen, "recommendations/write")
    seen = browser.press(browser.get(write), "Save", ask="Ask this.", change="So.", why="Why.")
    assert seen.h1 == "Ask this."
    seen = browser.get(f"/staff/recommendations/{story.own.id}")
    browser.press(seen, "Put it to them", team=str(story.team.id))
    browser.sign_in(story.lead)
    (ask,) = linked(browser.get("/staff/asks"), "/recommended/")
    seen = browser.get(ask)
    assert seen.says(CONTENT.minority)
    assert seen.says("The words of a few people stand behind it.")
    assert browser.press(seen, "Hand in the answer", **IN_MAY | {"by_on": ""}).status == 422
    assert browser.press(seen, "Hand in the answer", **IN_MAY).says("with a facilitator")
    browser.sign_in(story.first)
    seen = browser.get(f"/staff/recommendations/{story.own.id}")
    assert browser.press(seen, "Send the answer").status == 422
    browser.press(seen, "Send the answer", safe="y", plain="y")
    assert now_of(database, story).stage is Stage.ANSWERED


def test_a_team_without_account_answers_once_by_its_link(
    browser: Browser, session: Session, database: Database
) -> None:
    story = Voices(session)
    ask = story.put_to_team()
    link = AnswerLink(ask_id=ask.id, made_at=now(), ends_at=now().replace(year=2099))
    session.add(link)
    session.flush()
    token = keyring(session).link_token(link.id)
    commit(session)
    page = f"/staff/recommended/by-link/{link.id}/"
    assert browser.get(f"{page}{'0' * 40}").status == 404
    assert browser.get(f"/staff/answer/{link.id}/{token}").status == 200
    seen = browser.get(f"{page}{token}")
    browser.press(seen, "Hand in the answer", **IN_MAY)
    assert not browser.get(f"{page}{token}").says(ASK)
    assert now_of(database, story).stage is Stage.PUT


def test_an_email_is_written_down_with_its_source(
    browser: Browser, session: Session, database: Database
) -> None:
    story = Voices(session)
    story.put_to_team()
    commit(session)
    browser.sign_in(story.first)
    seen = browser.get(f"/staff/recommendations/{story.own.id}/email")
    assert browser.press(seen, "Keep it and look at it", **IN_MAY).status == 422
    seen = browser.press(
        seen, "Keep it and look at it", **IN_MAY, who="The office", came_on="2026-01-05"
    )
    assert seen.says("The office, 05/01/2026")


@pytest.mark.once
def test_another_team_and_another_board_find_nothing(browser: Browser, session: Session) -> None:
    story = Voices(session)
    ask = story.put_to_team()
    other = a_team(session, story.board, "Another team")
    stranger = a_person(session, story.board, Role.POLICY_LEAD, team=other)
    elsewhere = a_board(session)
    facilitator = a_person(session, elsewhere, Role.FACILITATOR)
    theirs = a_recommendation(session, hat_of(facilitator, elsewhere, Role.FACILITATOR))
    commit(session)
    browser.sign_in(stranger)
    assert browser.get(f"/staff/recommended/{ask.id}").status == 404
    assert not browser.get("/staff/asks").says(ASK)
    browser.sign_in(story.first)
    assert browser.get(f"/staff/recommendations/{theirs.id}").status == 404
    assert browser.get(f"/staff/recommendations/{story.own.id}").status == 200


@pytest.mark.once
def test_everybody_reads_it_with_the_view_of_the_few(browser: Browser, session: Session) -> None:
    story = Voices(session)
    story.answered()
    page = f"/en/recommendations/{story.own.id}"
    notice = telling.propose_notice(session, story.own, board=story.board, by=story.by)
    commit(session)
    assert browser.get(page).status == 404
    assert not linked(browser.get("/en/changed"), "recommendations")
    noticeboard.approve(session, notice, board=story.board, by=story.other)
    commit(session)
    (asked,) = linked(browser.get("/en/changed"), "recommendations")
    (own,) = linked(browser.get(asked), str(story.own.id))
    seen = browser.get(own)
    for shown in (ASK, CONTENT.minority, WILL, number_of(story.own), "They will do a part of it"):
        assert seen.says(shown)
    assert seen.says("A few people helped to ask for it.")
