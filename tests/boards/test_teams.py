from typing import Any

import pytest
from sqlalchemy import select

from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.people.models import Standing, Team
from tests.boards.conftest import Desk
from tests.browser import Seen
from tests.building import a_person, a_team

TEAMS = "/staff/settings/teams"


def keep(desk: Desk, team: Team, **fields: Any) -> Seen:
    return desk.browser.press(desk.browser.get(f"{TEAMS}/{team.id}"), "Keep", **fields)


def fallbacks(desk: Desk) -> list[str]:
    with desk.reading() as session:
        return list(session.scalars(select(Team.name).where(Team.is_fallback)))


def test_the_first_team_takes_what_fits_nowhere(desk: Desk) -> None:
    page = desk.browser.get(f"{TEAMS}/add")
    page = desk.browser.press(page, "Add this team", name="Access team")
    assert "Access team" in page.h1
    assert fallbacks(desk) == ["Access team"]


def test_exactly_one_team_takes_what_fits_nowhere(desk: Desk) -> None:
    old = a_team(desk.session, desk.board, "Old", is_fallback=True)
    new = a_team(desk.session, desk.board, "New")
    commit(desk.session)
    refused = desk.browser.post(f"{TEAMS}/{old.id}", {"name": "Old", "standing": "agreed"})
    assert refused.status == 422
    assert "Choose another team for what fits nowhere first." in refused.words
    keep(desk, new, is_fallback="y")
    assert fallbacks(desk) == ["New"]
    assert "team changed" in desk.audited()


def test_the_team_for_what_fits_nowhere_does_not_close(desk: Desk) -> None:
    team = a_team(desk.session, desk.board, is_fallback=True)
    other = a_team(desk.session, desk.board, "Other")
    commit(desk.session)
    assert desk.browser.post(f"{TEAMS}/{team.id}/close").status == 409
    page = desk.browser.press(desk.browser.get(f"{TEAMS}/{other.id}"), "Close this team")
    assert "Closed" in page.words
    desk.browser.press(desk.browser.get(f"{TEAMS}/{other.id}"), "Open again")
    assert desk.fresh(Team, other.id).closed_on is None


def test_a_team_never_stands_above_itself(desk: Desk) -> None:
    top = a_team(desk.session, desk.board, "Top", is_fallback=True)
    low = a_team(desk.session, desk.board, "Low", parent=top)
    commit(desk.session)
    page = desk.browser.get(f"{TEAMS}/{top.id}")
    offered = [option.get("value") for option in page.all("option")]
    assert str(low.id) not in offered
    assert str(top.id) not in offered
    assert keep(desk, top, parent_id=str(low.id)).status == 422
    assert keep(desk, top, parent_id=str(top.id)).status == 422
    assert desk.fresh(Team, top.id).parent_id is None


def test_everything_about_a_team_is_kept(desk: Desk) -> None:
    top = a_team(desk.session, desk.board, "Top", is_fallback=True)
    team = a_team(desk.session, desk.board, "Low")
    commit(desk.session)
    page = keep(
        desk,
        team,
        name="Interpreting team",
        shown_as="The interpreters",
        standing="asked_by_letter",
        email="interpreters@health.example",
        parent_id=str(top.id),
        acknowledge_days="٣",
        answer_days="15",
    )
    assert page.status == 200
    kept = desk.fresh(Team, team.id)
    assert (kept.name, kept.shown_as) == ("Interpreting team", "The interpreters")
    assert (kept.standing, kept.email) == (
        Standing.ASKED_BY_LETTER,
        "interpreters@health.example",
    )
    assert (kept.parent_id, kept.acknowledge_days, kept.answer_days) == (top.id, 3, 15)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": "Top"}, "Another team has this name."),
        ({"name": " "}, "Write the team’s name."),
        ({"standing": "asked_by_letter"}, "Write the address to which the letters go."),
        ({"standing": "friendly"}, "Choose one of these."),
        ({"email": "somebody"}, "Write a whole e-mail address"),
        ({"answer_days": "soon"}, "Write a whole number from 0 to 400."),
        ({"answer_days": "9" * 100_000}, "Write a whole number from 0 to 400."),
        ({"acknowledge_days": "-1"}, "Write a whole number from 0 to 400."),
    ],
)
def test_wrong_input_is_told_and_nothing_typed_is_lost(
    desk: Desk, fields: dict[str, str], told: str
) -> None:
    a_team(desk.session, desk.board, "Top", is_fallback=True)
    team = a_team(desk.session, desk.board, "Low", email=None)
    commit(desk.session)
    page = keep(desk, team, shown_as="The interpreters", **fields)
    assert page.status == 422
    assert told in page.words
    assert page.all("input", id="shown_as")[0].get("value") == "The interpreters"
    assert desk.fresh(Team, team.id).shown_as is None


def test_a_number_is_written_in_the_digits_of_any_script(desk: Desk) -> None:
    team = a_team(desk.session, desk.board, "Low")
    commit(desk.session)
    page = keep(desk, team, answer_days="٢٥")
    assert page.status == 200
    assert desk.fresh(Team, team.id).answer_days == 25
    box = desk.browser.get(f"{TEAMS}/{team.id}").all("input", id="answer_days")[0]
    assert (box.get("type"), box.get("inputmode")) == ("text", "numeric")


def test_an_agreed_team_without_a_policy_lead_is_marked(desk: Desk) -> None:
    team = a_team(desk.session, desk.board, "Low")
    commit(desk.session)
    assert "Nobody yet" in desk.browser.get(TEAMS).words
    a_person(desk.session, desk.board, Role.POLICY_LEAD, name="Tom", team=team)
    commit(desk.session)
    page = desk.browser.get(TEAMS)
    assert "Tom" in page.words
    assert "Nobody yet" not in page.words
