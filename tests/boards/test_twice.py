"""A double tap, or Back and the same button again, adds nothing twice."""

from typing import Any

import pytest
from sqlalchemy import func, select

from advisory.boards.views import today
from advisory.clocks.models import Closure
from advisory.feedback.models import Signpost
from advisory.foundation.database import commit
from advisory.help.models import HelpNumber
from advisory.people.models import Team
from advisory.routing.models import RoutingRule, Service, Topic
from tests.boards.conftest import Desk
from tests.building import a_team

NUMBER = {"name": "Health line", "number": "111", "note": "Free, day and night."}
READY = {"name": "Doctor", "body": "You can see a doctor for free."}
DAYS = {"last_on": f"{today():%Y-%m-%d}", "reason": "Holidays"}


@pytest.mark.parametrize(
    ("page", "button", "typed", "table"),
    [
        ("topics", "Add", {"what": "topic", "name": "Letters"}, Topic),
        ("topics", "Add", {"what": "service", "name": "Dentist"}, Service),
        ("help/add", "Add", NUMBER, HelpNumber),
        ("ready-answers", "Add", READY, Signpost),
        ("hours/away", "Say so", DAYS, Closure),
        ("teams/add", "Add", {"name": "Access team", "standing": "outside"}, Team),
    ],
)
def test_what_is_added_twice_is_there_once(
    desk: Desk, page: str, button: str, typed: dict[str, Any], table: type[Any]
) -> None:
    seen = desk.browser.get(f"/staff/settings/{page}")
    for _tap in range(2):
        desk.browser.press(seen, button, **typed)
    with desk.reading() as session:
        assert session.scalar(select(func.count()).select_from(table)) == 1


def test_a_rule_added_twice_is_there_once(desk: Desk) -> None:
    team = a_team(desk.session, desk.board)
    commit(desk.session)
    seen = desk.browser.get("/staff/settings/routing")
    for place in ("Camden", "Camden", "Barnet"):
        desk.browser.press(seen, "Add this rule", team=str(team.id), place=place)
    with desk.reading() as session:
        assert session.scalar(select(func.count()).select_from(RoutingRule)) == 2
