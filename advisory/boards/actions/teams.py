from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from advisory.boards import rules
from advisory.boards.actions.trail import note
from advisory.foundation.access import Hat, Impossible
from advisory.foundation.database import take_turns
from advisory.languages.catalogues import for_staff
from advisory.languages.text import clean
from advisory.people.models import Standing, Team


@dataclass(frozen=True)
class TeamSides:
    """Everything that an administrator says about a team."""

    name: str
    standing: Standing
    shown_as: str | None = None
    email: str | None = None
    parent: Team | None = None
    acknowledge_days: int | None = None
    answer_days: int | None = None
    is_fallback: bool = False


def add_team(session: Session, *, sides: TeamSides, by: Hat) -> Team:
    """The first team that takes what fits nowhere is the only one: see `change_team`."""
    team = Team(id=uuid4(), board_id=by.board_id, name=clean(sides.name), standing=sides.standing)
    session.add(team)
    session.flush()
    note(session, "team added", "team", team.id, by=by)
    _put(session, team, sides)
    return team


def change_team(session: Session, team: Team, *, sides: TeamSides, by: Hat) -> None:
    """A new fallback team takes the place of the old one. Raises Impossible for a circle."""
    _put(session, team, sides)
    note(session, "team changed", "team", team.id, by=by)


def close_team(session: Session, team: Team, *, on: date, by: Hat) -> None:
    """It gets nothing new. Raises Impossible for the fallback team."""
    if team.is_fallback:
        raise Impossible(
            for_staff("This team takes what fits nowhere. Choose another one for that first.")
        )
    team.closed_on = on
    note(session, "team closed", "team", team.id, by=by)


def open_team(session: Session, team: Team, *, by: Hat) -> None:
    """A closed team is there again."""
    team.closed_on = None
    note(session, "team opened", "team", team.id, by=by)


def _put(session: Session, team: Team, sides: TeamSides) -> None:
    if sides.parent is not None and rules.is_under(sides.parent, team):
        raise Impossible(for_staff("A team cannot stand above itself."))
    if team.is_fallback and not sides.is_fallback:
        raise Impossible(for_staff("Choose another team for what fits nowhere first."))
    if sides.is_fallback and not team.is_fallback:
        _only_fallback(session, team)
    team.name, team.standing = clean(sides.name), sides.standing
    team.shown_as = clean(sides.shown_as or "") or None
    team.email = clean(sides.email or "") or None
    team.parent = sides.parent
    team.acknowledge_days, team.answer_days = sides.acknowledge_days, sides.answer_days
    session.flush()


def _only_fallback(session: Session, team: Team) -> None:
    take_turns(session, f"fallback team of {team.board_id}")
    session.execute(
        update(Team)
        .where(Team.board_id == team.board_id, Team.is_fallback, Team.id != team.id)
        .values(is_fallback=False)
    )
    team.is_fallback, team.closed_on = True, None
