"""Themes: written, looked at by the community, finished."""

from uuid import UUID

from flask import request

from advisory.foundation.access import allow
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import LANGUAGES
from advisory.people import queries as people
from advisory.themes.actions import Overtaken, theming
from advisory.themes.forms.theming import (
    CheckForm,
    NewThemeForm,
    TeamForm,
    ThemeForm,
    theme_of,
)
from advisory.themes.models import Theme, ThemeState
from advisory.themes.queries import coding
from advisory.themes.queries import passages as released
from advisory.themes.queries import theming as queries
from advisory.themes.rules.labelling import in_use
from advisory.themes.rules.naming import STRENGTH
from advisory.themes.rules.theming import in_the_way, next_state
from advisory.themes.views import BOTH, FACILITATOR, counting, room
from advisory.themes.views.labels import drafter

STATES = {
    ThemeState.DRAFT: for_staff("Draft"),
    ThemeState.CHECKED: for_staff("Checked by the community"),
    ThemeState.FINAL: for_staff("Final"),
}
A_PAGE = 20
OVERTAKEN = for_staff("Somebody changed this theme while you wrote. Look at it, then save again.")


def own_theme(theme_id: UUID) -> Theme:
    """Of this board. Raises Refused for any other."""
    found = queries.theme(session(), theme_id)
    allow(found is not None and found.board_id == hat().board_id, exists=False)
    assert found is not None  # noqa: S101 - allowed above
    return found


@room.page("/staff/sense/themes", opens=FACILITATOR, methods=BOTH)
def themes() -> Page:
    form = NewThemeForm()
    loose = queries.loose_labels(session(), hat().board_id)
    form.offer(in_use(coding.labels(session(), hat().board_id)))
    if form.validate_on_submit():
        made = theming.make_theme(session(), form.title.data, labels=form.chosen(), by=hat())
        return go("themes.edit_theme", theme_id=made.id)
    page = problems if form.errors else show
    return page(
        "staff/themes/themes.html",
        form=form,
        found=queries.themes(session(), hat().board_id),
        loose=loose,
        states=STATES,
    )


@room.page("/staff/sense/themes/<uuid:theme_id>", opens=FACILITATOR)
def theme(theme_id: UUID) -> Page:
    own = own_theme(theme_id)
    evidence = queries.evidence(session(), own)
    number = min(max(request.args.get("page", 1, int), 1), 10_000)
    first = (number - 1) * A_PAGE
    to = next_state(own)
    return show(
        "staff/themes/theme.html",
        own=own,
        to=to,
        in_the_way=in_the_way(own, to, evidence=len(evidence)) if to else [],
        strength=queries.strength_of(session(), own, evidence),
        passages=queries.a_page(session(), evidence[first : first + A_PAGE]),
        quoted={passage_id for passage_id, _words in queries.quoted(session(), own, evidence)},
        count=len(evidence),
        first=first + 1,
        page_number=number,
        states=STATES,
        languages=LANGUAGES,
        **counting.heard_for(own),
        team=TeamForm(formdata=None).offer(people.teams_of(session(), own.board_id), own.team_id),
        **STRENGTH,
    )


@room.page("/staff/sense/themes/<uuid:theme_id>/words", opens=FACILITATOR, methods=BOTH)
def edit_theme(theme_id: UUID) -> Page:
    own = own_theme(theme_id)
    form = ThemeForm(data=theme_of(own))
    form.offer(in_use(coding.labels(session(), own.board_id)))
    overtaken = ""
    if form.validate_on_submit():
        try:
            theming.change_theme(
                session(),
                own,
                form.content(),
                labels=form.chosen(),
                seen=form.seen_revision,
                by=hat(),
            )
            return go("themes.theme", theme_id=own.id)
        except Overtaken:
            overtaken, form.seen.data = OVERTAKEN, str(own.revision)
    page = problems if form.errors or overtaken else show
    return page(
        "staff/themes/edit_theme.html", form=form, own=own, overtaken=overtaken, drafter=drafter()
    )


@room.page("/staff/sense/themes/<uuid:theme_id>/check", opens=FACILITATOR, methods=BOTH)
def write_check(theme_id: UUID) -> Page:
    own = own_theme(theme_id)
    form = CheckForm()
    if form.validate_on_submit():
        theming.write_check(
            session(),
            own,
            language=form.language.data,
            said=form.said.data,
            changed=form.changed.data,
            by=hat(),
        )
        return go("themes.theme", theme_id=own.id)
    page = problems if form.errors else show
    return page("staff/themes/write_check.html", form=form, own=own)


@room.page("/staff/sense/themes/<uuid:theme_id>/step", opens=FACILITATOR, methods=("POST",))
def step(theme_id: UUID) -> Page:
    own = own_theme(theme_id)
    wanted = request.form.get("to", "")
    if wanted in set(ThemeState):
        theming.take_step(session(), own, to=ThemeState(wanted), by=hat())
    return go("themes.theme", theme_id=own.id)


@room.page("/staff/sense/themes/<uuid:theme_id>/again", opens=FACILITATOR, methods=("POST",))
def look_again(theme_id: UUID) -> Page:
    theming.look_again(session(), own_theme(theme_id), by=hat())
    return go("themes.theme", theme_id=theme_id)


@room.page(
    "/staff/sense/themes/<uuid:theme_id>/quotes/<uuid:passage_id>",
    opens=FACILITATOR,
    methods=("POST",),
)
def quote(theme_id: UUID, passage_id: UUID) -> Page:
    own, passage = own_theme(theme_id), released.passage(session(), passage_id)
    allow(passage is not None and passage.board_id == own.board_id, exists=False)
    assert passage is not None  # noqa: S101 - allowed above
    theming.quote(session(), own, passage, on=request.form.get("on") == "yes", by=hat())
    return go("themes.theme", theme_id=own.id)


@room.page("/staff/sense/themes/<uuid:theme_id>/team", opens=FACILITATOR, methods=("POST",))
def show_to_team(theme_id: UUID) -> Page:
    own = own_theme(theme_id)
    teams = {str(team.id): team for team in people.teams_of(session(), own.board_id)}
    wanted = request.form.get("team", "")
    allow(not wanted or wanted in teams, exists=False)
    theming.show_to_team(session(), own, teams.get(wanted), by=hat())
    return go("themes.theme", theme_id=own.id)
