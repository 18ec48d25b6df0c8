from uuid import UUID

from advisory.boards import queries, rules
from advisory.boards.actions import teams as actions
from advisory.boards.actions.teams import TeamSides
from advisory.boards.forms.teams import STANDINGS, TeamForm
from advisory.boards.views import ADMINISTRATOR, done, here, paper, room, today
from advisory.foundation.access import Impossible
from advisory.foundation.pages import Page, hat, session
from advisory.languages.catalogues import for_staff
from advisory.languages.fields import chosen_id
from advisory.people.models import Standing, Team


@room.page("/staff/settings/teams", opens=ADMINISTRATOR)
def teams() -> Page:
    return paper(
        "staff/boards/teams.html",
        teams=queries.teams(session(), hat().board_id),
        leads=queries.leads_by_team(session(), hat().board_id, today()),
        standings=STANDINGS,
    )


@room.page("/staff/settings/teams/add", opens=ADMINISTRATOR, methods=("GET", "POST"))
def add_team() -> Page:
    found = queries.teams(session(), hat().board_id)
    first = not any(team.is_fallback for team in found)
    form = TeamForm(
        data={"standing": Standing.AGREED.value, "is_fallback": first}, above=_open(found)
    )
    if form.validate_on_submit() and _is_free(form, None):
        team = actions.add_team(session(), sides=_sides(form, found), by=hat())
        return done("boards.team", team_id=team.id)
    return paper("staff/boards/add_team.html", form)


@room.page("/staff/settings/teams/<uuid:team_id>", opens=ADMINISTRATOR, methods=("GET", "POST"))
def team(team_id: UUID) -> Page:
    chosen = here(Team, team_id)
    found = queries.teams(session(), hat().board_id)
    above = [other for other in _open(found) if not rules.is_under(other, chosen)]
    form = _form(chosen, above)
    if form.validate_on_submit() and _is_free(form, chosen) and _changed(form, chosen, found):
        return done("boards.team", team_id=chosen.id)
    return paper(
        "staff/boards/team.html",
        form,
        team=chosen,
        leads=queries.leads_by_team(session(), hat().board_id, today()).get(chosen.id, []),
    )


@room.page("/staff/settings/teams/<uuid:team_id>/close", opens=ADMINISTRATOR, methods=("POST",))
def close_team(team_id: UUID) -> Page:
    actions.close_team(session(), here(Team, team_id), on=today(), by=hat())
    return done("boards.teams")


@room.page("/staff/settings/teams/<uuid:team_id>/open", opens=ADMINISTRATOR, methods=("POST",))
def open_team(team_id: UUID) -> Page:
    actions.open_team(session(), here(Team, team_id), by=hat())
    return done("boards.teams")


def _open(found: list[Team]) -> list[Team]:
    return [team for team in found if team.closed_on is None]


def _form(chosen: Team, above: list[Team]) -> TeamForm:
    return TeamForm(
        data={
            "name": chosen.name,
            "shown_as": chosen.shown_as,
            "standing": chosen.standing.value,
            "email": chosen.email,
            "parent_id": str(chosen.parent_id or ""),
            "acknowledge_days": chosen.acknowledge_days,
            "answer_days": chosen.answer_days,
            "is_fallback": chosen.is_fallback,
        },
        above=_with_parent(chosen, above),
    )


def _with_parent(chosen: Team, above: list[Team]) -> list[Team]:
    """A closed parent stays among the choices, so that keeping the form does not lose it."""
    parent = chosen.parent
    return above if parent is None or parent in above else [*above, parent]


def _is_free(form: TeamForm, chosen: Team | None) -> bool:
    if queries.is_name_taken(session(), hat().board_id, form.name.data, chosen):
        form.name.errors = [for_staff("Another team has this name.")]
        return False
    return True


def _changed(form: TeamForm, chosen: Team, found: list[Team]) -> bool:
    try:
        actions.change_team(session(), chosen, sides=_sides(form, found), by=hat())
    except Impossible as impossible:
        form.form_errors.append(impossible.why)
        return False
    return True


def _sides(form: TeamForm, found: list[Team]) -> TeamSides:
    parent_id = chosen_id(form.parent_id.data)
    return TeamSides(
        name=form.name.data,
        standing=Standing(form.standing.data),
        shown_as=form.shown_as.data,
        email=form.email.data,
        parent=next((team for team in found if team.id == parent_id), None),
        acknowledge_days=form.acknowledge_days.data,
        answer_days=form.answer_days.data,
        is_fallback=form.is_fallback.data,
    )
