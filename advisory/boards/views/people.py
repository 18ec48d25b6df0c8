from typing import cast
from uuid import UUID

from flask import request
from flask import session as visit

from advisory.boards import queries
from advisory.boards.actions import people as actions
from advisory.boards.forms.people import InviteForm, RoleForm
from advisory.boards.views import ADMINISTRATOR, done, here, paper, room, there, today
from advisory.foundation.access import Impossible, Role
from advisory.foundation.browser_sessions import Visit
from advisory.foundation.database import now
from advisory.foundation.pages import Page, hat, session
from advisory.languages.fields import chosen_id
from advisory.people import actions as people_actions
from advisory.people.models import Grant, Invitation, Person
from advisory.people.queries import pending_invitations, teams_of
from advisory.people.rules import ROLE_NAMES, has_joined, holds, is_active, is_open


@room.page("/staff/settings/people", opens=ADMINISTRATOR)
def people() -> Page:
    found = queries.persons(session(), hat().board_id)
    on = today()
    return paper(
        "staff/boards/people.html",
        persons=[
            (
                person,
                [grant for grant in _grants(person) if holds(grant, on)],
                has_joined(person),
                is_active(person),
            )
            for person in found
        ],
        role_names=ROLE_NAMES,
        invited={
            invitation.person_id: invitation.ends_at
            for invitation in reversed(pending_invitations(session(), hat().board_id))
        },
    )


@room.page("/staff/settings/people/invite", opens=ADMINISTRATOR, methods=("GET", "POST"))
def invite() -> Page:
    form = InviteForm(
        data={"role": request.args.get("role"), "team_id": request.args.get("team")},
        teams=teams_of(session(), hat().board_id),
    )
    if form.validate_on_submit():
        try:
            invitation = actions.invite(
                session(),
                by=hat(),
                name=form.name.data,
                email=form.email.data,
                role=Role(form.role.data),
                team_id=chosen_id(form.team_id.data),
            )
        except Impossible as impossible:
            form.email.errors = [str(impossible.why)]
        else:
            return _with_link(invitation)
    return paper("staff/boards/invite.html", form)


@room.page("/staff/settings/people/<uuid:person_id>", opens=ADMINISTRATOR, methods=("GET", "POST"))
def person(person_id: UUID) -> Page:
    found = _person(person_id)
    form = RoleForm(
        data={"from_on": today()}, today=today(), teams=teams_of(session(), hat().board_id)
    )
    if form.validate_on_submit():
        actions.give_role(
            session(),
            found,
            by=hat(),
            role=Role(form.role.data),
            team_id=chosen_id(form.team_id.data),
            from_on=form.from_on.data,
            to_on=form.to_on.data,
        )
        return done("boards.person", person_id=found.id)
    link = visit.pop("invitation_link") if "invitation_link" in visit else None
    invitation = queries.open_invitation(session(), found)
    return paper(
        "staff/boards/person.html",
        form,
        person=found,
        link=link,
        invitation=invitation if invitation and is_open(invitation, now()) else None,
        grants=[(grant, holds(grant, today())) for grant in _grants(found)],
        role_names=ROLE_NAMES,
        joined=has_joined(found),
        active=is_active(found),
        is_me=found.id == hat().person_id,
    )


@room.page("/staff/settings/people/<uuid:person_id>/invite", opens=ADMINISTRATOR, methods=("POST",))
def invite_again(person_id: UUID) -> Page:
    return _with_link(actions.invite_again(session(), _mine(person_id), by=hat()))


@room.page("/staff/settings/people/<uuid:person_id>/reset", opens=ADMINISTRATOR, methods=("POST",))
def reset_second_factor(person_id: UUID) -> Page:
    invitation = actions.invite_again(
        session(), _mine(person_id), by=hat(), forget_second_factor=True
    )
    return _with_link(invitation)


@room.page(
    "/staff/settings/people/<uuid:person_id>/disable", opens=ADMINISTRATOR, methods=("POST",)
)
def disable(person_id: UUID) -> Page:
    people_actions.disable(session(), _mine(person_id), by=hat())
    return done("boards.person", person_id=person_id)


@room.page("/staff/settings/people/<uuid:person_id>/enable", opens=ADMINISTRATOR, methods=("POST",))
def enable(person_id: UUID) -> Page:
    people_actions.enable(session(), _mine(person_id), by=hat())
    return done("boards.person", person_id=person_id)


@room.page("/staff/settings/roles/<uuid:grant_id>/end", opens=ADMINISTRATOR, methods=("POST",))
def end_role(grant_id: UUID) -> Page:
    grant = here(Grant, grant_id)
    person_id = grant.person_id
    people_actions.end_grant(session(), grant, by=hat())
    if person_id == hat().person_id:
        # Every session ended; one's own goes on under a new id.
        cast("Visit", visit).renew(begins_anew=False)
    if queries.person_here(session(), hat().board_id, person_id) is None:
        return done("boards.people")
    return done("boards.person", person_id=person_id)


def _person(person_id: UUID) -> Person:
    return there(queries.person_here(session(), hat().board_id, person_id))


def _mine(person_id: UUID) -> Person:
    """A person of this board alone: who also works elsewhere is not ours to shut out."""
    found = _person(person_id)
    return there(None if queries.has_other_boards(found, hat().board_id) else found)


def _grants(found: Person) -> list[Grant]:
    mine = [grant for grant in found.grants if grant.board_id == hat().board_id]
    return sorted(mine, key=lambda grant: (grant.to_on is not None, grant.from_on, grant.role))


def _with_link(invitation: Invitation) -> Page:
    """The link waits in the sealed session and is shown once: a board may have no mail."""
    visit["invitation_link"] = queries.welcome_link(session(), invitation)
    return done("boards.person", person_id=invitation.person_id)
