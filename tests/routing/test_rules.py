"""Which team the rules propose: the most specific in force, and never nobody."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from advisory.foundation.access import Role
from advisory.people.models import Board, Team
from advisory.routing import actions, queries
from advisory.routing.rules import About
from tests.building import a_board, a_person, a_team, hat_of

TODAY, LAST_YEAR = date(2026, 11, 23), date(2025, 1, 1)


class Rules:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.board: Board = a_board(session)
        self.fallback: Team = a_team(session, self.board, "Fallback", is_fallback=True)
        self.topic = actions.add_topic(session, board_id=self.board.id, name="Teeth")
        self.service = actions.add_service(session, board_id=self.board.id, name="Dentist")
        session.flush()

    def add(
        self,
        name: str,
        *,
        topic: bool = False,
        service: bool = False,
        place: str | None = None,
        language: str | None = None,
        from_on: date = LAST_YEAR,
        to_on: date | None = None,
    ) -> Team:
        team = a_team(self.session, self.board, name)
        actions.add_rule(
            self.session,
            board_id=self.board.id,
            team_id=team.id,
            from_on=from_on,
            to_on=to_on,
            topic_id=self.topic.id if topic else None,
            service_id=self.service.id if service else None,
            place=place,
            language=language,
        )
        self.session.flush()
        return team

    def proposed(self, *, place: str | None = "Brent", language: str = "ti") -> str | None:
        about = About(self.topic.id, self.service.id, place, language)
        team = queries.proposed_team(self.session, self.board.id, about, TODAY)
        return team.name if team else None


@pytest.fixture
def rules(session: Session) -> Rules:
    return Rules(session)


def test_the_most_specific_rule_wins(rules: Rules) -> None:
    rules.add("all")
    rules.add("teeth", topic=True)
    rules.add("teeth in Brent", topic=True, place="Brent")
    assert rules.proposed() == "teeth in Brent"
    assert rules.proposed(place="Camden") == "teeth"


def test_two_conditions_beat_one_of_more_weight(rules: Rules) -> None:
    rules.add("teeth", topic=True)
    rules.add("Tigrinya in Brent", place="Brent", language="ti")
    assert rules.proposed() == "Tigrinya in Brent"


def test_among_equals_the_topic_says_more_whatever_the_order(rules: Rules) -> None:
    rules.add("Tigrinya", language="ti", from_on=date(2026, 6, 1))
    rules.add("teeth", topic=True)
    rules.add("Brent", place="Brent", from_on=date(2026, 6, 1))
    assert rules.proposed() == "teeth"


def test_among_the_same_conditions_the_newer_rule_wins(rules: Rules) -> None:
    rules.add("new", topic=True, from_on=date(2026, 6, 1))
    rules.add("old", topic=True)
    assert rules.proposed() == "new"


@pytest.mark.parametrize(
    ("from_on", "to_on", "in_force"),
    [
        (TODAY, None, True),
        (date(2026, 11, 24), None, False),
        (LAST_YEAR, TODAY, True),
        (LAST_YEAR, date(2026, 11, 22), False),
    ],
)
def test_a_rule_is_in_force_from_its_first_to_its_last_day(
    rules: Rules, from_on: date, to_on: date | None, *, in_force: bool
) -> None:
    rules.add("teeth", topic=True, from_on=from_on, to_on=to_on)
    assert rules.proposed() == ("teeth" if in_force else "Fallback")


def test_a_gap_goes_to_the_fallback_team(rules: Rules) -> None:
    rules.add("Camden", place="Camden")
    assert rules.proposed(place=None) == "Fallback"


def test_a_closed_team_is_not_proposed(rules: Rules) -> None:
    rules.add("teeth", topic=True).closed_on = TODAY
    rules.session.flush()
    assert rules.proposed() == "Fallback"


def test_rules_of_another_board_count_nothing(session: Session, rules: Rules) -> None:
    other = Rules(session)
    other.add("elsewhere")
    assert rules.proposed() == "Fallback"


def test_topics_and_services_in_use_are_the_boards_own(session: Session, rules: Rules) -> None:
    elsewhere = a_board(session)
    actions.add_topic(session, board_id=elsewhere.id, name="Letters")
    gone = actions.add_topic(session, board_id=rules.board.id, name="Buses")
    person = a_person(session, rules.board, Role.ADMINISTRATOR)
    by = hat_of(person, rules.board, Role.ADMINISTRATOR)
    actions.retire(session, gone, on=TODAY, by=by)
    session.flush()
    assert queries.topics(session, rules.board.id) == [rules.topic]
    assert queries.services(session, rules.board.id) == [rules.service]
