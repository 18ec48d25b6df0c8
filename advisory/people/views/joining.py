from hmac import compare_digest
from typing import cast
from uuid import UUID

from advisory.foundation import keys, pages
from advisory.foundation.access import ANYONE, LETTER, Impossible, Role, allow
from advisory.foundation.database import now
from advisory.foundation.pages import Page, problems, show
from advisory.languages.catalogues import for_staff
from advisory.people import actions, queries, rules
from advisory.people.forms import SetUpForm, WelcomeForm, said
from advisory.people.models import Invitation, Person
from advisory.people.views.door import half_sign_in, room


@room.page("/staff/welcome/<uuid:invitation_id>/<token>", opens=LETTER, methods=("GET", "POST"))
def welcome(invitation_id: UUID, token: str) -> Page:
    invitation = _invitation(invitation_id, token)
    if not rules.is_open(invitation, now()):
        raise Impossible(for_staff("This link was used or has ended. Ask for a new one."))
    person = invitation.person
    form = WelcomeForm(own=(person.name, person.email))
    if form.validate_on_submit():
        actions.accept_invitation(pages.session(), invitation, password=said(form.password))
        return half_sign_in(person)
    if form.errors:
        return problems("staff/people/welcome.html", form=form, person=person)
    return show("staff/people/welcome.html", form=form, person=person)


@room.page("/staff/set-up", opens=ANYONE, methods=("GET", "POST"))
def set_up() -> Page:
    allow(not queries.has_persons(pages.session()), exists=False)
    form = SetUpForm()
    if form.validate_on_submit():
        if actions.use_setup_key(pages.session(), said(form.key)):
            return half_sign_in(_first_administrator(form))
        form.key.errors = [
            for_staff("This is not the key. Start the server again: it prints a new one.")
        ]
    if form.errors:
        return problems("staff/people/set_up.html", form=form)
    return show("staff/people/set_up.html", form=form)


def _invitation(invitation_id: UUID, token: str) -> Invitation:
    right = keys.keyring(pages.session()).link_token(invitation_id)
    allow(compare_digest(right.encode(), token.encode()), exists=False)
    invitation = queries.invitation(pages.session(), invitation_id)
    allow(invitation is not None, exists=False)
    return cast("Invitation", invitation)


def _first_administrator(form: SetUpForm) -> Person:
    return actions.set_up_first_administrator(
        pages.session(),
        name=said(form.name),
        email=said(form.email),
        password=said(form.password),
        board_name=said(form.board_name),
        roles=[Role(value) for value in form.roles.data or ()],
    )
